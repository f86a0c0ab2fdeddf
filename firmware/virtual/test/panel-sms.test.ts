import { expect, test } from "vitest";
import { SmsService } from "../src/panel/sms.ts";
import { panelFor } from "./support/panel.ts";

const MESSAGE = { to: "+41791234567", text: "Your PIN is 4711." };

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}sms`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

test("a message is taken with an id", async () => {
  const { panel } = await panelFor();
  const response = await post(panel.url, MESSAGE);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ id: expect.any(String) });
});

test.each([
  ["no JSON", "nonsense", {}, 400, "bad_message"],
  ["no text", { to: "+41791234567" }, {}, 400, "bad_message"],
  ["a number for a text", { to: "+41791234567", text: 4711 }, {}, 400, "bad_message"],
  ["too long", { to: "+41791234567", text: "x".repeat(5000) }, {}, 413, "too_long"],
  ["a form of another page", MESSAGE, { "content-type": "text/plain" }, 415, "bad_type"],
  ["another page", MESSAGE, { origin: "http://evil.example" }, 403, "bad_origin"],
])("%s is refused with a stable code", async (_name, body, headers, status, code) => {
  const { panel } = await panelFor();
  const response = await post(panel.url, body, headers);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ code });
});

test("a service that refuses answers 503 and shows nothing", async () => {
  const service = new SmsService(() => 0);
  service.setMode("refuses");
  expect(await service.receive(MESSAGE)).toMatchObject({ status: 503 });
  expect(service.messages).toEqual([]);
});

test("a service that hangs answers nobody until it recovers", async () => {
  const service = new SmsService(() => 0);
  service.setMode("hangs");
  const answer = service.receive(MESSAGE);
  service.setMode("works");
  expect(await answer).toBeUndefined();
  expect(await service.receive(MESSAGE)).toMatchObject({ status: 200 });
});

test("the phone keeps the newest fifty messages", async () => {
  const service = new SmsService(() => 0);
  for (let number = 0; number < 60; number++) await service.receive({ ...MESSAGE, text: `number ${number}` });
  expect(service.messages).toHaveLength(50);
  expect(service.messages.at(-1)?.text).toBe("number 59");
});
