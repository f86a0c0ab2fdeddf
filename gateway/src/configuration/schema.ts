/**
 * The shape of the configuration file (TOML) as the gateway sees it. Durations are in seconds. A key that is not known
 * is a mistake, not a wish for the default. Schemas are made when a file is read, and are garbage after it.
 */
import { z } from "zod";

const port = () =>
  z
    .strictObject({
      serial: z.string().min(1).optional(),
      tcp: z
        .string()
        .regex(/^[^:\s]+:[0-9]{1,5}$/, 'must be "host:port"')
        .refine((value) => Number(value.split(":")[1]) <= 65_535, "has no such port")
        .optional(),
      /** Its Wi-Fi bridge calls the gateway at gateway.bridge_listen. */
      bridge: z.literal(true).optional(),
    })
    .refine((value) => Object.values(value).filter((given) => given !== undefined).length === 1, {
      message: 'give either serial = "/dev/..." or tcp = "host:port" or bridge = true',
    });

const cabinet = () =>
  z
    .strictObject({
      id: z.string().regex(/^[a-z0-9-]{1,32}$/, "must be 1 to 32 small letters, digits and hyphens"),
      name: z.string().min(1).max(40),
      port: port(),
      lockers: z.int().min(1).max(32).default(8),
      /** Columns from left to right, each from top to bottom. By default columns of four. */
      layout: z
        .array(z.array(z.int().min(1).max(32)).min(1))
        .min(1)
        .optional(),
    })
    .refine(({ layout, lockers }) => layout === undefined || drawsEachOnce(layout, lockers), {
      path: ["layout"],
      message: "must name each locker from 1 on once",
    });

function drawsEachOnce(layout: number[][], lockers: number): boolean {
  const drawn = layout.flat().sort((a, b) => a - b);
  return drawn.length === lockers && drawn.every((number, index) => number === index + 1);
}

/** facts for the controller, with the defaults of the product. */
const rules = () =>
  z.strictObject({
    lockers_per_phone: z.int().min(1).max(32).default(3),
    pin_digits: z.int().min(4).max(8).default(4),
    idle_seconds: z.int().min(10).max(250).default(30),
    wrong_pins_first: z.int().min(1).max(10).default(4),
    wait_first: z.int().min(1).max(65_535).default(300),
    wrong_pins_next: z.int().min(1).max(10).default(2),
    wait_next: z.int().min(1).max(65_535).default(900),
    wrong_pins_max: z.int().min(1).max(10).default(10),
    keypad_wrong_pins_a_day: z.int().min(1).max(250).default(60),
    keypad_wait: z.int().min(1).max(65_535).default(300),
  });

const webhook = () =>
  z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    method: z.enum(["POST", "PUT"]).default("POST"),
    headers: z.record(z.string(), z.string()).default({}),
    /** Names of headers whose value is read from a file at each start, so that secrets stay out of this file. */
    header_files: z.record(z.string(), z.string()).default({}),
    /** {{to}}, {{text}} are replaced, JSON-escaped when the body is JSON. */
    body: z.string().default('{"to":"{{to}}","text":"{{text}}"}'),
    timeout: z.int().min(1).max(120).default(10),
  });

export const siteSection = () =>
  z
    .strictObject({
      name: z.string().min(1).max(60).default("Lockers"),
      /** ISO 3166-1 alpha-2; numbers without country code are read as numbers of this country. */
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, "must be two capital letters, as CH")
        .default("CH"),
    })
    .prefault({});

export const gatewaySection = () =>
  z
    .strictObject({
      /** Folder of the ledger; relative to the configuration file. */
      data: z.string().min(1).default("data"),
      /** Unix sockets; relative to the data folder. */
      socket: z.string().min(1).default("gateway.sock"),
      operator_socket: z.string().min(1).default("operator.sock"),
      sync_socket: z.string().min(1).default("sync.sock"),
      /** Where Wi-Fi bridges call; only with a cabinet whose port is a bridge. */
      bridge_listen: z
        .string()
        .regex(/^(\[[0-9a-fA-F:]+\]|[^:\s]+):[0-9]{1,5}$/, 'must be "address:port"')
        .refine((value) => Number(value.slice(value.lastIndexOf(":") + 1)) <= 65_535, "has no such port")
        .default("0.0.0.0:7532"),
      log_level: z.enum(["debug", "info", "warn", "error"]).default("info"),
    })
    .prefault({});
export type GatewaySection = z.infer<ReturnType<typeof gatewaySection>>;

/** A section that belongs to another process: its name is known here, its content is not looked at. */
export const otherSection = () => z.unknown().optional();

/** What the gateway itself takes from [sync]: what leaves this site, and what central may do. The rest is for sync. */
export const syncConsent = () =>
  z.looseObject({
    /** Phone numbers leave this site sealed under its recovery key, or also in clear. */
    phones: z.enum(["sealed", "clear"]).default("sealed"),
    /** The public key (Ed25519, 32 bytes in base64url) of those who may order a door open: holdfast central key. */
    open_key: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/, "must be 43 characters, as holdfast central key shows them")
      .optional(),
    /** Sync at once after a door was opened here, instead of at the next time of the schedule. */
    after_open: z.boolean().default(false),
  });
export type SyncConsent = z.infer<ReturnType<typeof syncConsent>>;

const cabinets = () =>
  z
    .array(cabinet())
    .min(1, "needs at least one [[cabinet]]")
    .max(32)
    .superRefine((all, context) => {
      for (const [index, { id, port }] of all.entries()) {
        const before = all.slice(0, index);
        if (before.some((other) => other.id === id)) {
          context.addIssue({ code: "custom", path: [index, "id"], message: `"${id}" names two cabinets` });
        }
        const same = (other: (typeof all)[number]) => JSON.stringify(other.port) === JSON.stringify(port);
        if (!port.bridge && before.some(same)) {
          context.addIssue({
            code: "custom",
            path: [index, "port"],
            message: "belongs to another cabinet already",
          });
        }
      }
    });

export const gatewayConfiguration = () =>
  z.strictObject({
    site: siteSection(),
    gateway: gatewaySection(),
    rules: rules().prefault({}),
    messages: z
      .strictObject({
        provider: z.enum(["log", "webhook"]).default("log"),
        /** {{site}}, {{locker}}, {{cabinet}} and {{pin}} are replaced. */
        text: z.string().min(1).max(300).default("{{site}}: locker {{locker}} is yours. PIN {{pin}}"),
        attempts: z.int().min(1).max(20).default(8),
        webhook: webhook().optional(),
      })
      .refine((value) => value.provider !== "webhook" || value.webhook !== undefined, {
        message: "provider webhook needs [messages.webhook]",
      })
      .prefault({}),
    cabinet: cabinets(),
    web: otherSection(),
    sync: syncConsent().optional(),
  });
export type GatewayConfiguration = z.infer<ReturnType<typeof gatewayConfiguration>>;

/** What the command line needs to find a gateway; mistakes elsewhere must not keep an operator from it. */
export const operatorView = () => z.object({ gateway: gatewaySection() });
