/** No key is in the log, the ledger, the status or an answer, whichever way a cabinet is paired. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KEY_SYMBOLS } from "@holdfast/protocol";
import pino from "pino";
import { expect, test } from "vitest";
import { keyFiles } from "../../src/keys/key-files.ts";
import { FakeController } from "../support/fake-controller.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { configuration, startSiteOn, temporaryFolder } from "../support/test-site.ts";

function symbolsOf(key: Uint8Array): string {
  return Array.from(key, (byte) => `${KEY_SYMBOLS[byte >> 4]}${KEY_SYMBOLS[byte & 15]}`).join("");
}

/** A key in every way in which somebody could write it down. */
function spellings(key: Uint8Array): string[] {
  const bytes = Buffer.from(key);
  const hex = bytes.toString("hex");
  const list = Array.from(key).join(",");
  return [hex, hex.toUpperCase(), bytes.toString("base64"), bytes.toString("latin1"), list, symbolsOf(key)];
}

test.each([
  ["by cable", "127.0.0.1:1"],
  ["typed", "192.0.2.7:1"],
])("%s", async (_how, tcp) => {
  const data = temporaryFolder();
  const keys = keyFiles(data, "");
  keys.set("main", PAIRING_KEY);
  const lines: string[] = [];
  const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
  const t = await startSiteOn((clock) => new FakeController(clock), {
    configuration: configuration({ cabinet: [{ id: "main", name: "Main", port: { tcp } }] }),
    keys,
    log,
    prepare: (controller) => {
      controller.session.blank();
      controller.session.pairingKey = PAIRING_KEY;
    },
    wait: false,
  });
  await t.clock.advance(1000);
  const { groups } = t.site.beginPairing("main", false);
  const answers: unknown[] = [t.site.status()];
  t.controller.session.pairing = true;
  if (groups.length > 0) {
    const symbols = groups.map((group) => group.slice(0, 4)).join("");
    const value = (at: number) => KEY_SYMBOLS.indexOf(symbols.charAt(at));
    t.controller.session.candidate = new Uint8Array(16).map(
      (_, at) => value(2 * at) * 16 + value(2 * at + 1),
    );
  }
  await t.clock.until(() => {
    const view = t.site.pairing("main");
    answers.push(view);
    if (view.state === "comparing") t.site.confirmPairing("main");
    return view.state === "done";
  });
  answers.push(t.site.events({}), t.site.lockers());
  await t.stop();
  const finish = t.controller.received.find((message) => message.name === "pair_finish");
  const pairingKey = t.controller.session.pairingKey;
  if (finish?.name !== "pair_finish" || !pairingKey) throw new Error("not paired");
  expect(keys.get("main")).toEqual(pairingKey);

  const ledger = readdirSync(t.folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => readFileSync(join(t.folder, name), "latin1"));
  const logged = lines.join("");
  const everything = [logged, JSON.stringify(answers), ...ledger].join("\n");
  expect(logged).toContain("paired");
  expect(ledger.join("")).toContain("paired");
  for (const key of [PAIRING_KEY, pairingKey, finish.pin_key]) {
    for (const spelling of spellings(key)) expect(everything.includes(spelling)).toBe(false);
  }
});
