import type { Command } from "commander";
import { addAct } from "./act.ts";

export function addReissuePin(program: Command): void {
  addAct(program, {
    name: "reissue-pin",
    route: "reissuePin",
    about: "send a new PIN to the phone that holds a locker; the old one is void",
    done: ({ cabinet, locker }) => `A new PIN for locker ${locker} of ${cabinet} is on its way.`,
  });
}
