/**
 * A transport opens duplex byte streams to one controller. It keeps nothing between connections, so nothing can be
 * written to a closed port: each connection owns its port object and ends with exactly one `onClose`.
 */
import type { BridgeReport } from "@holdfast/protocol";

export interface ConnectionHandlers {
  onOpen(): void;
  onData(bytes: Uint8Array): void;
  /** Once for each connection, also when it never opened. `reason` is for the log. */
  onClose(reason: string): void;
}

export interface Connection {
  /** Does nothing before `onOpen` and after the end. */
  write(bytes: Uint8Array): void;
  /** Ends it; `onClose` follows. */
  close(): void;
}

export interface Transport {
  /** As it stands in the configuration. */
  readonly name: string;
  /** `keys`: the pairing keys, one of which the controller has; asked where streams of many cabinets arrive together. */
  connect(handlers: ConnectionHandlers, keys: () => readonly Uint8Array[]): Connection;
  /** Where streams come by themselves: to wait for one costs nothing. */
  readonly calls?: Calls;
}

export interface Calls {
  /** Somebody has called, perhaps the controller of this cabinet. */
  readonly any: boolean;
  /** What the bridge of this cabinet said of itself last. Anybody may have said it: for showing only. */
  readonly report: (BridgeReport & { readonly address: string }) | undefined;
}
