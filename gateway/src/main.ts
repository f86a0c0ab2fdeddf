#!/usr/bin/env node
/** The gateway process: main.js [--config FILE] */
import "./process/lean.ts";

// Only now, so that what they load runs under what lean.ts set.
const { configOption, runProcess } = await import("./process/index.ts");
const { startGateway } = await import("./start-gateway.ts");

await runProcess(() => startGateway(configOption(process.argv.slice(2))));
