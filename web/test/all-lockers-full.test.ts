import { expect, test } from "vitest";
import { Chain } from "./support/chain.ts";

test("when all lockers are taken, cabinet and page say so and open nothing", async () => {
  const chain = await Chain.start({ lockers: 2 });
  for (const [index, phone] of ["0791234501", "0791234502"].entries()) {
    await chain.at.store(phone, "4711");
    await chain.at.useAndShut(index + 1);
  }
  await chain.at.home();
  await chain.at.type("A");
  await chain.at.sees(/taken|full|No locker is free/i);

  const page = await chain.openPage("#/store");
  await page.getByText("All lockers are taken").first().waitFor();
  expect(chain.at.pulses).toEqual([1, 2]);
});
