import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import { logProvider } from "../../src/messages/log-provider.ts";
import { DeliveryError } from "../../src/messages/provider.ts";
import { requestId, startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 1 };

test("no PIN is ever in the database, whatever became of its message", async () => {
  const t = await startTestSite();
  let failures = 0;
  t.deliver = () => (failures++ < 2 ? Promise.reject(new DeliveryError("busy", false)) : Promise.resolve());
  await t.clock.pass(t.site.store(LOCKER, "+41791234567", requestId()));
  await t.clock.until(() => t.texts.length === 1, 60_000);
  const text = t.texts[0]?.text ?? "";
  await t.stop();
  expect(t.pin()).toMatch(/^[0-9]{4}$/);
  for (const file of readdirSync(t.folder)) {
    const bytes = readFileSync(join(t.folder, file));
    expect(bytes.includes(text)).toBe(false);
    expect(bytes.includes(`PIN ${t.pin()}`)).toBe(false);
    expect(
      bytes.includes(
        Buffer.from([
          Number.parseInt(t.pin().slice(0, 2), 16),
          Number.parseInt(t.pin().slice(2), 16),
          0xff,
          0xff,
        ]),
      ),
    ).toBe(false);
  }
});

test("the log provider writes neither PIN nor phone number", async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const provider = logProvider(pino(sink));
  await provider.send({ id: 7, to: "+41791234567", text: "PIN 4711" }, new AbortController().signal);
  expect(lines.join("")).toContain("…567");
  expect(lines.join("")).not.toMatch(/4711|791234567/);
});
