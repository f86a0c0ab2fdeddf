/** Loaded before a mutant's process: exchanges places in the built gateway while Node reads it. */
import { register } from "node:module";

register("./patch-hook.js", import.meta.url, { data: process.env["HOLDFAST_PATCHES"] ?? "[]" });
