/** A site on a virtual clock with a fake controller, a real ledger in a temporary folder, and a phone to read. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino, { type Logger } from "pino";
import { onTestFinished } from "vitest";
import { type GatewayConfiguration, gatewayConfiguration } from "../../src/configuration/schema.ts";
import { type KeyStore, memoryKeys } from "../../src/keys/key-store.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Transport } from "../../src/link/transport.ts";
import type { OutgoingMessage, Provider } from "../../src/messages/provider.ts";
import { type OpenSite, openSite } from "../../src/open-site.ts";
import type { Random } from "../../src/random.ts";
import type { Site } from "../../src/site.ts";
import { FakeController } from "./fake-controller.ts";
import { PAIRING_KEY } from "./fake-session.ts";
import { VirtualClock } from "./virtual-clock.ts";

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function configuration(changes: Record<string, unknown> = {}): GatewayConfiguration {
  return gatewayConfiguration().parse({
    cabinet: [{ id: "main", name: "Main hall", port: { tcp: "127.0.0.1:1" } }],
    ...changes,
  });
}

export interface TestSite<C extends Transport = FakeController> {
  readonly clock: VirtualClock;
  readonly controller: C;
  readonly folder: string;
  readonly texts: OutgoingMessage[];
  readonly keys: KeyStore;
  /** How the phone's network is: throws to fail. */
  deliver: (message: OutgoingMessage) => Promise<void>;
  site: Site;
  stop(): Promise<void>;
  /** Starts again on the same folder and waits for the cabinet. */
  start(): Promise<void>;
  restart(): Promise<void>;
  loseLedger(): void;
  /** The digits of the newest text. */
  pin(): string;
  ready(): Promise<void>;
}

export interface TestSiteOptions<C extends Transport = FakeController> {
  readonly configuration?: GatewayConfiguration;
  readonly prepare?: (controller: C) => void;
  /** False: the site has no message service. */
  readonly delivers?: boolean;
  /** By default the key that the controllers of the tests have. */
  readonly keys?: KeyStore;
  /** Instead of one in a folder of its own. */
  readonly ledger?: Ledger;
  readonly log?: Logger;
  readonly random?: Random;
  /** The text of the configuration file. */
  readonly file?: string;
  /** False: do not wait for the cabinet. */
  readonly wait?: boolean;
}

export function startTestSite(options: TestSiteOptions = {}): Promise<TestSite> {
  return startSiteOn((clock) => new FakeController(clock), options);
}

export async function startSiteOn<C extends Transport>(
  make: (clock: VirtualClock) => C,
  options: TestSiteOptions<C> = {},
): Promise<TestSite<C>> {
  const clock = new VirtualClock();
  const controller = make(clock);
  options.prepare?.(controller);
  const folder = temporaryFolder();
  const texts: OutgoingMessage[] = [];
  const keys = options.keys ?? memoryKeys(new Map([["main", PAIRING_KEY]]));
  let open: OpenSite;
  const provider: Provider = {
    name: "test",
    delivers: options.delivers ?? true,
    async send(message) {
      await test.deliver(message);
      texts.push(message);
    },
  };
  const start = () =>
    openSite({
      configuration: options.configuration ?? configuration(),
      folder,
      ...(options.random ? { random: options.random } : {}),
      log: options.log ?? pino({ level: "silent" }),
      clock,
      transport: () => controller,
      provider,
      keys,
      ...(options.ledger && { ledger: options.ledger }),
      ...(options.file !== undefined && { file: options.file }),
    });
  open = await start();
  const test: TestSite<C> = {
    clock,
    controller,
    folder,
    texts,
    keys,
    deliver: () => Promise.resolve(),
    site: open.site,
    stop: () => open.close(),
    async start() {
      open = await start();
      test.site = open.site;
      await test.ready();
    },
    async restart() {
      await test.stop();
      await test.start();
    },
    loseLedger: () => rmSync(folder, { recursive: true }),
    pin: () => /([0-9]{4,8})$/.exec(texts.at(-1)?.text ?? "")?.[1] ?? "",
    ready: () => clock.until(() => test.site.state().cabinets[0]?.link === "up"),
  };
  onTestFinished(() => open.close());
  if (options.wait !== false) await test.ready();
  return test;
}

let requests = 0;

/** A new request id. */
export function requestId(): string {
  return `00000000-0000-4000-8000-${String(++requests).padStart(12, "0")}`;
}
