/** A site on a virtual clock whose cabinets are reached through bridges that call; what is behind them the test says. */
import pino from "pino";
import { onTestFinished } from "vitest";
import { type KeyStore, memoryKeys } from "../../src/keys/key-store.ts";
import { BridgeLobby } from "../../src/link/bridge-lobby.ts";
import type { Connection, Transport } from "../../src/link/transport.ts";
import { openSite } from "../../src/open-site.ts";
import { systemRandom } from "../../src/random.ts";
import type { Site } from "../../src/site.ts";
import { FakeController } from "../support/fake-controller.ts";
import { configuration, temporaryFolder } from "../support/test-site.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const log = pino({ level: "silent" });

export interface CalledSite {
  readonly clock: VirtualClock;
  readonly lobby: BridgeLobby;
  readonly site: Site;
  readonly keys: KeyStore;
  link(cabinet: string): string | undefined;
}

/** The pairing key of a cabinet of these tests. */
export function keyOf(cabinet: string): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, at) => (cabinet.charCodeAt(at % cabinet.length) + at) & 0xff);
}

export async function startCalledSite(
  cabinets: readonly string[] = ["main"],
  keys = memoryKeys(new Map(cabinets.map((id) => [id, keyOf(id)]))),
): Promise<CalledSite> {
  const clock = new VirtualClock();
  const lobby = new BridgeLobby({ clock, random: systemRandom, log });
  const cabinet = cabinets.map((id) => ({ id, name: id, port: { bridge: true } }));
  const { site, close } = await openSite({
    ...{ clock, log, keys, folder: temporaryFolder() },
    configuration: configuration({ cabinet }),
    transport: ({ id }) => lobby.transport(id),
    provider: { name: "test", delivers: true, send: () => Promise.resolve() },
  });
  onTestFinished(async () => {
    await close();
    lobby.close();
  });
  const link = (id: string) => site.state().cabinets.find((one) => one.id === id)?.link;
  return { clock, lobby, site, keys, link };
}

export function controllerOf(site: CalledSite, cabinet = "main"): FakeController {
  const controller = new FakeController(site.clock);
  controller.session.pairingKey = keyOf(cabinet);
  return controller;
}

export interface Call {
  /** The lobby, or the cabinet that has it, ended it. */
  readonly ended: boolean;
  /** Everything that came to the bridge. */
  readonly heard: Uint8Array[];
  /** Bytes of the bridge's own. */
  say(bytes: Uint8Array): void;
  /** Nothing passes any more, and nobody is told. */
  vanish(): void;
  /** As a bridge that starts anew: the gateway is told. */
  hangUp(): void;
}

/** A bridge calls; behind it is a controller, or nobody. */
export function call({ lobby }: CalledSite, controller?: Transport, address = "192.0.2.7"): Call {
  let ended = false;
  let gone = false;
  const heard: Uint8Array[] = [];
  let behind: Connection | undefined;
  const guest = () =>
    lobby.accept({
      address,
      write: (bytes) => {
        heard.push(bytes);
        if (!gone && !ended) behind?.write(bytes);
      },
      close: () => {
        ended = true;
        behind?.close();
      },
    });
  let seen: ReturnType<typeof guest> | undefined;
  if (!controller) seen = guest();
  behind = controller?.connect(
    {
      onOpen: () => {
        seen = guest();
      },
      // As on a network: never while it is still being written.
      onData: (bytes) =>
        queueMicrotask(() => {
          if (!gone && !ended) seen?.onData(bytes);
        }),
      onClose: (reason) => seen?.onClose(reason),
    },
    () => [],
  );
  return {
    heard,
    get ended() {
      return ended;
    },
    say: (bytes) => seen?.onData(bytes),
    vanish: () => {
      gone = true;
    },
    hangUp: () => {
      gone = true;
      seen?.onClose("hung up");
    },
  };
}
