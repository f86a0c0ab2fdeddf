/** Commands in the link machine: one at a time, under one id until its outcome is known or cannot be known. */
import { MESSAGES, type Message, type MessageOf, OUTCOME, REFUSAL } from "@holdfast/protocol";
import { type ActiveCommand, type Command, LINK_TIMES, type Settlement, WAITING_MAX } from "./state.ts";
import {
  change,
  emit,
  provenSession,
  type Step,
  sendInSession,
  uptimeDifference,
  uptimeNow,
} from "./steps.ts";

/** A new command: sent at once, kept waiting, or refused without effect. */
export function acceptCommand(step: Step, command: Command): void {
  if (!provenSession(step)) {
    settle(step, command.id, { how: "unreachable" });
  } else if (step.state.waiting.length >= WAITING_MAX) {
    settle(step, command.id, { how: "busy" });
  } else {
    change(step, { waiting: [...step.state.waiting, { command, since: step.now }] });
    startNext(step);
  }
}

/** No session any more: what was never sent is refused; what was sent stays until the next session tells. */
export function linkLost(step: Step): void {
  const { waiting } = step.state;
  change(step, { waiting: [] });
  for (const { command } of waiting) settle(step, command.id, { how: "unreachable" });
}

/** A session is proven: ask what became of the command whose result was lost with the last one. */
export function linkProven(step: Step): void {
  const { active, session } = step.state;
  if (!active || !session) return;
  // After a reboot the controller has forgotten results, and the deadline means another time.
  if (active.boot !== session.welcome.boot) finishActive(step, { how: "unknown" });
  else query(step, active);
}

export function tickCommands(step: Step): void {
  const late = step.state.waiting.filter((entry) => step.now - entry.since >= LINK_TIMES.WAITING_MS);
  if (late.length > 0) {
    change(step, { waiting: step.state.waiting.filter((entry) => !late.includes(entry)) });
    for (const { command } of late) settle(step, command.id, { how: "busy" });
  }
  const { active } = step.state;
  if (!active) return;
  if (step.now - active.sentAt >= LINK_TIMES.ACTIVE_MS) finishActive(step, { how: "unknown" });
  else if (provenSession(step) && step.now >= active.nextAt) {
    if (active.next === "query") query(step, active);
    else sendAgain(step, active);
  }
}

export function takeResult(step: Step, result: MessageOf<"result">): void {
  const { active } = step.state;
  if (!active || active.command.id !== result.id) return;
  if (result.outcome === OUTCOME.busy) {
    const next = active.next === "send" || active.fresh ? "send" : "query";
    const wait = next === "send" ? LINK_TIMES.BUSY_MS : LINK_TIMES.QUERY_MS;
    change(step, { active: { ...active, next, nextAt: step.now + wait } });
  } else if (result.outcome === OUTCOME.never_seen) {
    sendAgain(step, active);
  } else if (result.outcome === OUTCOME.unknown) {
    finishActive(step, { how: active.fresh ? "stale_id" : "unknown" });
  } else {
    finishActive(step, { how: "answered", result });
  }
}

/** The controller does not know this kind of message, or expects another length: it had no effect. */
export function takeRefusal(step: Step, refused: MessageOf<"refused">): void {
  const { active } = step.state;
  if (!active || refused.reason === REFUSAL.wrong_version) return;
  if (MESSAGES[active.command.name].id === refused.message) finishActive(step, { how: "refused" });
}

function expired(active: ActiveCommand): Settlement {
  const { expired: outcome } = OUTCOME;
  const result = { name: "result", id: active.command.id, outcome, locker: 0, rental: 0, wait_s: 0 } as const;
  return { how: "answered", result };
}

function startNext(step: Step): void {
  const session = provenSession(step);
  const [next, ...rest] = step.state.waiting;
  if (step.state.active || !session || !next) return;
  const deadline = (uptimeNow(session, step.now) + LINK_TIMES.DEADLINE_MS) >>> 0;
  change(step, { waiting: rest });
  send(step, {
    command: next.command,
    deadline,
    boot: session.welcome.boot,
    sentAt: step.now,
    nextAt: 0,
    next: "query",
    fresh: true,
  });
}

function send(step: Step, active: ActiveCommand): void {
  change(step, { active: { ...active, next: "query", nextAt: step.now + LINK_TIMES.RESULT_MS } });
  sendInSession(step, { ...active.command, deadline: active.deadline } as Message);
}

/** Only after the controller said that it did not carry it out; never after the deadline. */
function sendAgain(step: Step, active: ActiveCommand): void {
  const session = provenSession(step);
  if (!session) return;
  if (uptimeDifference(active.deadline, uptimeNow(session, step.now)) > 0) send(step, active);
  else finishActive(step, expired(active));
}

function query(step: Step, active: ActiveCommand): void {
  change(step, {
    active: { ...active, fresh: false, next: "query", nextAt: step.now + LINK_TIMES.QUERY_MS },
  });
  sendInSession(step, { name: "query_result", id: active.command.id });
}

function finishActive(step: Step, settlement: Settlement): void {
  const { active } = step.state;
  if (!active) return;
  change(step, { active: undefined });
  settle(step, active.command.id, settlement);
  startNext(step);
}

function settle(step: Step, id: number, settlement: Settlement): void {
  emit(step, { type: "settled", id, settlement });
}
