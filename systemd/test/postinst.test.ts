/** What is started and restarted, asked of the script with a systemctl that only writes down what it is told. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "./units.ts";

const SCRIPT = fileURLToPath(new URL("../debian/postinst", import.meta.url));
const PROGRAMS = ["systemd-sysusers", "systemd-tmpfiles", "deb-systemd-helper", "udevadm"];

/** The units that are started or restarted, after `is-active` has told these states; `upgrade`: preinst kept a version. */
function invoked(states: Record<string, string>, upgrade: boolean, ...words: string[]): string {
  const root = temporaryFolder();
  const [bin, told] = [join(root, "bin"), join(root, "told")];
  for (const folder of ["bin", "run/systemd/system", "lib/app", ...(upgrade ? ["lib/previous"] : [])])
    mkdirSync(join(root, folder), { recursive: true });
  const program = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  for (const name of PROGRAMS) program(name, "exit 0");
  const answers = Object.entries(states).map(([unit, state]) => `${unit}) echo ${state};;`);
  program("systemctl", `[ "$1" = is-active ] || exit 0\ncase $2 in ${answers.join(" ")} esac\nexit 3`);
  program("deb-systemd-invoke", `echo "$@" >>${told}`);
  const script = readFileSync(SCRIPT, "utf8")
    .replaceAll("/usr/lib/holdfast", join(root, "lib"))
    .replaceAll("/run/systemd", join(root, "run/systemd"));
  const { status, stderr } = spawnSync("sh", ["-c", script, "postinst", "configure", ...words], {
    encoding: "utf8",
    env: { PATH: `${bin}:${process.env["PATH"]}` },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return existsSync(told) ? readFileSync(told, "utf8").trim() : "";
}

const [GATEWAY, WEB, TIMER] = ["holdfast-gateway.service", "holdfast-web.service", "holdfast-backup.timer"];
const STOPPED = { [GATEWAY]: "inactive", [WEB]: "inactive", [TIMER]: "inactive" };

test("an upgrade leaves alone what was stopped by hand", () => {
  expect(invoked({ ...STOPPED, [GATEWAY]: "active" }, true, "0.1.0")).toBe(`restart ${GATEWAY}`);
  expect(invoked(STOPPED, true, "0.1.0")).toBe("");
});

test("an upgrade tries what fails again", () => {
  expect(invoked({ ...STOPPED, [GATEWAY]: "failed", [WEB]: "activating" }, true, "0.1.0")).toBe(
    `restart ${GATEWAY} ${WEB}`,
  );
});

test("the first installation, and one after a removal, starts all", () => {
  expect(invoked(STOPPED, false)).toBe(`start ${GATEWAY} ${WEB} ${TIMER}`);
  expect(invoked(STOPPED, false, "0.1.0")).toBe(`start ${GATEWAY} ${WEB} ${TIMER}`);
});
