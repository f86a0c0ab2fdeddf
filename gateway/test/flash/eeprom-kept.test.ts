import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkEepromKept } from "../../src/flash/avrdude.ts";
import { temporaryFolder } from "../support/served-site.ts";

/** A programmer whose avrdude reads this high fuse. */
function programmer(fuse: string, name = "usbasp") {
  const program = join(temporaryFolder(), "avrdude");
  writeFileSync(program, `#!/bin/sh\necho ${fuse}\n`);
  chmodSync(program, 0o755);
  return { name, port: "usb", baud: undefined, program };
}

test.each(["0xd1", "0xD6"])("with the high fuse %s the chip may be erased", async (fuse) => {
  await expect(checkEepromKept(programmer(fuse))).resolves.toBeUndefined();
});

test.each(["0xd9", "0xDE", "nothing"])(
  "with %s erasing would take keys and rights: refused",
  async (fuse) => {
    await expect(checkEepromKept(programmer(fuse))).rejects.toMatchObject({
      code: "eeprom_at_risk",
      hint: expect.stringContaining("hfuse"),
    });
  },
);

test("a boot loader erases nothing and is not asked", async () => {
  await expect(checkEepromKept(programmer("0xd9", "urclock"))).resolves.toBeUndefined();
});
