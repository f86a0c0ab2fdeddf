/**
 * What comes in plaintext: answers to `hello` and to `pair`, and nothing else. Until a sealed frame proves that its
 * sender has the key, it changes nothing that matters. PROTOCOL.md, "Handshake".
 */
import {
  type Message,
  type MessageOf,
  PROTOCOL_VERSION,
  REFUSAL,
  sessionKeys,
  sessionOf,
  welcomeProof,
} from "@holdfast/protocol";
import type { Obstacle } from "./state.ts";
import { change, drop, emit, provenSession, type Step, sendHeartbeat } from "./steps.ts";

export function takePlain(step: Step, message: Message): void {
  const { phase } = step.state;
  if (phase === "idle" && (message.name === "pair_ready" || message.name === "refused")) {
    emit(step, { type: "pairing", message });
  } else if (message.name === "welcome" && expected(step, message)) takeWelcome(step, message);
  else if (phase === "greeting" && message.name === "refused") takeRefusal(step, message);
  else drop(step, "plain, and nobody asked for it");
}

/**
 * Several hellos carry the same nonce, so several welcomes may answer. A controller that was restarted between them has
 * another session: then the later one counts, as long as nothing has been heard in the earlier one. An earlier one never
 * comes back, because the counters of its keys have been used.
 */
function expected(step: Step, welcome: MessageOf<"welcome">): boolean {
  const { phase, greeting, session } = step.state;
  if (phase === "closed" || phase === "idle" || provenSession(step)) return false;
  if (!sameBytes(welcome.nonce, greeting.nonce) || sessionOf(welcome) === 0) return false;
  if (!session) return true;
  const { boot, handshake } = session.welcome;
  return welcome.boot > boot || (welcome.boot === boot && welcome.handshake > handshake);
}

function takeWelcome(step: Step, welcome: MessageOf<"welcome">): void {
  const { version } = welcome;
  if (version !== PROTOCOL_VERSION) {
    obstacle(step, { what: "wrong_version", min: version, max: version });
    return;
  }
  const { keys } = step.state.greeting;
  const pairingKey = keys.find((key) => sameBytes(welcomeProof(key, welcome), welcome.proof));
  if (!pairingKey) {
    obstacle(step, { what: "wrong_proof" });
    return;
  }
  const session = {
    welcome,
    pairingKey,
    keys: sessionKeys(pairingKey, welcome),
    proven: false,
    sent: 0,
    received: 0,
    heartbeatAt: step.now,
    uptime: 0,
    uptimeAt: step.now,
  };
  change(step, { phase: "session", session, heardAt: step.now });
  emit(step, { type: "greeted", key: pairingKey });
  sendHeartbeat(step);
}

function takeRefusal(step: Step, { reason, version_min: min, version_max: max }: MessageOf<"refused">): void {
  if (reason === REFUSAL.wrong_version) obstacle(step, { what: "wrong_version", min, max });
  else if (reason === REFUSAL.not_paired) obstacle(step, { what: "not_paired" });
  else drop(step, "refusal nobody asked for");
}

function obstacle(step: Step, what: Obstacle): void {
  emit(step, { type: "obstacle", obstacle: what });
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
