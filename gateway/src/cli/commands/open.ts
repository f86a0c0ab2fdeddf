import type { Command } from "commander";
import { addAct } from "./act.ts";

export function addOpen(program: Command): void {
  addAct(program, {
    name: "open",
    route: "open",
    about: "open a locker; who holds it keeps it",
    done: ({ cabinet, locker }) => `Locker ${locker} of ${cabinet} is open. Close the door to lock it.`,
  });
}
