/** The byte stream over a serial port. The native module is loaded at the first connection only. */
import type { SerialPort } from "serialport";
import type { Connection, ConnectionHandlers, Transport } from "./transport.ts";

/** 0 % error at the controller's 16 MHz. */
const BAUD_RATE = 500_000;

export function serialTransport(path: string): Transport {
  return { name: `serial ${path}`, connect: (handlers) => openSerial(path, handlers) };
}

function openSerial(path: string, handlers: ConnectionHandlers): Connection {
  let port: SerialPort | undefined;
  let ended = false;
  let reason = "closed";

  const end = () => {
    if (ended) return;
    ended = true;
    port = undefined;
    handlers.onClose(reason);
  };

  import("serialport").then(
    (module) => {
      if (ended) return;
      // hupcl: closing must not drop DTR, which resets a controller with an auto-reset circuit.
      const opened = new module.SerialPort({
        path,
        baudRate: BAUD_RATE,
        hupcl: false,
        lock: true,
        autoOpen: false,
      });
      port = opened;
      opened.on("data", (bytes: Uint8Array) => {
        if (!ended) handlers.onData(bytes);
      });
      opened.on("error", (error: Error) => {
        reason = error.message;
        closeQuietly(opened);
      });
      opened.on("close", (error?: Error | null) => {
        reason = error?.message ?? reason;
        end();
      });
      opened.open((error) => {
        if (error) {
          reason = error.message;
          end();
        } else if (ended) closeQuietly(opened);
        else handlers.onOpen();
      });
    },
    (error: unknown) => {
      reason = `serialport cannot be loaded: ${error instanceof Error ? error.message : "unknown"}`;
      end();
    },
  );

  return {
    write(bytes) {
      if (!ended && port?.isOpen) port.write(Buffer.from(bytes));
    },
    close() {
      const closing = port;
      end();
      if (closing) closeQuietly(closing);
    },
  };
}

function closeQuietly(port: SerialPort): void {
  if (port.isOpen) port.close(() => {});
}
