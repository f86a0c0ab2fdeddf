/** Whatever is restarted, cut or lost: no key is ever used twice with the same nonce, which is the header of a frame. */
import { cobsDecode, FrameSplitter } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { CabinetLink } from "../../src/link/cabinet-link.ts";
import type { Connection, ConnectionHandlers, Transport } from "../../src/link/transport.ts";
import { systemRandom } from "../../src/random.ts";
import { FakeController } from "../support/fake-controller.ts";
import { PAIRING_KEY } from "../support/fake-session.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const SEALED = 2;
const HEADER = 7;

/** Listens on the cable: sealed frames by direction, header and the rest. */
class Wiretap implements Transport {
  readonly name = "wiretap";
  readonly frames = { toController: [] as string[][], toGateway: [] as string[][] };
  readonly #far: FakeController;

  constructor(far: FakeController) {
    this.#far = far;
  }

  connect(handlers: ConnectionHandlers): Connection {
    const { frames } = this;
    const [up, down] = [new FrameSplitter(), new FrameSplitter()];
    const listen = (into: string[][]) => (encoded: Uint8Array) => {
      const bytes = cobsDecode(encoded);
      if (bytes?.[0] !== SEALED) return;
      const hex = Buffer.from(bytes).toString("hex");
      into.push([hex.slice(0, 2 * HEADER), hex.slice(2 * HEADER)]);
    };
    const near = this.#far.connect({
      ...handlers,
      onData: (bytes) => {
        down.push(bytes, listen(frames.toGateway), () => {});
        handlers.onData(bytes);
      },
    });
    return {
      write: (bytes) => {
        up.push(bytes, listen(frames.toController), () => {});
        near.write(bytes);
      },
      close: () => near.close(),
    };
  }
}

test("over a hundred restarts of either side", async () => {
  const clock = new VirtualClock();
  const controller = new FakeController(clock);
  const wiretap = new Wiretap(controller);
  const sessions = new Set<string>();
  let ups = 0;
  const nothing = () => {};
  const start = () => {
    const link = new CabinetLink(
      { transport: wiretap, clock, random: systemRandom, keys: () => [PAIRING_KEY] },
      {
        onGreeted: nothing,
        onUp: ({ welcome }) => {
          ups++;
          sessions.add(`${welcome.boot} ${welcome.handshake} ${Buffer.from(welcome.nonce).toString("hex")}`);
        },
        onDown: nothing,
        onEvent: nothing,
        onSlot: nothing,
        onHeartbeat: nothing,
        onPairing: nothing,
        onObstacle: nothing,
        onLost: nothing,
        onFailure: nothing,
      },
    );
    link.start();
    return link;
  };
  let link = start();
  for (let round = 0; round < 100; round++) {
    await clock.advance(150 + (round % 7) * 230);
    if (round % 3 === 0) controller.reboot();
    else if (round % 3 === 1) controller.cut();
    else {
      link.close();
      link = start();
    }
  }
  await clock.advance(5000);
  link.close();
  expect(ups).toBeGreaterThan(60);
  expect(sessions.size).toBe(ups);
  const { toController, toGateway } = wiretap.frames;
  // The same header comes again under other keys only, so that what follows it is another text each time.
  for (const frames of [toController, toGateway]) {
    expect(new Set(frames.map((frame) => frame.join(" "))).size).toBe(frames.length);
  }
  expect(toController.length).toBeGreaterThan(100);
});
