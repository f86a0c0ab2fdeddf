/** The controller of the simulation at true speed behind a TCP port, so that it outlives the gateways that it talks to. */
import { createServer, type Socket } from "node:net";
import { pairedEeprom } from "@holdfast/controller";
import type { ServedCabinet } from "../../sync/synced-site.ts";
import { Cabinet } from "../cabinet.ts";
import type { ControllerMaker } from "../controller.ts";
import type { Prng } from "../prng.ts";
import { Timeline } from "../timeline.ts";

export const LOCKERS = 8;
/** Each door has a sensor. */
const SENSED = 0xff;
const ROUND_MS = 4;

export interface CabinetServer extends ServedCabinet {
  close(): Promise<void>;
}

export async function serveCabinet(make: ControllerMaker, prng: Prng): Promise<CabinetServer> {
  const timeline = new Timeline();
  const pairingKey = prng.bytes(16);
  let client: Socket | undefined;
  const cabinet = new Cabinet({
    timeline,
    prng: prng.fork("cabinet"),
    make,
    eeprom: pairedEeprom({ controllerId: prng.bytes(4), pinKey: prng.bytes(16), pairingKey }),
    sensed: SENSED,
    onOutput: (bytes) => {
      if (client?.writable) client.write(bytes);
    },
    onPulse: () => {},
    // Whoever opened it shuts it again.
    onPulseEnd: (locker) => void timeline.after(1000, () => cabinet.moveDoor(locker, false)),
    onPower: () => {},
  });
  cabinet.powerOn();
  const began = performance.now();
  const catchUp = () => {
    const now = performance.now() - began;
    while (timeline.now < now) {
      cabinet.run(Math.min(now, timeline.next));
      while (timeline.fire());
    }
  };
  const server = createServer({ noDelay: true }, (socket) => {
    client?.destroy();
    client = socket;
    socket.on("data", (bytes) => {
      catchUp();
      if (socket === client) cabinet.receive(bytes);
    });
    // The gateway was killed.
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const timer = setInterval(catchUp, ROUND_MS);
  return {
    id: "front",
    port: typeof address === "object" && address !== null ? address.port : 0,
    lockers: LOCKERS,
    pairingKey,
    close: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        client?.destroy();
        server.close(() => resolve());
      }),
  };
}
