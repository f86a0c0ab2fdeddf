#!/usr/bin/env node
/** The sync process: main.js [--config FILE] */
import "@holdfast/gateway/lean";

// Only now, so that what they load runs under what lean.ts set.
const { configOption, runProcess } = await import("@holdfast/gateway/process");
const { startSync } = await import("./start-sync.ts");

await runProcess(() => startSync(configOption(process.argv.slice(2))));
