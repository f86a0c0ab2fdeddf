import { expect, test } from "vitest";
import { startTestSite } from "../support/test-site.ts";

const LOCKER = { cabinet: "main", locker: 2 };

test("the operator names a locker: everybody sees it at once, and the event says who and why", async () => {
  const { site } = await startTestSite();
  const heard: (string | undefined)[] = [];
  site.onCabinet(({ lockers }) => heard.push(lockers[1]?.label));
  site.label(LOCKER, " Post room ", "so that it is found");
  expect(heard).toEqual(["Post room"]);
  expect(site.lockers()[1]).toMatchObject({ number: 2, label: "Post room" });
  expect(site.events({ last: 1 })).toMatchObject([
    {
      kind: "locker_labelled",
      ...LOCKER,
      outcome: "done",
      actor: "operator",
      reason: "so that it is found",
      detail: { label: "Post room" },
    },
  ]);
});

test("a label needs no controller, outlives a restart, and is replaced or taken away", async () => {
  const t = await startTestSite();
  const label = () => t.site.state().cabinets[0]?.lockers[1]?.label;
  t.controller.reachable = false;
  t.controller.cut();
  t.site.label(LOCKER, "Post room", "moved in");
  t.controller.reachable = true;
  await t.restart();
  expect(label()).toBe("Post room");
  t.site.label(LOCKER, "Parcels", "moved again");
  expect(label()).toBe("Parcels");
  t.site.label(LOCKER, "", "moved out");
  expect(label()).toBeUndefined();
  await t.restart();
  expect(label()).toBeUndefined();
});

test.each([
  ["no_such_cabinet", { cabinet: "attic", locker: 2 }, "Post room", "moved"],
  ["no_such_locker", { cabinet: "main", locker: 9 }, "Post room", "moved"],
  ["bad_label", LOCKER, "x".repeat(21), "moved"],
  ["reason_missing", LOCKER, "Post room", "   "],
] as const)("%s: nothing changes", async (code, at, text, reason) => {
  const { site } = await startTestSite();
  const { events } = site.health();
  expect(() => site.label(at, text, reason)).toThrow(expect.objectContaining({ code }));
  expect(site.health().events).toBe(events);
  expect(JSON.stringify(site.state())).not.toContain("label");
});
