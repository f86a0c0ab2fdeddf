import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gatewayConfiguration } from "../../src/configuration/schema.ts";
import type { Provider } from "../../src/messages/provider.ts";
import { webhookProvider } from "../../src/messages/webhook-provider.ts";
import { startSmsService, status } from "../support/sms-service.ts";
import { temporaryFolder } from "../support/test-site.ts";

const MESSAGE = { id: 1, to: "+41791234567", text: 'Locker "3". PIN 4711' };
const never = new AbortController().signal;

function provider(webhook: Record<string, unknown>): Provider {
  const configuration = gatewayConfiguration().parse({
    cabinet: [{ id: "main", name: "Main", port: { tcp: "127.0.0.1:1" } }],
    messages: { provider: "webhook", webhook },
  });
  if (!configuration.messages.webhook) throw new Error("no webhook");
  return webhookProvider(configuration.messages.webhook);
}

test("sends method, headers and body of the configuration, secrets from files", async () => {
  const service = await startSmsService();
  const secret = join(temporaryFolder(), "token");
  writeFileSync(secret, "Bearer abc\n");
  const webhook = provider({
    url: service.url,
    method: "PUT",
    headers: { "X-Sender": "holdfast", "Content-Type": "application/json; charset=utf-8" },
    header_files: { Authorization: secret },
    body: '{"recipient":"{{to}}","message":"{{text}}"}',
  });
  await webhook.send(MESSAGE, never);
  expect(service.requests).toMatchObject([
    {
      method: "PUT",
      url: "/send?v=1",
      headers: {
        "x-sender": "holdfast",
        authorization: "Bearer abc",
        "content-type": "application/json; charset=utf-8",
      },
    },
  ]);
  expect(JSON.parse(service.requests[0]?.body ?? "")).toEqual({
    recipient: MESSAGE.to,
    message: MESSAGE.text,
  });
});

test.each([200, 201, 202, 204])("%i means sent", async (code) => {
  const service = await startSmsService(status(code));
  await expect(provider({ url: service.url }).send(MESSAGE, never)).resolves.toBeUndefined();
});

test.each([
  [400, true],
  [401, true],
  [404, true],
  [422, true],
  [408, false],
  [429, false],
  [500, false],
  [503, false],
])("%i: failed for good is %s", async (code, permanent) => {
  const service = await startSmsService(status(code));
  const sent = provider({ url: service.url }).send(MESSAGE, never);
  await expect(sent).rejects.toMatchObject({ permanent, message: `the service answered ${code}` });
});

test("a redirect is not followed: the PIN would go elsewhere", async () => {
  const other = await startSmsService();
  const service = await startSmsService((response) => response.writeHead(307, { location: other.url }).end());
  await expect(provider({ url: service.url }).send(MESSAGE, never)).rejects.toMatchObject({
    permanent: false,
  });
  expect(other.requests).toEqual([]);
});

test("a service that hangs is given up after its timeout", async () => {
  const service = await startSmsService(() => {});
  const sent = provider({ url: service.url, timeout: 1 }).send(MESSAGE, never);
  await expect(sent).rejects.toMatchObject({ permanent: false, message: "no answer in time" });
});

test("a service that hangs in mid-answer counts by its status", async () => {
  const service = await startSmsService((response) => response.writeHead(200).write("never ending"));
  await expect(provider({ url: service.url, timeout: 1 }).send(MESSAGE, never)).resolves.toBeUndefined();
});

test("a service that is not there is tried again later", async () => {
  const sent = provider({ url: "http://127.0.0.1:1/" }).send(MESSAGE, never);
  await expect(sent).rejects.toMatchObject({
    permanent: false,
    message: expect.stringMatching(/ECONN|no connection/),
  });
});

test("a service that breaks off is tried again later, and no error names PIN or phone", async () => {
  const service = await startSmsService((response) => response.destroy());
  const error = await provider({ url: service.url })
    .send(MESSAGE, never)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ permanent: false });
  expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toMatch(
    /4711|791234567/,
  );
});

test("an abort ends it at once", async () => {
  const service = await startSmsService(() => abort.abort());
  const abort = new AbortController();
  await expect(provider({ url: service.url }).send(MESSAGE, abort.signal)).rejects.toBeDefined();
});

test.each([
  [
    "a header file that is missing",
    { header_files: { Authorization: "/nowhere/token" } },
    "header_file_unreadable",
  ],
  ["a header that is none", { headers: { "bad header": "x" } }, "header_file_unreadable"],
  ["a body that is no JSON", { body: "{{{" }, "configuration_invalid"],
])("%s is named at the start", (_what, webhook, code) => {
  expect(() => provider({ url: "http://127.0.0.1:1/", ...webhook })).toThrow(
    expect.objectContaining({ code }),
  );
});
