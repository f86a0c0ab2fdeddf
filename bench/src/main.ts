/**
 * `npm run bench -- NAME... [--table]`: measures what the README promises. Without a name, everything.
 * Prints one JSON object a line, or a table; exits with 1 when a promise is not kept, with 2 for an unknown name.
 */
import { parseArgs } from "node:util";
import type { Figure } from "./figure.ts";
import { tableRow } from "./table.ts";

type Bench = () => AsyncIterable<Figure>;

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  keypad: async () => (await import("./keypad.ts")).keypad,
  footprint: async () => (await import("./footprint.ts")).footprint,
  page: async () => (await import("./page.ts")).page,
  process: async () => (await import("./process.ts")).processes,
  ledger: async () => (await import("./ledger.ts")).ledger,
  link: async () => (await import("./link.ts")).link,
  sync: async () => (await import("./sync.ts")).sync,
  fleet: async () => (await import("./fleet.ts")).fleet,
  gateway: async () => (await import("./gateway.ts")).gateway,
  bridge: async () => (await import("./bridge.ts")).bridge,
  install: async () => (await import("./install.ts")).install,
};

const { values, positionals } = parseArgs({
  options: { table: { type: "boolean" } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));

if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}`);
  process.exitCode = 2;
} else {
  for (const name of names) {
    const bench = await (BENCHES[name] as () => Promise<Bench>)();
    for await (const figure of bench()) {
      console.log(values.table ? tableRow(figure) : JSON.stringify(figure));
      if (!figure.ok) process.exitCode = 1;
    }
  }
}
