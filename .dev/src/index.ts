/** Starting and ending holdfast's processes and a browser, for `npm start`, the benches and the tests. */

export { endChild, type ReadyMessage, startChild } from "./child.ts";
export { launchChromium } from "./chromium.ts";
export { freePort } from "./free-port.ts";
