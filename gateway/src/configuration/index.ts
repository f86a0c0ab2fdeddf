export { type SitePaths, sitePaths } from "./paths.ts";
export { readConfiguration } from "./read.ts";
export * from "./schema.ts";
