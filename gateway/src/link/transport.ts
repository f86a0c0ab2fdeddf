/**
 * A transport opens duplex byte streams to one controller. It keeps nothing between connections, so nothing can be
 * written to a closed port: each connection owns its port object and ends with exactly one `onClose`.
 */
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
  connect(handlers: ConnectionHandlers): Connection;
}
