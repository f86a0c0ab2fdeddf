/** Where things are in the source tree. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Of `systemd/src` and of `systemd/dist` alike. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export const inTree = (...path: string[]) => join(ROOT, ...path);
