/**
 * Imported before anything else by our processes: V8 leaves its optimising compiler alone. Reading that compiler into
 * memory costs 4 MB, and what it would optimise is code that runs hot for a moment at start and then never again. The
 * baseline compiler still works; our time goes into SQLite, zlib and sockets.
 */
import { setFlagsFromString } from "node:v8";

setFlagsFromString("--no-opt");
