#!/usr/bin/env node
/** The gateway process: main.js [--config FILE] */
import { configOption, runProcess } from "./process/index.ts";
import { startGateway } from "./start-gateway.ts";

await runProcess(() => startGateway(configOption(process.argv.slice(2))));
