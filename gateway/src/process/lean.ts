/**
 * Imported before anything else by our processes: V8 leaves its optimising compiler alone. Reading that compiler into
 * memory costs 4 MB, and what it would optimise is code that runs hot for a moment at start and then never again. The
 * baseline compiler still works; our time goes into SQLite, zlib and sockets.
 */
import { setFlagsFromString } from "node:v8";
import { z } from "zod";

setFlagsFromString("--no-opt");

// Nor does zod write a parser for each schema at its first use: text and code that stay, and are seldom quicker without V8's compiler.
z.config({ jitless: true });
