/** When a controller counts as back after it was flashed. */
import { join } from "node:path";
import { expect, test } from "vitest";
import type { GatewayClient } from "../../src/client/index.ts";
import { flashCabinet } from "../../src/flash/flash-cabinet.ts";
import { memoryKeys } from "../../src/keys/key-store.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite } from "../support/served-site.ts";
import { startTestSite, type TestSiteOptions, temporaryFolder } from "../support/test-site.ts";
import { scene, scriptedAvrdude } from "./scripted-avrdude.ts";

const OTHER_KEY = new Uint8Array(16).fill(9);

/** Flashes the controller of a real site: it stays as it is, and time passes while the gateway is asked. */
async function flashed(options: TestSiteOptions) {
  const { clock, site } = await startTestSite({ ...options, wait: false });
  await clock.advance(5000);
  const call = async (what: string) => {
    await clock.advance(1100);
    return what === "status" ? site.status() : { port: "/dev/null", secondsLeft: 300 };
  };
  const folder = temporaryFolder();
  const { programmer, done } = scriptedAvrdude(folder);
  const outcome = await flashCabinet({
    ...{ client: { call } as unknown as GatewayClient, cabinet: "main", hex: "/new.hex" },
    ...{ keep: join(folder, "kept.hex"), programmer, say: () => {}, comeBack: 9, interval: 1 },
  });
  const written = done().filter((what) => what.startsWith("flash:w:"));
  return { ...outcome, written };
}

test.each<[string, string, TestSiteOptions]>([
  [
    "is new and has to be paired",
    "the controller is not paired",
    { prepare: ({ session }) => session.blank() },
  ],
  [
    "has another key",
    "the controller has another pairing key",
    { keys: memoryKeys(new Map([["main", OTHER_KEY]])) },
  ],
  ["nobody can ask, for want of a key", "the cabinet is not paired", { keys: memoryKeys() }],
])(
  "a controller that %s keeps its new firmware, and the way on is told",
  async (_which, problem, options) => {
    expect(await flashed(options)).toMatchObject({
      ...{ back: true, wentBack: false, firmware: undefined },
      ...{ problem: `${problem}: holdfast pair main`, written: ["flash:w:/new.hex:i"] },
    });
  },
);

test("a controller that is linked is back, with what it runs", async () => {
  expect(await flashed({})).toMatchObject({ back: true, firmware: expect.any(String), problem: undefined });
});

test("what was heard before it was written says nothing of the new firmware", async () => {
  const { keep, flashing, done } = await scene({ link: "down", said: { lastHeard: 2 } });
  await expect(flashing).resolves.toMatchObject({ back: false, wentBack: true });
  expect(done().at(-1)).toBe(`flash:w:${keep}:i`);
});

test("on the command line it is told what is next, and it is a success", async () => {
  const { site, folder, operatorSocket } = await serveMemorySite();
  for (const cabinet of site.cabinets) cabinet.link = "down";
  site.said = { keyless: true };
  scriptedAvrdude(folder);
  const env = { PATH: `${folder}:${process.env["PATH"]}` };
  const args = ["flash", "hall", "--yes", "--keep", join(folder, "kept.hex"), "--socket", operatorSocket];
  const { code, stdout } = await runHoldfast(args, { env });
  expect(code).toBe(0);
  expect(stdout).toMatch(/not linked yet: the cabinet is not paired: holdfast pair hall\n$/);
});
