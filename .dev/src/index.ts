/** Starting and ending holdfast's processes, for `npm start`, the benches and the tests of the whole chain. */
export { endChild, type ReadyMessage, startChild } from "./child.ts";
export { freePort } from "./free-port.ts";
