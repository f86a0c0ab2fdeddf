/** The port of the fake controller: a byte stream that can be cut, refused and filled with noise. */
import {
  decodeBody,
  type Frame,
  FrameSplitter,
  type KeyOfSession,
  type Message,
  parseFrame,
} from "@holdfast/protocol";
import type { Connection, ConnectionHandlers, Transport } from "../../src/link/transport.ts";

export abstract class FakePort implements Transport {
  readonly name = "fake";
  /** False: nobody listens at the port. */
  reachable = true;
  connections = 0;
  #handlers: ConnectionHandlers | undefined;

  connect(handlers: ConnectionHandlers): Connection {
    this.connections++;
    const splitter = new FrameSplitter();
    let open = false;
    queueMicrotask(() => {
      if (!this.reachable) {
        handlers.onClose("refused");
        return;
      }
      open = true;
      this.#handlers = handlers;
      handlers.onOpen();
    });
    return {
      write: (bytes) => {
        if (!open || this.#handlers !== handlers) throw new Error("written to a closed connection");
        splitter.push(
          bytes,
          (encoded) => this.#bytes(encoded),
          () => {},
        );
      },
      close: () => {
        open = false;
        if (this.#handlers === handlers) this.#handlers = undefined;
        queueMicrotask(() => handlers.onClose("closed"));
      },
    };
  }

  /** The far side goes away. */
  cut(): void {
    const handlers = this.#handlers;
    this.#handlers = undefined;
    handlers?.onClose("cut");
  }

  /** Any bytes to the gateway. */
  raw(bytes: Uint8Array): void {
    this.#handlers?.onData(bytes);
  }

  protected abstract readonly keyOf: KeyOfSession;
  protected abstract takeFrame(frame: Frame, message: Message): void;

  #bytes(encoded: Uint8Array): void {
    const parsed = parseFrame(encoded, this.keyOf);
    const decoded = parsed.ok ? decodeBody(parsed.frame.body) : undefined;
    if (parsed.ok && decoded?.ok) this.takeFrame(parsed.frame, decoded.message);
  }
}
