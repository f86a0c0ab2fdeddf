/** The machine and site of the doctor's tests. */
import type { Patient } from "../../src/doctor/check.ts";
import { makeCabinet, memoryStatus } from "../support/memory-parts.ts";

export const NOW = Date.UTC(2026, 10, 23);
export const HOUR = 3_600_000;
export const SERIAL = "/dev/holdfast/usb-1";
export const FILES: Readonly<Record<string, string>> = {
  "/proc/mounts": "/dev/mmcblk0p2 / ext4 rw,noatime 0 0",
  "/proc/cmdline": "console=tty1 root=/dev/mmcblk0p2",
};
export const PROGRAMS: Readonly<Record<string, string>> = {
  vcgencmd: "throttled=0x0",
  timedatectl: "yes\n",
  journalctl: "kernel: fine\n",
  systemctl: "LoadState=loaded\nActiveState=active\nResult=success\n",
};
const status = memoryStatus([makeCabinet("hall", 8)], 3, 0);
export const configuration = {
  file: "/etc/holdfast/holdfast.toml",
  hidden: false,
  data: "/var/lib/holdfast",
  cabinets: [{ id: "hall", serial: SERIAL }],
  bridgePort: 7532,
  listen: "127.0.0.1:8080",
  syncs: false,
};

/** A site in which everything is well, but for what a test changes. */
export function healthy(changes: Partial<Patient> = {}): Patient {
  return {
    read: (path) => FILES[path],
    run: (program) => PROGRAMS[program],
    exists: (path) => path === SERIAL,
    changed: () => NOW - HOUR,
    access: () => true,
    space: () => ({ free: 2e9, size: 8e9 }),
    now: NOW,
    status,
    noStatus: undefined,
    newestBackup: NOW - HOUR,
    configuration,
    noConfiguration: undefined,
    ...changes,
  };
}
