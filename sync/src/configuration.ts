/** The part of the configuration file that concerns sync: its own section and the way to the gateway's socket. */
import { isIP } from "node:net";
import { gatewaySection, otherSection, siteSection, syncConsent } from "@holdfast/gateway/configuration";
import { z } from "zod";
import { whatIsWrong } from "./replicator/schedule.ts";

const LARGEST_PORT = 65_535;

const host = () =>
  z
    .string()
    .regex(/^(\[[0-9a-fA-F:.]+\]|[^\s:[\]/@]+):[0-9]{1,5}$/, 'must be "host:port", as "db1.example.org:3306"')
    .refine((value) => isPort(value.slice(value.lastIndexOf(":") + 1)), "has no such port");

const schedule = () =>
  z.string().superRefine((value, context) => {
    const wrong = whatIsWrong(value);
    if (wrong !== undefined) context.addIssue({ code: "custom", message: wrong });
  });

const syncSection = () =>
  z
    .strictObject({
      ...syncConsent().shape,
      /** The login that `holdfast central add-gateway` shows. */
      user: z.string().min(1).max(80),
      /** Relative to this file, readable by its owner alone; else the systemd credential sync-password. */
      password_file: z.string().min(1).optional(),
      database: z
        .string()
        .regex(/^[a-z][a-z0-9]{0,31}$/, "must be 1 to 32 small letters and digits, a letter first")
        .default("holdfast"),
      /** In order: the next one is for when the ones before cannot be reached. */
      hosts: z.array(host()).min(1, "needs at least one host").max(16),
      /** PEM of the authority that signed the servers' certificates; by default those that Node knows. */
      ca: z.string().min(1).optional(),
      /** The name in the servers' certificates, where it is not that in `hosts`. */
      server_name: z
        .string()
        .refine((value) => isIP(value) === 0 && /^[^\s:/@]+$/.test(value), "must be a name, not an address")
        .optional(),
      schedule: schedule().default("* * * * *"),
      /** Events and rows in one exchange, at most. */
      batch: z.int().min(100).max(1000).default(1000),
      query_timeout: z.int().min(1).max(600).default(30),
      /** Long enough for a database that all gateways come back to at once: who gives up early has it begin again. */
      connect_timeout: z.int().min(1).max(120).default(30),
      log_level: z.enum(["debug", "info", "warn", "error"]).default("info"),
    })
    .superRefine(({ hosts, server_name }, context) => {
      if (server_name !== undefined) return;
      for (const [index, value] of hosts.entries()) {
        if (isIP(splitHost(value).host) === 0) continue;
        const message = "is an address: give server_name, the name in the server's certificate";
        context.addIssue({ code: "custom", path: ["hosts", index], message });
      }
    });
export type SyncSection = z.infer<ReturnType<typeof syncSection>>;

export const syncConfiguration = () =>
  z.strictObject({
    site: siteSection(),
    gateway: gatewaySection(),
    sync: syncSection().optional(),
    web: otherSection(),
    rules: otherSection(),
    messages: otherSection(),
    cabinet: otherSection(),
  });

export function splitHost(value: string): { host: string; port: number } {
  const colon = value.lastIndexOf(":");
  return { host: value.slice(0, colon).replaceAll(/[[\]]/g, ""), port: Number(value.slice(colon + 1)) };
}

function isPort(text: string): boolean {
  return Number(text) >= 1 && Number(text) <= LARGEST_PORT;
}
