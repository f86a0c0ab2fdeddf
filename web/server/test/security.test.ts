import { expect, test } from "vitest";
import { rawGet, serveWeb } from "./served-web.ts";

test("the page may load and call nothing but its own server, and nobody may frame it", async () => {
  const { port } = await serveWeb();
  for (const path of ["/", "/api/v1/state", "/nothing"]) {
    const { headers } = await rawGet(port, path);
    expect(headers["content-security-policy"]).toBe(
      "default-src 'self';img-src 'self' data:;style-src 'self';script-src 'self';base-uri 'none';form-action 'self';object-src 'none';frame-ancestors 'none'",
    );
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers).not.toHaveProperty("x-powered-by");
  }
});

test("over plain HTTP nothing asks for HTTPS", async () => {
  const { port } = await serveWeb();
  const { headers } = await rawGet(port, "/");
  expect(headers).not.toHaveProperty("strict-transport-security");
  expect(headers["content-security-policy"]).not.toContain("upgrade-insecure-requests");
});

test("a page that the configuration names may frame it", async () => {
  const { port } = await serveWeb({ web: { frame_ancestors: ["http://127.0.0.1:9000"] } });
  const { headers } = await rawGet(port, "/");
  expect(headers["content-security-policy"]).toContain("frame-ancestors http://127.0.0.1:9000");
  expect(headers).not.toHaveProperty("x-frame-options");
});

test.each([["http://evil.example"], ["null"], ["http://127.0.0.1:1"], ["nonsense"]])(
  "a change that a page of %s asks for is refused",
  async (origin) => {
    const { post } = await serveWeb();
    const answer = await post("/api/v1/phone-checks", { phone: "0791234567" }, { Origin: origin });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: "wrong_origin" } });
  },
);

test("a change that the page itself asks for is carried out, and so is one by a program", async () => {
  const { post, url } = await serveWeb();
  expect((await post("/api/v1/phone-checks", { phone: "0791234567" }, { Origin: url })).status).toBe(200);
  expect((await post("/api/v1/phone-checks", { phone: "0791234567" })).status).toBe(200);
});

test("nothing of a request is logged", async () => {
  const { post, gateway, logged } = await serveWeb();
  gateway.site.failure = new Error("boom");
  await post("/api/v1/cabinets/hall/lockers/1/collect?phone=0791234567", {
    phone: "0791234567",
    pin: "4711",
  });
  const body = { phone: "0791234567", pin: "4711", requestId: "6f2b8f5e-38a5-4b7e-9a52-6d1c5a3f0e11" };
  await post("/api/v1/cabinets/hall/lockers/1/collect", body);
  expect(logged.join() + JSON.stringify(gateway.logged)).not.toMatch(/0791234567|4711/);
});
