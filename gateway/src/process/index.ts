export { configFile, configOption } from "./config-option.ts";
export { type Running, runProcess } from "./run-process.ts";
