import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { gatewayConfiguration, readConfiguration } from "../../src/configuration/index.ts";

const file = fileURLToPath(new URL("../../holdfast.example.toml", import.meta.url));

test("the example in the repository is a good configuration", () => {
  const { site, cabinet, messages } = readConfiguration(file, gatewayConfiguration());
  expect(site.name).toBe("Sports hall");
  expect(cabinet).toHaveLength(1);
  expect(messages.provider).toBe("webhook");
});
