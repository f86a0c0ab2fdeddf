#!/usr/bin/env node
/** The sync process: main.js [--config FILE] */
import "@holdfast/gateway/lean";
import { setFlagsFromString } from "node:v8";

// Batches are garbage as soon as they are sent: young memory need not grow for them. A long backlog then takes some 20 MB less.
setFlagsFromString("--semi-space-growth-factor=1");

// Only now, so that what they load runs under what was set.
const { configOption, runProcess } = await import("@holdfast/gateway/process");
const { startSync } = await import("./start-sync.ts");

await runProcess(() => startSync(configOption(process.argv.slice(2))));
