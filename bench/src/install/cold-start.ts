/** From `systemctl start` to "all cabinets linked", and what the three processes keep in memory after a minute. */
import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endChild } from "@holdfast/dev";
import { median } from "../median.ts";
import { proportionalMemory } from "../memory.ts";
import { demoEeprom, demoKeys } from "../paired.ts";
import { Booted } from "./booted.ts";
import { DebianRoot } from "./debian-root.ts";
import { install } from "./installed.ts";

const VIRTUAL = fileURLToPath(new URL("../../../firmware/virtual/dist/main.js", import.meta.url));
const UART_PORT = 7001;
const SERVICES = ["holdfast-gateway", "holdfast-web", "holdfast-sync"] as const;
const STARTS = 5;
const SETTLE_MS = 60_000;
const LINK_LIMIT_MS = 30_000;
/** Sync has a central that nobody serves: it tries and waits, with everything loaded. */
const CONFIGURATION = `[gateway]
data = "/var/lib/holdfast"
socket = "/run/holdfast/web/gateway.sock"
operator_socket = "/run/holdfast/operator.sock"
sync_socket = "/run/holdfast/sync/sync.sock"
[sync]
user = "bench"
hosts = ["localhost:1"]
[[cabinet]]
id = "front"
name = "Front"
port = { tcp = "127.0.0.1:${UART_PORT}" }
`;

export interface Started {
  /** Median of some starts, ms. */
  readonly linked: number;
  /** Bytes, proportional set size. */
  readonly memory: Readonly<Record<(typeof SERVICES)[number], number>>;
}

export async function startInstalled(deb: string): Promise<Started> {
  const root = DebianRoot.make();
  try {
    const installed = install(root, deb);
    if (installed.status !== 0) throw new Error(installed.stderr);
    prepare(root);
    const booted = await Booted.boot(root);
    const cabinet = startCabinet(booted, root);
    try {
      const starts: number[] = [];
      for (let start = 0; start < STARTS; start++) {
        booted.run("systemctl", "stop", ...SERVICES);
        const from = performance.now();
        booted.run("systemctl", "--no-block", "start", ...SERVICES);
        await linked(booted);
        starts.push(performance.now() - from);
      }
      await delay(SETTLE_MS);
      const memory = (service: string) => {
        const pid = booted.mainPid(service);
        if (pid === undefined) throw new Error(booted.run("systemctl", "status", service).stdout);
        return proportionalMemory(pid);
      };
      return {
        linked: median(starts),
        memory: {
          "holdfast-gateway": memory("holdfast-gateway"),
          "holdfast-web": memory("holdfast-web"),
          "holdfast-sync": memory("holdfast-sync"),
        },
      };
    } finally {
      await endChild(cabinet);
      await booted.close();
    }
  } finally {
    root.close();
  }
}

/** The owner's files: a configuration, the key of the cabinet, the password of sync. */
function prepare(root: DebianRoot): void {
  writeFileSync(root.path("etc/holdfast/holdfast.toml"), CONFIGURATION);
  mkdirSync(root.path("etc/credstore"), { recursive: true, mode: 0o700 });
  writeFileSync(root.path("etc/credstore/sync-password"), "secret\n", { mode: 0o600 });
  const keys = root.path("var/lib/holdfast/keys");
  mkdirSync(keys, { mode: 0o700 });
  const key = Buffer.from(demoKeys.pairingKey).toString("hex");
  writeFileSync(`${keys}/front.key`, `${key}\n`, { mode: 0o600 });
  const { uid, gid } = statSync(root.path("var/lib/holdfast"));
  for (const path of [keys, `${keys}/front.key`]) chownSync(path, uid, gid);
}

/** The real firmware, on the network of the booted machine. */
function startCabinet(booted: Booted, root: DebianRoot): ChildProcess {
  const eeprom = root.path("root/eeprom");
  writeFileSync(eeprom, demoEeprom());
  const words = [
    process.execPath,
    VIRTUAL,
    "--eeprom",
    eeprom,
    "--uart-port",
    String(UART_PORT),
    "--panel-port",
    "7002",
  ];
  return spawn("nsenter", ["-t", String(booted.pid), "--net", ...words], { stdio: "ignore" });
}

async function linked(booted: Booted): Promise<void> {
  const end = performance.now() + LINK_LIMIT_MS;
  while (performance.now() < end) {
    // The page asks the same: nothing starts another Node, which would take the processor from those that start.
    const { stdout } = booted.run(...ASK);
    const state = /\r\n\r\n(\{.*\})/s.exec(stdout)?.[1];
    if (state?.includes('"link":"up"')) return;
    await delay(20);
  }
  throw new Error(booted.run("journalctl", "-b", "--no-pager", "-n", "50", "-u", "holdfast-gateway").stdout);
}

const ASK = [
  "perl",
  "-MIO::Socket::UNIX",
  "-e",
  'my $s = IO::Socket::UNIX->new("/run/holdfast/web/gateway.sock") or exit 1;' +
    'print $s "GET /v1/state HTTP/1.0\\r\\n\\r\\n"; print while <$s>;',
];
