/** Somebody who owns the wires of several controllers, and joins them with streams to the gateway as they please. */
import { FrameSplitter, isBridgeFrame } from "@holdfast/protocol";
import type { Connection, Transport } from "../../src/link/transport.ts";
import type { CalledSite } from "./called-site.ts";

const CALL_AGAIN_MS = 100;

interface Stream {
  ended: boolean;
  guest: ReturnType<CalledSite["lobby"]["accept"]>;
}

export class Switchboard {
  /** To which controller each stream leads. */
  order: number[];
  /** Everything that came so far. */
  readonly toController: Uint8Array[] = [];
  readonly toGateway: Uint8Array[] = [];
  /** The gateway tells the bridge of this stream something. */
  onTold: (stream: number) => void = () => {};
  readonly #site: CalledSite;
  readonly #wires: Connection[];
  readonly #streams: (Stream | undefined)[] = [];

  constructor(site: CalledSite, controllers: readonly Transport[]) {
    this.#site = site;
    this.order = controllers.map((_, index) => index);
    this.#wires = controllers.map((controller, index) =>
      controller.connect(
        {
          onOpen: () => {},
          onData: (bytes) => {
            this.toGateway.push(bytes);
            queueMicrotask(() => this.say(this.order.indexOf(index), bytes));
          },
          onClose: () => {},
        },
        () => [],
      ),
    );
    for (const index of controllers.keys()) site.clock.after(1, () => this.#call(index));
  }

  /** On a stream to the gateway. */
  say(stream: number, bytes: Uint8Array): void {
    const to = this.#streams[stream];
    if (to && !to.ended) to.guest.onData(bytes);
  }

  /** On a wire to a controller. */
  send(controller: number, bytes: Uint8Array): void {
    this.#wires[controller]?.write(bytes);
  }

  hangUp(stream: number): void {
    const over = this.#streams[stream];
    if (!over || over.ended) return;
    over.ended = true;
    over.guest.onClose("hung up");
    this.#callLater(stream);
  }

  #callLater(index: number): void {
    this.#site.clock.after(CALL_AGAIN_MS, () => this.#call(index));
  }

  #call(index: number): void {
    const splitter = new FrameSplitter();
    const stream: Partial<Stream> & { ended: boolean } = { ended: false };
    stream.guest = this.#site.lobby.accept({
      address: "192.0.2.66",
      write: (bytes) => {
        splitter.push(
          bytes,
          (encoded) => {
            if (isBridgeFrame(encoded)) this.onTold(index);
          },
          () => {},
        );
        this.toController.push(bytes);
        this.send(this.order[index] ?? index, bytes);
      },
      close: () => {
        if (stream.ended) return;
        stream.ended = true;
        this.#callLater(index);
      },
    });
    this.#streams[index] = stream as Stream;
  }
}
