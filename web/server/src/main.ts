#!/usr/bin/env node
/** The web process: main.js [--config FILE] */
import { configOption, runProcess } from "@holdfast/gateway/process";
import { startWeb } from "./start-web.ts";

await runProcess(() => startWeb(configOption(process.argv.slice(2))));
