/** Small building blocks of the link machine: a state on its way to the next one, and how it sends. */
import {
  encodeBody,
  encodePlainFrame,
  encodeSealedFrame,
  LIMITS,
  type Message,
  PROTOCOL_VERSION,
  sessionOf,
} from "@holdfast/protocol";
import { COUNTER_END, type LinkState, type Output, type Session } from "./state.ts";

/** One step under construction: the state so far and what came out of it. */
export interface Step {
  readonly now: number;
  state: LinkState;
  readonly outputs: Output[];
}

export function change(step: Step, changes: Partial<LinkState>): void {
  step.state = { ...step.state, ...changes };
}

export function changeSession(step: Step, changes: Partial<Session>): void {
  if (step.state.session) change(step, { session: { ...step.state.session, ...changes } });
}

export function emit(step: Step, output: Output): void {
  step.outputs.push(output);
}

export function drop(step: Step, why: string): void {
  emit(step, { type: "dropped", why });
}

/** A session in which the controller has shown that it shares it. */
export function provenSession(step: Step): Session | undefined {
  const { session } = step.state;
  return step.state.phase === "session" && session?.proven ? session : undefined;
}

export function sendPlain(step: Step, message: Message): void {
  emit(step, { type: "send", wire: encodePlainFrame(encodeBody(message)) });
}

export function sendHello(step: Step): void {
  change(step, { helloAt: step.now });
  sendPlain(step, {
    name: "hello",
    version_min: PROTOCOL_VERSION,
    version_max: PROTOCOL_VERSION,
    nonce: step.state.greeting.nonce,
  });
}

/** Sends in the current session, proven or not. No counter is used twice under one key. */
export function sendInSession(step: Step, message: Message): void {
  const { session } = step.state;
  if (step.state.phase !== "session" || session === undefined || session.sent >= COUNTER_END) return;
  const counter = session.sent + 1;
  changeSession(step, { sent: counter });
  const frame = { session: sessionOf(session.welcome), counter, body: encodeBody(message) };
  emit(step, { type: "send", wire: encodeSealedFrame(session.keys.toController, frame) });
}

export function sendHeartbeat(step: Step): void {
  sendInSession(step, { name: "gateway_heartbeat" });
  changeSession(step, { heartbeatAt: step.now });
}

/** Controller uptime now; the true one is this or a little more, so deadlines made of it are never too late. */
export function uptimeNow(session: Session, now: number): number {
  return (session.uptime + Math.max(0, Math.floor(now - session.uptimeAt))) >>> 0;
}

/** Milliseconds from `from` to `to` on a clock of 32 bits that wraps after 49 days. */
export function uptimeDifference(to: number, from: number): number {
  return (to - from) | 0;
}

export function heardTooLongAgo(state: LinkState, now: number): boolean {
  return now - state.heardAt > LIMITS.LINK_TIMEOUT_MS;
}
