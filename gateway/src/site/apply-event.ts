/** Turns one record of a controller's journal into changes of the ledger, all in one transaction. */
import { type EventKind, type MessageOf, type Outcome, unpackDigits } from "@holdfast/protocol";
import { maskPhone } from "../cabinet/canonical-phone.ts";
import { eventKindName, outcomeName } from "../cabinet/names.ts";
import { outcomeError } from "../cabinet/outcome-error.ts";
import type { CommandRow } from "../ledger/command-store.ts";
import type { NewEvent } from "../ledger/event-store.ts";
import type { Ledger } from "../ledger/ledger.ts";

type Event = MessageOf<"event">;
type Detail = Record<string, string | number | boolean>;

export interface EventContext {
  readonly cabinet: string;
  readonly epoch: number;
  readonly wall: number;
}

/** Kinds whose `reference` is the id of a command. */
const COMMANDED: ReadonlySet<EventKind> = new Set([
  "web_store",
  "web_collect",
  "web_finish",
  "operator_open",
  "set_service",
  "release",
  "set_pin",
  "restore_slot",
  "set_config",
]);
const OF_CONTROLLER: ReadonlySet<EventKind> = new Set([
  "boot",
  "relay_fault",
  "slot_damaged",
  "gap",
  "tamper",
]);
const RESET_CAUSES = ["power-on", "reset pin", "brown-out", "watchdog"];
/** A controller that was told a nonsense time: before this release, or further than its 32 bits mean. */
const EARLIEST_S = Date.UTC(2025, 0, 1) / 1000;

/** What the rest of the gateway has to do after the commit. */
export interface Applied {
  /** The command that this event settled. */
  readonly command: number | undefined;
  /** The rental for which a message was queued. */
  readonly queued: number | undefined;
}

export function applyEvent(ledger: Ledger, context: EventContext, event: Event): Applied {
  const kind = eventKindName(event.kind);
  const outcome = outcomeName(event.outcome);
  return ledger.change((append) => {
    const command = commandOf(ledger, context, kind, event);
    const at = timeOf(kind, event, context.wall);
    const fromRental = ledger.rentals.open(context.cabinet, event.locker);
    const queued = outcome === "done" ? carryOut(ledger, context, kind, event, command, at) : undefined;
    if (command) settleCommand(ledger, command, event, outcome);
    const rental = ledger.rentals.open(context.cabinet, event.locker) ?? fromRental;
    const phone = rental?.number === event.rental ? rental.phone : "";
    append({
      at,
      kind: kind ?? `kind_${event.kind}`,
      cabinet: context.cabinet,
      ...(event.locker === 0 ? {} : { locker: event.locker }),
      outcome,
      actor: actorOf(kind, command),
      ...(phone === "" ? {} : { phone: maskPhone(phone) }),
      ...(command?.reason ? { reason: command.reason } : {}),
      detail: detailOf(kind, event),
      journal: { epoch: context.epoch, sequence: event.sequence },
    });
    return { command: command?.id, queued };
  });
}

function commandOf(
  ledger: Ledger,
  { cabinet }: EventContext,
  kind: EventKind | undefined,
  event: Event,
): CommandRow | undefined {
  if (kind === undefined || !COMMANDED.has(kind) || event.reference === 0) return undefined;
  const command = ledger.commands.get(event.reference);
  return command?.cabinet === cabinet ? command : undefined;
}

/** When it happened as far as the controller knew, else now. For showing only. */
function timeOf(kind: EventKind | undefined, event: Event, wall: number): number {
  const told = kind !== undefined && !COMMANDED.has(kind) && kind !== "gap" && event.reference >= EARLIEST_S;
  return told ? event.reference * 1000 : wall;
}

/** The rows that follow from something that was done. Returns the rental that gets a message. */
function carryOut(
  ledger: Ledger,
  context: EventContext,
  kind: EventKind | undefined,
  event: Event,
  command: CommandRow | undefined,
  at: number,
): number | undefined {
  const open = ledger.rentals.open(context.cabinet, event.locker);
  switch (kind) {
    case "keypad_store":
    case "web_store": {
      const known = open?.number === event.rental ? open.id : undefined;
      if (open && known === undefined) {
        // Its end was never told: the journal has a gap there, or the ledger is an old backup.
        ledger.rentals.end(open.id, at, kind);
        ledger.messages.giveUp(open.id, "the rental ended");
      }
      const rental = known ?? startRental(ledger, context, event, command, at);
      return command?.actor === "web" ? queueMessage(ledger, rental, command, context.wall) : undefined;
    }
    case "keypad_finish":
    case "web_finish":
    case "release":
      if (open?.number !== event.rental) return undefined;
      ledger.rentals.end(open.id, at, kind);
      ledger.messages.giveUp(open.id, "the rental ended");
      return undefined;
    case "set_pin":
      if (open?.number !== event.rental || !command) return undefined;
      return queueMessage(ledger, open.id, command, context.wall);
    default:
      return undefined;
  }
}

function startRental(
  ledger: Ledger,
  { cabinet, epoch }: EventContext,
  event: Event,
  command: CommandRow | undefined,
  at: number,
): number {
  return ledger.rentals.start({
    cabinet,
    epoch,
    locker: event.locker,
    number: event.rental,
    phone: unpackDigits(event.phone) || command?.phone || "",
    source: eventKindName(event.kind) === "web_store" ? "web" : "keypad",
    receipt: command?.request ?? null,
    started_at: at,
  });
}

/** A command that gave a PIN to a message brings that message on; any other one begins a new message. */
export function queueMessage(ledger: Ledger, rental: number, command: CommandRow, wall: number): number {
  if (command.message === null) ledger.messages.queue(rental, command.id, wall);
  else ledger.messages.carriedBy(command.message, command.id);
  return rental;
}

function settleCommand(ledger: Ledger, command: CommandRow, event: Event, outcome: Outcome): void {
  const tries = outcome === "wrong_pin" ? event.detail : null;
  const final = outcome === "done" || !outcomeError(outcome).retryable;
  ledger.commands.settle(command.id, { outcome, rental: event.rental, wait: 0, tries }, final);
}

function actorOf(kind: EventKind | undefined, command: CommandRow | undefined): NewEvent["actor"] {
  if (command) return command.actor;
  if (kind === undefined || OF_CONTROLLER.has(kind)) return "controller";
  if (kind.startsWith("keypad_")) return "keypad";
  if (kind.startsWith("web_")) return "web";
  return kind === "restore_slot" || kind === "set_config" ? "gateway" : "operator";
}

function detailOf(kind: EventKind | undefined, event: Event): Detail {
  const detail: Detail = {};
  if (event.rental !== 0) detail["rental"] = event.rental;
  if (kind !== undefined && COMMANDED.has(kind)) detail["command"] = event.reference;
  if (kind === "boot") {
    detail["cause"] = RESET_CAUSES.filter((_, bit) => (event.detail >> bit) & 1).join(", ") || "unknown";
  } else if (kind === "relay_fault") detail["address"] = event.detail;
  else if (kind === "gap") detail["lost"] = event.reference;
  else if (event.detail !== 0) detail["wrongTries"] = event.detail;
  return detail;
}
