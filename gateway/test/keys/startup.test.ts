import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NOBODY, startGatewayProcess } from "../support/run-gateway.ts";
import { temporaryFolder } from "../support/test-site.ts";

const HEX = "00112233445566778899aabbccddeeff";
const CONFIGURATION = `[gateway]\ndata = "."\n${NOBODY}`;

test.each([
  ["that others may read", 0o644, HEX, 77, "key_exposed"],
  ["that is no key", 0o600, HEX.slice(2), 74, "key_unreadable"],
])(
  "the gateway does not start with a key file %s, and does not quote it",
  async (_what, mode, text, exit, name) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "keys"), { mode: 0o700 });
    writeFileSync(join(folder, "keys", "hall.key"), text, { mode });
    const { code, output } = await startGatewayProcess(CONFIGURATION, folder).ended;
    expect(code).toBe(exit);
    expect(output).toContain(name);
    expect(output).toContain("hall.key");
    expect(output).not.toContain(HEX.slice(4, 12));
  },
);
