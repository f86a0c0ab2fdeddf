/** Puts a command for a gateway into the queue, and tells what became of commands. */
import { type KeyObject, randomUUID } from "node:crypto";
import { format, type SqlValue } from "mysql2";
import { signOrder } from "../contract/index.ts";
import { idOf } from "./accounts.ts";
import { CentralError } from "./central-error.ts";
import type { Central } from "./connect.ts";

export const KINDS = ["release", "out_of_service", "in_service", "reissue_pin", "label", "open"] as const;
export type Kind = (typeof KINDS)[number];

export interface NewCommand {
  readonly kind: Kind;
  readonly gateway: string;
  readonly cabinet: string;
  readonly locker: number;
  /** Of `label` only: at most 20 characters on one line; "" takes it away. */
  readonly label?: string;
  /** 3 to 200 characters. */
  readonly reason: string;
  /** 1 to 43200: until when a gateway may begin it. */
  readonly minutes: number;
  /** Ed25519, for `open` only. */
  readonly key?: KeyObject;
  /** Only tells what would be run. */
  readonly dryRun?: boolean;
}

export interface QueuedCommand {
  readonly id: string;
  readonly state: string;
  /** UTC. */
  readonly expires_at: string;
  /** Of a dry run only. */
  readonly sql?: string;
}

export interface CommandState extends QueuedCommand {
  readonly kind: string;
  readonly cabinet: string;
  readonly locker: number;
  readonly reason: string;
  readonly who: string;
  readonly result: string | null;
  readonly queued_at: string;
  readonly delivered_at: string | null;
  readonly finished_at: string | null;
}

export async function queueCommand(central: Central, command: NewCommand): Promise<QueuedCommand> {
  const { kind, gateway, cabinet, locker, reason, minutes } = command;
  if (!KINDS.includes(kind)) throw new CentralError("bad_option", `"${kind}" is no command.`);
  const values: SqlValue[] = [gateway, cabinet, locker, ...labelOf(command), reason, minutes];
  if (command.dryRun) {
    await idOf(central, gateway);
    // What is signed could be carried out.
    if (kind === "open") values.push("***", "***", "***");
    const sql = format(`CALL queue_${kind}(${placesOf(values)})`, values);
    return { id: "", state: "", expires_at: "", sql };
  }
  if (kind === "open") values.push(...(await signedOpen(central, command)));
  const places = placesOf(values);
  const [queued] = await central.rows<QueuedCommand>(`CALL queue_${kind}(${places})`, values);
  if (queued === undefined) throw new CentralError("statement_failed", "The server gave no command.");
  return queued;
}

function labelOf({ kind, label }: NewCommand): string[] {
  if ((kind === "label") === (label !== undefined)) return label === undefined ? [] : [label];
  throw new CentralError("bad_label", kind === "label" ? "A label is needed." : "Only `label` takes one.");
}

function placesOf(values: readonly unknown[]): string {
  return values.map(() => "?").join(", ");
}

async function signedOpen(central: Central, command: NewCommand): Promise<[string, string, Uint8Array]> {
  const { key, kind: _kind, dryRun: _dryRun, ...order } = command;
  if (key === undefined) throw new CentralError("not_signed", "Opening a door needs a key.");
  await idOf(central, command.gateway);
  const [row] = await central.rows<{ challenge: string | null }>(
    "SELECT challenge FROM gateway WHERE name = ?",
    [command.gateway],
  );
  if (!row?.challenge) {
    throw new CentralError("not_signed", "This gateway takes no orders to open: it sent no challenge.");
  }
  const id = randomUUID();
  const { challenge } = row;
  const signed = signOrder({ order: "holdfast open 1", id, ...order, challenge }, key);
  return [id, signed.payload, signed.signature];
}

/** The newest commands of a gateway first. */
export async function commandStates(central: Central, gateway: string, most = 100): Promise<CommandState[]> {
  return central.rows<CommandState>(
    `SELECT id, kind, cabinet, locker, reason, who, state, result, queued_at, expires_at, delivered_at, finished_at
     FROM command WHERE gateway_id = ? ORDER BY place DESC LIMIT ?`,
    [await idOf(central, gateway), most],
  );
}
