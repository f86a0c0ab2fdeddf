import { randomUUID } from "node:crypto";
import type { Visit } from "@holdfast/gateway/contract";
import { expect, test } from "vitest";
import { serveWeb } from "./served-web.ts";

const PHONE = "0791234567";

test("a customer stores and collects through web", async () => {
  const { post } = await serveWeb();
  const stored = await post("/api/v1/cabinets/hall/lockers/2/store", {
    phone: PHONE,
    requestId: randomUUID(),
  });
  expect(stored.status).toBe(200);
  expect(await stored.json()).toMatchObject({ cabinet: "hall", locker: 2, phone: "… 567" });

  const wrong = { phone: PHONE, pin: "0815", requestId: randomUUID() };
  const refused = await post("/api/v1/cabinets/hall/lockers/2/collect", wrong);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: "wrong_pin", triesLeft: 3 } });

  const collected = await post("/api/v1/cabinets/hall/lockers/2/collect", { ...wrong, pin: "4711" });
  const { visit } = (await collected.json()) as Visit;
  expect(await (await post("/api/v1/visits/finish", { visit })).json()).toEqual({ done: true });
});

test("what an operator may do is not there", async () => {
  const { url, post } = await serveWeb();
  const opened = await post("/api/v1/operator/cabinets/hall/lockers/2/open", { reason: "because" });
  expect(opened.status).toBe(404);
  expect((await fetch(`${url}/api/v1/operator/status`)).status).toBe(404);
});
