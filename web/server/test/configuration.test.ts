import { expect, test } from "vitest";
import { listenAddress, webConfiguration } from "../src/configuration.ts";

test("by default everybody on the network is served, and nobody may frame the page", () => {
  expect(webConfiguration().parse({}).web).toMatchObject({ listen: "0.0.0.0:8080", frame_ancestors: [] });
});

test.each([
  ["127.0.0.1:80", { host: "127.0.0.1", port: 80 }],
  ["localhost:8080", { host: "localhost", port: 8080 }],
  ["[::]:8080", { host: "::", port: 8080 }],
])("%s is an address", (listen, address) => {
  expect(listenAddress(webConfiguration().parse({ web: { listen } }).web.listen)).toEqual(address);
});

test.each([["8080"], [":8080"], ["::1:8080"], ["host:70000"], ["host:"], ["a b:1"]])(
  "%s is none",
  (listen) => {
    expect(webConfiguration().safeParse({ web: { listen } }).success).toBe(false);
  },
);

test.each([["*"], ["http://a;script-src *"], ["'self'"], ["http://a/path"], ["a.example"]])(
  "%s is no origin that may frame the page",
  (origin) => {
    expect(webConfiguration().safeParse({ web: { frame_ancestors: [origin] } }).success).toBe(false);
  },
);
