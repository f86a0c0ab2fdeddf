import type { Command } from "commander";
import { addAct } from "./act.ts";

export function addOutOfService(program: Command): void {
  addAct(program, {
    name: "out-of-service",
    route: "outOfService",
    about: "take a locker out of service; what is in it can still be collected",
    done: ({ cabinet, locker }) => `Locker ${locker} of ${cabinet} is out of service.`,
  });
}
