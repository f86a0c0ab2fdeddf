#!/usr/bin/env node
/** The web process: main.js [--config FILE] */
import "@holdfast/gateway/lean";

// Only now, so that what they load runs under what lean.ts set.
const { configOption, runProcess } = await import("@holdfast/gateway/process");
const { startWeb } = await import("./start-web.ts");

await runProcess(() => startWeb(configOption(process.argv.slice(2))));
