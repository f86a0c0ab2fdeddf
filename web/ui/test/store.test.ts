import { expect, test } from "vitest";
import { heading, sees, visit } from "./support/browser.ts";
import { PHONE, store } from "./support/flows.ts";

test("storing opens the chosen locker and follows door and message", async () => {
  const { page, site } = await visit();
  await store(page, 3);
  await heading(page, "Locker 3 is open");
  await sees(page, "Put your things in and close the door.");
  await sees(page, "Your PIN is on its way to the number ending in 67.");
  const sent = site.asked.find(({ route }) => route === "store");
  expect(sent?.params).toEqual({ cabinet: "front", locker: 3 });
  expect(sent?.body["phone"]).toBe(PHONE);

  site.message("sent");
  await sees(page, "Your PIN was sent to the number ending in 67.");
  site.set(3, { door: "closed" });
  await heading(page, "Locker 3 is yours");
  await sees(page, "The door is closed and locked.");
  site.set(3, { door: "unknown" });
  await sees(page, "Close the door: it locks by itself.");
});
