/** One release of skew, either way: this gateway and the firmware of the release before and of the one after. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTROLLER, compile, sourceFiles } from "@holdfast/controller/firmware";
import { beforeAll, expect, test } from "vitest";
import { RealController, testEeprom } from "../support/real-controller.ts";
import { requestId, startSiteOn } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 3 };

/** The real sources, changed as another release would have them: file, what stands there, what stands there then. */
function firmware(...changes: readonly (readonly [string, string, string])[]): string {
  const root = mkdtempSync(join(tmpdir(), "holdfast-firmware-"));
  try {
    for (const folder of ["avr", "core"])
      cpSync(join(CONTROLLER, folder), join(root, folder), { recursive: true });
    for (const [file, here, there] of changes) {
      const text = readFileSync(join(root, file), "utf8");
      expect(text.split(here)).toHaveLength(2);
      writeFileSync(join(root, file), text.replace(here, there));
    }
    return compile(sourceFiles(), "build", root).hex;
  } finally {
    rmSync(root, { recursive: true });
  }
}

const minor = (release: number) =>
  ["core/link.h", "#define FIRMWARE_MINOR 2", `#define FIRMWARE_MINOR ${release}`] as const;

const startOn = (hex: string) => startSiteOn((clock) => new RealController(clock, testEeprom(), hex));

async function storeAndCollect(t: Awaited<ReturnType<typeof startOn>>): Promise<void> {
  await t.clock.pass(t.site.store(LOCKER, "0791234567", requestId()));
  await t.clock.until(() => t.texts.length === 1);
  await t.controller.collectAtKeypad("0791234567", t.pin());
  await t.controller.shows("Locker 3 open");
  await t.controller.type("#");
  await t.clock.until(() => t.site.lockers()[2]?.state === "free");
  expect(t.controller.pulses).toEqual([3, 3]);
}

function journalTaken(t: Awaited<ReturnType<typeof startOn>>): boolean {
  const journal = t.site.status().cabinets[0]?.journal;
  return journal !== undefined && journal.acknowledged === journal.last;
}

let before: string;
let after: string;

beforeAll(() => {
  // It does not know the operator's `release`.
  before = firmware(minor(1), [
    "core/commands.c",
    "    case MSG_RELEASE:\n        return sizeof(struct msg_release);\n",
    "",
  ]);
  // It tells of the housing in a kind of its own, and sends a message of its own after each heartbeat.
  after = firmware(
    minor(3),
    ["core/messages.h", "#define EVENT_TAMPER 18", "#define EVENT_TAMPER 19"],
    [
      "core/reports.c",
      "    heartbeat_at = clock_short() + HEARTBEAT_MS;\n",
      "    heartbeat_at = clock_short() + HEARTBEAT_MS;\n    link_send(0x9E, &heartbeat, 3);\n",
    ],
  );
}, 120_000);

test("the firmware of the release before: what it does not know has no effect and is told, all else goes on", async () => {
  const t = await startOn(before);
  expect(t.site.status().cabinets[0]).toMatchObject({ link: "up", firmware: "0.1.0" });
  await t.clock.pass(t.site.store(LOCKER, "0791234567", requestId()));
  const released = t.clock.pass(t.site.release(LOCKER, "left behind"));
  await expect(released).rejects.toMatchObject({ code: "firmware_too_old" });
  expect(t.site.lockers()[2]?.state).toBe("held");
  await t.clock.until(() => t.texts.length === 1);
  await t.controller.collectAtKeypad("0791234567", t.pin());
  await t.controller.shows("Locker 3 open");
  expect(t.site.status().cabinets[0]?.link).toBe("up");
});

test("the firmware of the release after: what this gateway does not know is kept or dropped, all else goes on", async () => {
  const t = await startOn(after);
  expect(t.site.status().cabinets[0]).toMatchObject({ link: "up", firmware: "0.3.0" });
  await storeAndCollect(t);
  t.controller.cabinet.tamper(true);
  await t.clock.until(() => t.site.events({ last: 1 })[0]?.kind === "kind_19");
  await t.clock.until(() => journalTaken(t));
  expect(t.site.status().cabinets[0]?.link).toBe("up");
});
