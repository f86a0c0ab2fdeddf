import type { Command } from "commander";
import { addAct } from "./act.ts";

export function addRelease(program: Command): void {
  addAct(program, {
    name: "release",
    route: "release",
    about: "end a rental without opening the door",
    done: ({ cabinet, locker }) => `Locker ${locker} of ${cabinet} is free.`,
  });
}
