/** The core as WebAssembly, built once for each process of tests. */
import { buildWasm, type Patch } from "@holdfast/controller/wasm";
import type { ControllerMaker } from "../../../src/simulation/controller.ts";
import { wasmControllers } from "../../../src/simulation/wasm-controller.ts";

let built: ControllerMaker | undefined;

export function core(): ControllerMaker {
  built ??= wasmControllers(buildWasm());
  return built;
}

export function coreWith(patch: Patch): ControllerMaker {
  return wasmControllers(buildWasm([patch]));
}
