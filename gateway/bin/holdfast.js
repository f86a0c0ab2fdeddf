#!/usr/bin/env node
// Stands here from the first install on, when dist is not built yet, so that npm links it.
import "../dist/cli/holdfast.js";
