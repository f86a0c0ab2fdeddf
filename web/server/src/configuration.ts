/** The part of the configuration file that concerns web: its own section and the way to the gateway's socket. */
import { gatewaySection, otherSection, siteSection } from "@holdfast/gateway/configuration";
import { z } from "zod";

const listen = () =>
  z
    .string()
    .regex(
      /^(\[[0-9a-fA-F:.]+\]|[^\s:[\]]+):[0-9]{1,5}$/,
      'must be "address:port", as "0.0.0.0:8080" or "[::]:8080"',
    )
    .refine((value) => Number(value.slice(value.lastIndexOf(":") + 1)) <= 65_535, "has no such port")
    .default("0.0.0.0:8080");

const webSection = () =>
  z
    .strictObject({
      listen: listen(),
      /** Origins of pages that may show this one inside them. */
      frame_ancestors: z
        .array(
          z.string().regex(/^https?:\/\/[^\s/;,'"*]+$/, 'must be an origin, as "http://panel.local:8081"'),
        )
        .default([]),
      /** For one client address; a page takes about ten requests to begin with. */
      requests_a_second: z.int().min(5).max(1000).default(20),
      /** Requests that move a door or send a message, for one client address. */
      door_requests_a_minute: z.int().min(1).max(1000).default(10),
      log_level: z.enum(["debug", "info", "warn", "error"]).default("info"),
    })
    .prefault({});
export type WebSection = z.infer<ReturnType<typeof webSection>>;

export const webConfiguration = () =>
  z.strictObject({
    site: siteSection(),
    gateway: gatewaySection(),
    web: webSection(),
    rules: otherSection(),
    messages: otherSection(),
    cabinet: otherSection(),
    sync: otherSection(),
  });

export function listenAddress(value: string): { host: string; port: number } {
  const colon = value.lastIndexOf(":");
  return { host: value.slice(0, colon).replaceAll(/[[\]]/g, ""), port: Number(value.slice(colon + 1)) };
}
