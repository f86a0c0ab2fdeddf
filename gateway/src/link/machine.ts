/**
 * The gateway's end of the link as a pure function: (state, input, now) -> state and outputs. PROTOCOL.md is the
 * normative text; `now` is monotonic milliseconds.
 */
import { decodeBody, LIMITS, MESSAGES, type Message, parseFrame, sessionOf } from "@holdfast/protocol";
import { acceptCommand, linkLost, linkProven, takeRefusal, takeResult, tickCommands } from "./commands.ts";
import { takePlain } from "./handshake.ts";
import { COUNTER_END, type Greeting, type Input, LINK_TIMES, type LinkState, type Output } from "./state.ts";
import {
  change,
  changeSession,
  drop,
  emit,
  heardTooLongAgo,
  provenSession,
  type Step,
  sendHeartbeat,
  sendHello,
  sendInSession,
  sendPlain,
} from "./steps.ts";

export function stepLink(
  state: LinkState,
  input: Input,
  now: number,
): { state: LinkState; outputs: readonly Output[] } {
  const step: Step = { now, state, outputs: [] };
  switch (input.type) {
    case "opened":
      greet(step, input);
      break;
    case "greet":
      if (state.phase === "closed") break;
      leave(step, "a new session is wanted");
      greet(step, input);
      break;
    case "closed":
      leave(step, "the connection was closed");
      change(step, { phase: "closed" });
      break;
    case "tick":
      tick(step);
      break;
    case "frame":
      takeFrame(step, input.encoded);
      break;
    case "execute":
      acceptCommand(step, input.command);
      break;
    case "notice":
      if (provenSession(step)) sendInSession(step, input.message);
      break;
    case "offer_key":
      if (state.phase === "idle") sendPlain(step, { name: "pair", key: input.key });
      break;
  }
  return { state: step.state, outputs: step.outputs };
}

function greet(step: Step, { nonce, keys }: Greeting): void {
  const { now } = step;
  const phase = keys.length === 0 ? "idle" : "greeting";
  change(step, { phase, greeting: { nonce, keys }, openedAt: now, heardAt: now, tickedAt: now });
  if (phase === "greeting") sendHello(step);
  else emit(step, { type: "obstacle", obstacle: { what: "no_key" } });
}

function leave(step: Step, reason: string): void {
  const wasUp = provenSession(step) !== undefined;
  change(step, { session: undefined });
  linkLost(step);
  if (wasUp) emit(step, { type: "down", reason });
}

/** The stream has to be opened anew. */
function abandon(step: Step, reason: string): void {
  leave(step, reason);
  change(step, { phase: "closed" });
  emit(step, { type: "reconnect", reason });
}

function tick(step: Step): void {
  const { state, now } = step;
  const late = Math.max(0, now - state.tickedAt - LINK_TIMES.LATE_TICK_MS);
  change(step, { tickedAt: now, heardAt: state.heardAt + late });
  if (state.phase === "greeting") {
    if (now - state.openedAt >= LINK_TIMES.GREETING_MS) abandon(step, "nobody answers");
    else if (now - state.helloAt >= LINK_TIMES.HELLO_MS) sendHello(step);
  } else if (state.phase === "session" && state.session) {
    const { sent, received, heartbeatAt } = state.session;
    if (heardTooLongAgo(step.state, now)) abandon(step, "the controller is silent");
    else if (sent >= COUNTER_END || received >= COUNTER_END) abandon(step, "the counters are used up");
    else if (now - heartbeatAt >= LIMITS.HEARTBEAT_MS) sendHeartbeat(step);
  }
  tickCommands(step);
}

function takeFrame(step: Step, encoded: Uint8Array): void {
  const parsed = parseFrame(encoded, (session, counter) => keyOf(step.state, session, counter));
  if (!parsed.ok) {
    drop(step, parsed.error);
    return;
  }
  const { session, counter, body } = parsed.frame;
  const decoded = decodeBody(body);
  if (session !== 0) {
    // Its tag was right: the counter is used up, whatever is in it.
    changeSession(step, { received: counter });
    change(step, { heardAt: step.now });
  }
  if (!decoded.ok) drop(step, decoded.reason);
  else if (session === 0) takePlain(step, decoded.message);
  else if (provenSession(step)) takeMessage(step, decoded.message);
  else prove(step, decoded.message);
}

/** Undefined when it is replayed, reordered or of another session. */
function keyOf({ phase, session }: LinkState, number: number, counter: number): Uint8Array | undefined {
  if (phase !== "session" || !session || sessionOf(session.welcome) !== number) return undefined;
  return counter > session.received ? session.keys.toGateway : undefined;
}

/** The session begins with the controller's heartbeat; whatever comes before it is ignored. */
function prove(step: Step, message: Message): void {
  const { session } = step.state;
  if (!session || message.name !== "controller_heartbeat") {
    drop(step, "before the first heartbeat");
    return;
  }
  changeSession(step, { proven: true, uptime: message.uptime, uptimeAt: step.now });
  emit(step, { type: "up", welcome: session.welcome, heartbeat: message, key: session.pairingKey });
  linkProven(step);
  emit(step, { type: "received", message });
}

function takeMessage(step: Step, message: Message): void {
  switch (message.name) {
    case "controller_heartbeat":
      changeSession(step, { uptime: message.uptime, uptimeAt: step.now });
      emit(step, { type: "received", message });
      break;
    case "event":
    case "slot":
      emit(step, { type: "received", message });
      break;
    case "result":
      takeResult(step, message);
      break;
    case "refused":
      if (message.message === MESSAGES.pair_finish.id) emit(step, { type: "pairing", message });
      else takeRefusal(step, message);
      break;
    case "paired":
      emit(step, { type: "pairing", message });
      break;
    default:
      drop(step, "not from a controller in a session");
  }
}
