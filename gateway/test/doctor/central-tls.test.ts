import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Patient } from "../../src/doctor/check.ts";
import { examine } from "../../src/doctor/index.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite } from "../support/served-site.ts";
import { configuration, healthy } from "./healthy.ts";

/** openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -subj /CN=doctor -days 3650 */
const CA = `-----BEGIN CERTIFICATE-----
MIIBdzCCAR2gAwIBAgIUAZD/sfQ0YsE2gRyPDuHAlQIK4I0wCgYIKoZIzj0EAwIw
ETEPMA0GA1UEAwwGZG9jdG9yMB4XDTI2MTEyMzA3MzMzMFoXDTM2MTEyMDA3MzMz
MFowETEPMA0GA1UEAwwGZG9jdG9yMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
Cb3wAzaPMYR6y3NgdTVzN4x87TpnxmxF0yF1EnLUZSsLRqBANl8dcsq73zhAyl3O
osKjBbTCHllQ0rAyUPEIXKNTMFEwHQYDVR0OBBYEFNHMstt/GTUWTtx6Wwso1nU2
A5NtMB8GA1UdIwQYMBaAFNHMstt/GTUWTtx6Wwso1nU2A5NtMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAM+KIpNIZdb8G14f2KSYttePesq3zgW6
f7Vpgkq8fZhkAiAeDXDKvl7SIgBj1MigdN6W9tbGJkQloYkOBfxKyOWu0w==
-----END CERTIFICATE-----
`;
const FILE = "/etc/holdfast/ca.pem";
const ENDS = Date.UTC(2036, 10, 20, 7, 33, 30);
const DAY = 86_400_000;

function found(changes: Partial<Patient>, ca: { ca?: string } = { ca: FILE }) {
  const patient = healthy({ configuration: { ...configuration, syncs: true, ...ca }, ...changes });
  return examine(patient, "1.0.0").find(({ name }) => name === "TLS to central");
}

test.each<[string, Partial<Patient>, string, RegExp]>([
  ["is good", { read: () => CA }, "ok", /until 2036-11-20/],
  ["ends soon", { read: () => CA, now: ENDS - 10 * DAY }, "warning", /ends on 2036-11-20/],
  ["has ended", { read: () => CA, now: ENDS + DAY }, "bad", /ended on 2036-11-20/],
  ["is not there", { read: () => undefined, exists: () => false }, "bad", /there is no/],
  ["may not be read", { read: () => undefined, exists: () => true }, "unknown", /sudo/],
  ["is something else", { read: () => "a shopping list" }, "bad", /no certificate/],
  ["is damaged", { read: () => CA.replace("BdzCC", "AAAAA") }, "bad", /no certificate/],
])("the file of central's authority %s", (_name, changes, health, text) => {
  expect(found(changes)).toMatchObject({ health, found: expect.stringMatching(text) });
});

test("without a file those of Node are believed; without sync nothing is said", () => {
  expect(found({}, {})).toMatchObject({ health: "ok" });
  expect(found({ configuration })).toBeUndefined();
});

test("the file is looked for beside the configuration", async () => {
  const { folder, operatorSocket } = await serveMemorySite();
  const file = join(folder, "holdfast.toml");
  writeFileSync(
    file,
    `[site]\nname = "Hall"\ncountry = "CH"\n[gateway]\noperator_socket = "${operatorSocket}"\n[sync]\nca = "ca.pem"\n[[cabinet]]\nid = "hall"\nname = "Hall"\nlockers = 8\nport = { serial = "/dev/null" }\n`,
  );
  const { stdout } = await runHoldfast(["--config", file, "doctor"], { cwd: folder });
  expect(stdout).toContain(`there is no ${join(folder, "ca.pem")}`);
});
