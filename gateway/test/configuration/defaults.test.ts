import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gatewayConfiguration, readConfiguration, sitePaths } from "../../src/configuration/index.ts";
import { temporaryFolder } from "../support/served-site.ts";

function read(text: string) {
  const folder = temporaryFolder();
  const file = join(folder, "holdfast.toml");
  writeFileSync(file, text);
  return { folder, file, configuration: readConfiguration(file, gatewayConfiguration()) };
}

test("a file with one cabinet is enough", () => {
  const { configuration } = read(`[[cabinet]]\nid = "hall"\nname = "Hall"\nport.serial = "/dev/ttyUSB0"`);
  expect(configuration.site).toEqual({ name: "Lockers", country: "CH" });
  expect(configuration.rules).toMatchObject({ pin_digits: 4, wrong_pins_max: 10 });
  expect(configuration.messages).toMatchObject({ provider: "log" });
});

test("paths are relative to the file, those of sockets to the data folder", () => {
  const { folder, file, configuration } = read(
    `[gateway]\ndata = "store"\noperator_socket = "/run/holdfast/operator.sock"\n` +
      `[[cabinet]]\nid = "hall"\nname = "Hall"\nport.tcp = "localhost:4000"`,
  );
  expect(sitePaths(file, configuration.gateway)).toEqual({
    data: join(folder, "store"),
    publicSocket: join(folder, "store", "gateway.sock"),
    operatorSocket: "/run/holdfast/operator.sock",
    syncSocket: join(folder, "store", "sync.sock"),
  });
});
