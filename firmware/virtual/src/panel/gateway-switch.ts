export type GatewayState = "running" | "stopped";

/** Whoever started the gateway lets the panel stop and start it. */
export interface GatewaySwitch {
  state(): GatewayState;
  start(): void;
  stop(): void;
  /** The answer ends it. */
  onChange(callback: () => void): () => void;
}

const ANSWERS = new Set<string>(["running", "stopped"]);

/** The gateway is a child of the process that started this one; both talk over the IPC channel. */
export function gatewayOverIpc(channel: NodeJS.Process): GatewaySwitch | undefined {
  if (channel.send === undefined) return undefined;
  let state: GatewayState = "stopped";
  const listeners = new Set<() => void>();
  channel.on("message", (message: unknown) => {
    if (!isState(message)) return;
    state = message.state;
    for (const listener of listeners) listener();
  });
  const ask = (type: string) => () => {
    if (channel.connected) channel.send?.({ type });
  };
  return {
    state: () => state,
    start: ask("gateway-start"),
    stop: ask("gateway-stop"),
    onChange(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  };
}

function isState(message: unknown): message is { type: "gateway-state"; state: GatewayState } {
  if (typeof message !== "object" || message === null || !("type" in message) || !("state" in message))
    return false;
  return message.type === "gateway-state" && typeof message.state === "string" && ANSWERS.has(message.state);
}
