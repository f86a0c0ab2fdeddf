#!/usr/bin/env node
/** The sync process: main.js [--config FILE] */
import "@holdfast/gateway/lean";
import { setFlagsFromString } from "node:v8";

// Batches are garbage as soon as they are sent. Young memory that does not grow for them makes a long backlog a third
// cheaper, and is given back afterwards.
setFlagsFromString("--semi-space-growth-factor=1");

// Only now, so that what they load runs under what was set.
const { configOption, runProcess } = await import("@holdfast/gateway/process");
const { startSync } = await import("./start-sync.ts");

await runProcess(() => startSync(configOption(process.argv.slice(2))));
