/** The same tests as code of the ESP8266's processor, and the sketch for it. */
import { expect, test } from "vitest";
import { buildTests, run } from "../src/build.ts";
import { boards, buildChipTests, chipLatencies, compileForChip, p99, runChipTests } from "../src/chip.ts";

test("all tests of the core pass on a simulated lx106", async () => {
  const names = (await run(await buildTests("fast"), "--list")).trim().split("\n");
  expect(names.length).toBeGreaterThan(30);
  expect((await runChipTests(await buildChipTests())).sort()).toEqual(names.sort());
});

test("frames are under way for less than 5 ms of the chip's time, the 1.32 ms on the UART included", async () => {
  const times = await chipLatencies();
  expect(times).toHaveLength(2000);
  expect(Math.min(...times)).toBeGreaterThan(1.32);
  expect(p99(times)).toBeLessThan(5);
});

test("all boards but the ESP-01 move their UART away from the boot log", () => {
  const moving = [...boards()].filter(([, defines]) => defines.includes("-DHOLDFAST_SWAP"));
  expect([...boards().keys()]).toEqual(["esp01", "nodemcu", "d1_mini"]);
  expect(moving.map(([board]) => board)).toEqual(["nodemcu", "d1_mini"]);
});

test.each([...boards().keys()])(
  "core and sketch compile for %s, and leave its memory to Arduino",
  async (board) => {
    const { flash, ram } = await compileForChip(board);
    expect(ram).toBeLessThan(8 * 1024);
    expect(flash).toBeLessThan(32 * 1024);
  },
);
