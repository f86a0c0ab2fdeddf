/** All checks in the order in which a person would make them. */
import type { Check, Finding, Patient } from "./check.ts";
import { backup } from "./checks/backup.ts";
import { bridges } from "./checks/bridges.ts";
import { centralTls } from "./checks/central-tls.ts";
import { clock } from "./checks/clock.ts";
import { serialConsole } from "./checks/console.ts";
import { controllers } from "./checks/controllers.ts";
import { disk } from "./checks/disk.ts";
import { gateway } from "./checks/gateway.ts";
import { i2c } from "./checks/i2c.ts";
import { mdns } from "./checks/mdns.ts";
import { page } from "./checks/page.ts";
import { power } from "./checks/power.ts";
import { sdCard } from "./checks/sd-card.ts";
import { serial } from "./checks/serial.ts";
import { sync } from "./checks/sync.ts";
import { tls } from "./checks/tls.ts";

/** `release`: the version of the firmware that came with this release. */
export function examine(patient: Patient, release: string | undefined): Finding[] {
  const checks: readonly Check[] = [
    ...[power, clock, disk, sdCard, serial, serialConsole, i2c],
    ...[gateway, page, controllers(release), mdns, bridges, backup, sync, tls, centralTls],
  ];
  return checks.flatMap((check) => check(patient));
}
