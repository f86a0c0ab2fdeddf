import type { Command } from "commander";
import { addAct } from "./act.ts";

export function addInService(program: Command): void {
  addAct(program, {
    name: "in-service",
    route: "inService",
    about: "put a locker back into service",
    done: ({ cabinet, locker }) => `Locker ${locker} of ${cabinet} is in service.`,
  });
}
