/**
 * Hears everything that both sides write to the cable and holds it against the promises of PROTOCOL.md: nothing in
 * clear but the handshake (S9), no nonce twice under one key (S6), nothing acknowledged before it is on the disk (S5).
 */
import {
  cobsDecode,
  decodeBody,
  FRAME_FORMAT,
  FrameSplitter,
  LIMITS,
  MESSAGES,
  type Message,
  type MessageOf,
  parseFrame,
  sessionKeys,
  sessionOf,
} from "@holdfast/protocol";
import type { Side } from "./cable.ts";
import type { Disk } from "./disk.ts";
import type { Violations } from "./violations.ts";

const IN_CLEAR = new Set<number>([
  MESSAGES.hello.id,
  MESSAGES.welcome.id,
  MESSAGES.refused.id,
  MESSAGES.pair.id,
  MESSAGES.pair_ready.id,
]);
const ACKNOWLEDGE_LENGTH = LIMITS.HEADER_LENGTH + 5 + LIMITS.TAG_LENGTH;

/** Sessions of which frames may still be under way. */
const LATEST_MOST = 12;

interface Context {
  /** All that the keys of the session are made of. */
  readonly name: string;
  readonly welcome: MessageOf<"welcome">;
  toController?: Uint8Array;
}

export class Wiretap {
  readonly #pairingKey: Uint8Array;
  readonly #violations: Violations;
  readonly #disk: Disk;
  readonly #splitters = { gateway: new FrameSplitter(), controller: new FrameSplitter() };
  /** Ciphertexts by direction, key and counter. */
  readonly #frames = new Map<string, string>();
  /** What the controller welcomed, by session number, and by the gateway's nonce. */
  readonly #bySession = new Map<number, Context>();
  readonly #byNonce = new Map<string, Context[]>();
  #nonce = "";
  readonly #onWifi: boolean;
  #latest: Context[] = [];

  constructor(pairingKey: Uint8Array, violations: Violations, disk: Disk, onWifi: boolean) {
    this.#pairingKey = pairingKey;
    this.#violations = violations;
    this.#disk = disk;
    this.#onWifi = onWifi;
  }

  sent(side: Side, bytes: Uint8Array): void {
    this.#splitters[side].push(
      bytes,
      (encoded) => this.#frame(side, encoded),
      () => this.#violations.add("S9", `the ${side} sent something longer than a frame`),
    );
  }

  #frame(side: Side, encoded: Uint8Array): void {
    const bytes = cobsDecode(encoded);
    if (bytes === undefined) return;
    if (bytes[0] === FRAME_FORMAT.plain) this.#clear(side, bytes);
    else this.#sealed(side, bytes, encoded);
  }

  #clear(side: Side, bytes: Uint8Array): void {
    const body = bytes.subarray(LIMITS.HEADER_LENGTH, -LIMITS.CHECK_LENGTH);
    if (!IN_CLEAR.has(body[0] ?? 0)) {
      this.#violations.add("S9", `the ${side} sent message ${body[0]} in clear`);
      return;
    }
    const message = messageIn(body);
    if (message?.name === "hello") this.#nonce = hex(message.nonce);
    if (message?.name !== "welcome") return;
    const context = { name: hex(body.subarray(1, -LIMITS.TAG_LENGTH)), welcome: message };
    this.#bySession.set(sessionOf(message), context);
    const answers = this.#byNonce.get(hex(message.nonce)) ?? [];
    if (answers.some(({ name }) => name === context.name)) return;
    this.#byNonce.set(hex(message.nonce), [...answers, context]);
    this.#latest = [context, ...this.#latest].slice(0, LATEST_MOST);
  }

  #sealed(side: Side, bytes: Uint8Array, encoded: Uint8Array): void {
    const session = (bytes[1] ?? 0) | ((bytes[2] ?? 0) << 8);
    const context = side === "controller" ? this.#bySession.get(session) : this.#contextOf(encoded);
    if (context === undefined) return;
    const key = `${side} ${context.name} ${hex(bytes.subarray(1, LIMITS.HEADER_LENGTH))}`;
    const text = hex(bytes.subarray(LIMITS.HEADER_LENGTH));
    const before = this.#frames.get(key);
    if (before !== undefined && before !== text)
      this.#violations.add("S6", `the ${side} used a nonce twice: session ${session}`);
    this.#frames.set(key, text);
    if (side === "gateway" && bytes.length === ACKNOWLEDGE_LENGTH) this.#acknowledged(context, encoded);
  }

  /** A controller that was restarted answers the same nonce with other keys. */
  #contextOf(encoded: Uint8Array): Context | undefined {
    // Bridges that call are asked with nonces of their own while an older stream still has its session.
    const answers = this.#onWifi ? this.#latest : (this.#byNonce.get(this.#nonce) ?? []);
    return answers.length < 2
      ? answers[0]
      : answers.find((context) => this.#open(context, encoded) !== undefined);
  }

  #open(context: Context, encoded: Uint8Array): Message | undefined {
    context.toController ??= sessionKeys(this.#pairingKey, context.welcome).toController;
    const { toController } = context;
    const parsed = parseFrame(encoded, () => toController);
    return parsed.ok ? messageIn(parsed.frame.body) : undefined;
  }

  #acknowledged(context: Context, encoded: Uint8Array): void {
    const message = this.#open(context, encoded);
    if (message?.name !== "acknowledge") return;
    const kept = this.#disk.journalPosition();
    if (kept < message.sequence)
      this.#violations.add("S5", `record ${message.sequence} is acknowledged, on the disk is ${kept}`);
  }
}

function messageIn(body: Uint8Array): Message | undefined {
  const decoded = decodeBody(body);
  return decoded.ok ? decoded.message : undefined;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
