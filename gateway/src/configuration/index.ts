export * from "../configuration.ts";
export { type SitePaths, sitePaths } from "./paths.ts";
export { readConfiguration } from "./read.ts";
