import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyOf, LOST, newMachine, THREE } from "../support/central-copy.ts";

test("a file without cabinets is completed from the lost one; what stands in it wins", async () => {
  const machine = newMachine('[sync]\nuser = "new"\n\n[site]\nname = "New"\n');
  const lost = `${LOST}\n[sync]\nuser = "old"\n\n[rules]\npin_digits = 6 # they asked for it\n`;
  const restored = await machine.restore(copyOf(THREE, { settings: lost }));
  expect(restored).toMatchObject({
    completed: true,
    beside: [`${machine.file}.from-central`, `${machine.file}.before-restore`],
  });
  const text = readFileSync(machine.file, "utf8");
  expect(text).toMatch(/user = "new"/);
  expect(text).toMatch(/name = "New"/);
  expect(text).toMatch(/pin_digits = 6/);
  expect(text).toMatch(/\[\[cabinet\]\]/);
  expect(text).not.toContain('"old"');
  expect(readFileSync(`${machine.file}.from-central`, "utf8")).toBe(lost);
  expect(readFileSync(`${machine.file}.before-restore`, "utf8")).toContain('user = "new"');
  for (const path of restored.beside) expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a file with cabinets stays as it is, and the lost one stands beside it", async () => {
  const mine = '[sync]\n\n[[cabinet]]\nid = "mine"\nname = "Mine"\nport.tcp = "127.0.0.1:1"\n';
  const machine = newMachine(mine);
  expect(await machine.restore(copyOf(THREE))).toMatchObject({ completed: false });
  expect(readFileSync(machine.file, "utf8")).toBe(mine);
  expect(readFileSync(`${machine.file}.from-central`, "utf8")).toBe(LOST);
});

test("the data folder is the one that the lost file names", async () => {
  const machine = newMachine();
  await machine.restore(copyOf(THREE, { settings: `${LOST}\n[gateway]\ndata = "elsewhere"\n` }));
  expect(existsSync(join(machine.file, "..", "elsewhere", "ledger.db"))).toBe(true);
  expect(readdirSync(machine.data)).toEqual([]);
});
