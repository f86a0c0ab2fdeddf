import { expect, test } from "vitest";
import { ROUTES, type Route } from "../../src/contract/index.ts";
import { httpRequest, sendRaw } from "../support/raw-http.ts";
import { serveMemorySite } from "../support/served-site.ts";

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: object };
  responses: Record<string, { description: string; content: object }>;
}

async function fetchDocument(which: "publicSocket" | "operatorSocket") {
  const served = await serveMemorySite();
  const { status, body } = await sendRaw(served[which], httpRequest("GET /openapi.json", {}));
  expect(status).toBe(200);
  return JSON.parse(body);
}

const operations = (document: { paths: Record<string, Record<string, Operation>> }) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

test("the document names every route of its socket once", async () => {
  const routes = Object.entries<Route>(ROUTES);
  const names = operations(await fetchDocument("operatorSocket")).map(
    ({ operation }) => operation.operationId,
  );
  const forOperators = routes.filter(([, route]) => route.audience !== "sync").map(([name]) => name);
  expect(names.sort()).toEqual(forOperators.sort());
  const customer = operations(await fetchDocument("publicSocket")).map(
    ({ operation }) => operation.operationId,
  );
  const customerRoutes = routes.filter(([, route]) => route.audience === "customer").map(([name]) => name);
  expect(customer.sort()).toEqual(customerRoutes.sort());
});

test("it says that it is OpenAPI 3.1 and has what that asks for", async () => {
  const document = await fetchDocument("operatorSocket");
  expect(document).toMatchObject({
    openapi: "3.1.0",
    info: { title: expect.any(String), version: expect.any(String) },
  });
  for (const { path, operation } of operations(document)) {
    // Every parameter of the path is described, is required, and none is described that is not there.
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = operation.parameters.filter((parameter) => parameter.in === "path");
    expect(described.map(({ name }) => name)).toEqual(inPath);
    expect(described.every(({ required }) => required)).toBe(true);
    expect(Object.keys(operation.responses)).toContain("200");
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(status).toMatch(/^[1-5][0-9]{2}$/);
      expect(response.description).not.toBe("");
    }
  }
});

test("all of its references lead somewhere", async () => {
  const document = await fetchDocument("operatorSocket");
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, reference]) => reference ?? "",
  );
  expect(references.length).toBeGreaterThan(0);
  for (const reference of new Set(references)) {
    const found = reference
      .slice(2)
      .split("/")
      .reduce((at, key) => at?.[key], document);
    expect(found, reference).toBeDefined();
  }
});

test("a body is described by its fields and an error by its codes", async () => {
  const document = await fetchDocument("publicSocket");
  const collect = document.paths["/v1/cabinets/{cabinet}/lockers/{locker}/collect"].post;
  expect(collect.requestBody.content["application/json"].schema).toMatchObject({
    type: "object",
    required: ["phone", "pin", "requestId"],
    properties: { pin: { type: "string", pattern: "^[0-9]{4,8}$" } },
  });
  expect(collect.responses[403].description).toContain("wrong_pin");
});
