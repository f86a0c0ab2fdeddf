/** What must hold of an installed holdfast, whatever was done to it before. */
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { must } from "./debian-root.ts";
import type { Ran, Root } from "./root.ts";

const CONFIGURATION = `[site]
name = "Test"
[gateway]
data = "/var/lib/holdfast"
socket = "/run/holdfast/web/gateway.sock"
operator_socket = "/run/holdfast/operator.sock"
sync_socket = "/run/holdfast/sync/sync.sock"
[[cabinet]]
id = "front"
name = "Front"
port = { tcp = "127.0.0.1:7001" }
`;
const KEPT = ["etc/holdfast/holdfast.toml", "var/lib/holdfast/keys/front.key"];
/** Starts the gateway as the unit does, asks it, ends it. */
const ASK = `
systemd-tmpfiles --create holdfast.conf 2>/dev/null
setpriv --reuid holdfast --regid holdfast --clear-groups node /usr/lib/holdfast/current/gateway/dist/bundle/main.js \\
    --config /etc/holdfast/holdfast.toml >/tmp/gateway.log 2>&1 &
gateway=$!
for try in $(seq 200); do
    [ -S /run/holdfast/operator.sock ] && break
    kill -0 $gateway 2>/dev/null || break
    sleep 0.05
done
holdfast --socket /run/holdfast/operator.sock --json status
code=$?
[ $code = 0 ] || cat /tmp/gateway.log >&2
kill $gateway 2>/dev/null
wait $gateway 2>/dev/null
rm -f /run/holdfast/operator.sock /run/holdfast/web/gateway.sock
exit $code`;

export function install(root: Root, deb: string): Ran {
  copyFileSync(deb, root.path(`root/${basename(deb)}`));
  return root.run("dpkg", "-i", `/root/${basename(deb)}`);
}

/** A site with a key: what an upgrade must not touch. */
export function configure(root: Root): void {
  writeFileSync(root.path("etc/holdfast/holdfast.toml"), CONFIGURATION);
  const { uid, gid } = statSync(root.path("var/lib/holdfast"));
  const keys = root.path("var/lib/holdfast/keys");
  mkdirSync(keys, { mode: 0o700 });
  writeFileSync(`${keys}/front.key`, `${"5a".repeat(16)}\n`, { mode: 0o600 });
  for (const path of [keys, `${keys}/front.key`]) chownSync(path, uid, gid);
  chmodSync(keys, 0o700);
}

/** A digest of what the owner made. */
export function kept(root: Root): string {
  const hash = createHash("sha256");
  for (const file of KEPT)
    hash.update(existsSync(root.path(file)) ? readFileSync(root.path(file)) : "missing");
  return hash.digest("hex");
}

/** The version that a gateway says which is started now; undefined and why where none starts. */
export function startedVersion(root: Root): { version?: string; epoch?: number; why?: string } {
  const { status, stdout, stderr } = root.run("sh", "-c", ASK);
  if (status !== 0) return { why: stderr.slice(-400) };
  const { version, ledger } = JSON.parse(stdout) as { version: string; ledger: { epoch: number } };
  return { version, epoch: ledger.epoch };
}

/** Everything that is wrong with it. */
export function faults(root: Root, version: string, before: string): string[] {
  const audit = root.run("dpkg", "--audit");
  const verify = root.run("dpkg", "--verify", "holdfast");
  const started = startedVersion(root);
  const leftovers = must("find", [root.path("usr/lib/holdfast"), "-maxdepth", "1", "-mindepth", "1"])
    .split("\n")
    .map((path) => basename(path))
    .filter((name) => !["", "app", "current"].includes(name));
  return [
    ...(audit.stdout === "" ? [] : [`dpkg --audit: ${audit.stdout}`]),
    ...(verify.stdout === "" ? [] : [`dpkg --verify: ${verify.stdout}`]),
    ...(started.version === version ? [] : [`runs ${started.version ?? started.why} instead of ${version}`]),
    ...(started.epoch === 1 ? [] : [`the ledger's life is ${started.epoch}`]),
    ...(kept(root) === before ? [] : ["configuration or keys changed"]),
    ...(leftovers.length === 0 ? [] : [`left: ${leftovers.join(", ")}`]),
  ];
}
