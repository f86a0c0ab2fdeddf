/** State, inputs and outputs of the link machine. */
import type { Message, MessageOf, SessionKeys } from "@holdfast/protocol";

type CommandMessage = Extract<Message, { id: number; deadline: number }>;
type WithoutDeadline<M> = M extends CommandMessage ? Omit<M, "deadline"> : never;
/** A command; its deadline is set when it is sent. */
export type Command = WithoutDeadline<CommandMessage>;

/** Messages outside of commands that may be sent at any time in a session; nothing waits for their effect. */
export type Notice =
  | MessageOf<"acknowledge">
  | MessageOf<"query_slot">
  | MessageOf<"set_time">
  | MessageOf<"pair_finish">;

/** Why nobody who answers can be talked to. What a plain `refused` says is only a hint: anybody may have sent it. */
export type Obstacle =
  /** The gateway has no key for this cabinet. */
  | { readonly what: "no_key" }
  /** The controller says that it has none. */
  | { readonly what: "not_paired" }
  /** The controller has another key. */
  | { readonly what: "wrong_proof" }
  | { readonly what: "wrong_version"; readonly min: number; readonly max: number };

export type Settlement =
  /** The controller answered. */
  | { readonly how: "answered"; readonly result: MessageOf<"result"> }
  /** It was carried out or not: only the journal can tell. */
  | { readonly how: "unknown" }
  /** The controller has carried out a greater id before it ever saw this one: nothing happened. */
  | { readonly how: "stale_id" }
  /** The controller's firmware does not know this command: nothing happened. */
  | { readonly how: "refused" }
  /** It was never sent: nothing happened. */
  | { readonly how: "unreachable" }
  | { readonly how: "busy" };

/** What is wanted of a stream: a session under one of these pairing keys; none of them: to be left alone. */
export interface Greeting {
  /** Eight random bytes, never used before. */
  readonly nonce: Uint8Array;
  /** 16 bytes each. */
  readonly keys: readonly Uint8Array[];
}

export type Input =
  | ({ readonly type: "opened" } & Greeting)
  /** Leaves the session, if there is one, for a new one. */
  | ({ readonly type: "greet" } & Greeting)
  | { readonly type: "closed" }
  /** The bytes between two delimiters. */
  | { readonly type: "frame"; readonly encoded: Uint8Array }
  | { readonly type: "tick" }
  | { readonly type: "execute"; readonly command: Command }
  | { readonly type: "notice"; readonly message: Notice }
  /** A pairing key for a controller at the other end of a cable, on a stream that is left alone. */
  | { readonly type: "offer_key"; readonly key: Uint8Array };

/** Who answered: of the handshake what does not change within a session, and the first heartbeat. */
export interface Arrival {
  readonly welcome: MessageOf<"welcome">;
  readonly heartbeat: MessageOf<"controller_heartbeat">;
  /** The pairing key that both have. */
  readonly key: Uint8Array;
}

export type Output =
  | { readonly type: "send"; readonly wire: Uint8Array }
  /** The first frame under this key is about to be sent. */
  | { readonly type: "greeted"; readonly key: Uint8Array }
  | ({ readonly type: "up" } & Arrival)
  /** `reconnect`: the stream is of no use any more. */
  | { readonly type: "down"; readonly reason: string }
  | { readonly type: "reconnect"; readonly reason: string }
  | { readonly type: "obstacle"; readonly obstacle: Obstacle }
  | { readonly type: "settled"; readonly id: number; readonly settlement: Settlement }
  | {
      readonly type: "received";
      readonly message: MessageOf<"event"> | MessageOf<"slot"> | MessageOf<"controller_heartbeat">;
    }
  | {
      readonly type: "pairing";
      readonly message: MessageOf<"pair_ready"> | MessageOf<"paired"> | MessageOf<"refused">;
    }
  | { readonly type: "dropped"; readonly why: string };

/** A command that was sent and has no result yet. */
export interface ActiveCommand {
  readonly command: Command;
  /** Controller uptime after which it is refused; set when it is sent first. */
  readonly deadline: number;
  /** The boot to which the deadline belongs. */
  readonly boot: number;
  readonly sentAt: number;
  /** When to ask or to send again. */
  readonly nextAt: number;
  readonly next: "query" | "send";
  /** Sent exactly once and never asked for. */
  readonly fresh: boolean;
}

export interface WaitingCommand {
  readonly command: Command;
  readonly since: number;
}

export interface Session {
  readonly welcome: MessageOf<"welcome">;
  readonly pairingKey: Uint8Array;
  readonly keys: SessionKeys;
  /** The controller's first heartbeat of this session has arrived. */
  readonly proven: boolean;
  readonly sent: number;
  readonly received: number;
  readonly heartbeatAt: number;
  /** Controller uptime at `uptimeAt`; the true one is never less. */
  readonly uptime: number;
  readonly uptimeAt: number;
}

export interface LinkState {
  /** idle: a stream on which nobody is greeted. */
  readonly phase: "closed" | "idle" | "greeting" | "session";
  readonly greeting: Greeting;
  readonly openedAt: number;
  readonly helloAt: number;
  readonly heardAt: number;
  readonly tickedAt: number;
  readonly session: Session | undefined;
  readonly active: ActiveCommand | undefined;
  readonly waiting: readonly WaitingCommand[];
}

export const initialLinkState: LinkState = {
  phase: "closed",
  greeting: { nonce: new Uint8Array(8), keys: [] },
  openedAt: 0,
  helloAt: 0,
  heardAt: 0,
  tickedAt: 0,
  session: undefined,
  active: undefined,
  waiting: [],
};

export const LINK_TIMES = {
  HELLO_MS: 500,
  /** A stream on which nobody welcomes us for so long is opened anew. */
  GREETING_MS: 10_000,
  /** Life of a command in controller uptime. */
  DEADLINE_MS: 3000,
  /** A result later than a pulse and EEPROM writes take is asked for. */
  RESULT_MS: 1000,
  QUERY_MS: 500,
  BUSY_MS: 100,
  /** Commands wait at most so long for those before them. */
  WAITING_MS: 4000,
  /** Whatever became of a sent command, its sender is told within this time. */
  ACTIVE_MS: 10_000,
  /** More than this between two ticks: we did not listen, so silence proves nothing. */
  LATE_TICK_MS: 400,
} as const;

export const WAITING_MAX = 16;

/** A counter that reached this ends its session (PROTOCOL.md, "Frames"). */
export const COUNTER_END = 0xffff_ffff;
