/**
 * The gateway's end of the link as a pure function: (state, input, now) -> state and outputs. PROTOCOL.md is the
 * normative text; `now` is monotonic milliseconds.
 */
import {
  decodeBody,
  type Frame,
  LIMITS,
  type Message,
  type MessageOf,
  PROTOCOL_VERSION,
  REFUSAL,
} from "@holdfast/protocol";
import { acceptCommand, linkLost, linkProven, takeRefusal, takeResult, tickCommands } from "./commands.ts";
import { type Input, LINK_TIMES, type LinkState, type Output } from "./state.ts";
import {
  change,
  changeSession,
  emit,
  heardTooLongAgo,
  provenSession,
  type Step,
  sendHeartbeat,
  sendHello,
  sendInSession,
} from "./steps.ts";

export function stepLink(
  state: LinkState,
  input: Input,
  now: number,
): { state: LinkState; outputs: readonly Output[] } {
  const step: Step = { now, state, outputs: [] };
  switch (input.type) {
    case "opened":
      change(step, { phase: "greeting", nonce: input.nonce, openedAt: now, heardAt: now, tickedAt: now });
      sendHello(step);
      break;
    case "closed":
      leave(step, "the connection was closed");
      change(step, { phase: "closed" });
      break;
    case "tick":
      tick(step);
      break;
    case "frame":
      takeFrame(step, input.frame);
      break;
    case "execute":
      acceptCommand(step, input.command);
      break;
    case "notice":
      if (provenSession(step)) sendInSession(step, input.message);
      break;
  }
  return { state: step.state, outputs: step.outputs };
}

function leave(step: Step, reason: string): void {
  const wasUp = provenSession(step) !== undefined;
  change(step, { session: undefined });
  linkLost(step);
  if (wasUp) emit(step, { type: "down", reason });
}

function tick(step: Step): void {
  const { state, now } = step;
  const late = Math.max(0, now - state.tickedAt - LINK_TIMES.LATE_TICK_MS);
  change(step, { tickedAt: now, heardAt: state.heardAt + late });
  if (state.phase === "greeting") {
    if (now - state.openedAt >= LINK_TIMES.GREETING_MS) {
      change(step, { phase: "closed" });
      emit(step, { type: "reconnect", reason: "nobody answers" });
    } else if (now - state.helloAt >= LINK_TIMES.HELLO_MS) sendHello(step);
  } else if (state.phase === "session") {
    if (heardTooLongAgo(step.state, now)) {
      leave(step, "the controller is silent");
      change(step, { phase: "closed" });
      emit(step, { type: "reconnect", reason: "the controller is silent" });
    } else if (now - (state.session?.heartbeatAt ?? 0) >= LIMITS.HEARTBEAT_MS) sendHeartbeat(step);
  }
  tickCommands(step);
}

function takeFrame(step: Step, frame: Frame): void {
  const decoded = decodeBody(frame.body);
  if (!decoded.ok) drop(step, decoded.reason);
  else if (decoded.message.name === "welcome") takeWelcome(step, frame, decoded.message);
  else if (decoded.message.name === "refused" && frame.session === 0)
    takeVersionRefusal(step, decoded.message);
  else if (acceptFrame(step, frame)) takeMessage(step, decoded.message);
  else drop(step, "not of this session");
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
      takeRefusal(step, message);
      break;
    default:
      drop(step, "from a gateway");
  }
}

function drop(step: Step, why: string): void {
  emit(step, { type: "dropped", why });
}

/** Counts the frame in; false when it is replayed, reordered or of another session. */
function acceptFrame(step: Step, frame: Frame): boolean {
  const { session } = step.state;
  if (step.state.phase !== "session" || !session) return false;
  if (frame.session !== session.welcome.session || frame.counter <= session.received) return false;
  changeSession(step, { received: frame.counter, proven: true });
  change(step, { heardAt: step.now });
  if (!session.proven) {
    emit(step, { type: "up", welcome: session.welcome });
    linkProven(step);
  }
  return true;
}

/**
 * Several hellos carry the same nonce, and the controller keeps the session of the last one: as long as no frame of a
 * session has arrived, a later welcome replaces an earlier one.
 */
function takeWelcome(step: Step, frame: Frame, welcome: MessageOf<"welcome">): void {
  const { state } = step;
  const wanted = frame.session === 0 && welcome.session !== 0 && sameBytes(welcome.nonce, state.nonce);
  if (!wanted || state.phase === "closed" || state.session?.proven) {
    drop(step, "welcome nobody asked for");
    return;
  }
  if (welcome.version !== PROTOCOL_VERSION) {
    emit(step, { type: "wrong_version", min: welcome.version, max: welcome.version });
    return;
  }
  const session = {
    welcome,
    proven: false,
    sent: 0,
    received: 0,
    heartbeatAt: step.now,
    uptime: welcome.uptime,
    uptimeAt: step.now,
  };
  change(step, { phase: "session", session, heardAt: step.now });
  sendHeartbeat(step);
}

function takeVersionRefusal(step: Step, refused: MessageOf<"refused">): void {
  if (step.state.phase === "greeting" && refused.reason === REFUSAL.wrong_version) {
    emit(step, { type: "wrong_version", min: refused.version_min, max: refused.version_max });
  } else drop(step, "refusal nobody asked for");
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
