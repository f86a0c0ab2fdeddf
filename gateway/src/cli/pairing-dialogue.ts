/** The talk with the person who pairs a cabinet, whatever they sit at. */
import { setTimeout as pause } from "node:timers/promises";
import type { GatewayClient } from "../client/index.ts";
import { HoldfastError, type Pairing } from "../contract/index.ts";

export interface Terminal {
  say(text: string): void;
  /** A line that the next one replaces. */
  progress(text: string): void;
  ask(question: string): Promise<boolean>;
}

export interface Dialogue {
  readonly client: GatewayClient;
  readonly cabinet: string;
  readonly typed: boolean;
  readonly terminal: Terminal;
  /** The person wants to stop. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. */
  readonly interval?: number;
}

const INTERVAL = 500;
const GROUPS_A_LINE = 4;

const HOLD = "Hold the service button inside the cabinet down, and keep it down until this has ended.";
const SAME = "Does the display of the cabinet show the same code? Then press # at its keypad and say yes.";
const ANOTHER =
  'If the display asks "Same code?", somebody on the network offers a key of their own: never press # then, type on.';
const WAITS: Readonly<Record<Exclude<Pairing["state"], "comparing" | "done" | "failed">, string>> = {
  waiting: "Waiting for the service button",
  typing: "Waiting for the last symbol",
  proving: "Talking to the controller with the new key",
  finishing: "Giving the controller its number and PIN key",
  settling: "Comparing lockers",
};

/** The pairing that is done; throws why it failed. Whatever goes wrong here cancels it. */
export async function pairCabinet(dialogue: Dialogue): Promise<Pairing> {
  const { client, cabinet, terminal, signal } = dialogue;
  let pairing = await begin(dialogue);
  try {
    pairing = await follow(dialogue, pairing);
  } catch (error) {
    pairing = await client.call("cancelPairing", { params: { cabinet } });
    if (!signal.aborted && !(error instanceof Mismatch)) throw error;
    // Where the controller has the new key already, it comes to its end in spite of that.
    pairing = await follow({ ...dialogue, signal: new AbortController().signal }, pairing);
  }
  terminal.progress("");
  if (pairing.error) throw new HoldfastError(pairing.error.code as HoldfastError["code"]);
  return pairing;
}

async function follow(
  { client, cabinet, terminal, signal, interval }: Dialogue,
  begun: Pairing,
): Promise<Pairing> {
  const params = { cabinet };
  let pairing = begun;
  while (pairing.state !== "done" && pairing.state !== "failed") {
    signal.throwIfAborted();
    if (pairing.state === "comparing") {
      await compare(terminal, pairing);
      pairing = await client.call("confirmPairing", { params });
    } else {
      terminal.progress(`${WAITS[pairing.state]} ... ${pairing.secondsLeft} s`);
      await pause(interval ?? INTERVAL, undefined, { signal });
      pairing = await client.call("pairing", { params });
    }
  }
  return pairing;
}

class Mismatch extends Error {}

async function begin({ client, cabinet, typed, terminal }: Dialogue): Promise<Pairing> {
  const { groups, ...pairing } = await client.call("beginPairing", { params: { cabinet }, body: { typed } });
  terminal.say(`Pairing ${cabinet}. Ctrl-C cancels.`);
  terminal.say(HOLD);
  if (groups.length === 0) return pairing;
  terminal.say("Type this key at the keypad of the cabinet, group by group. Show it to nobody else:");
  terminal.say("");
  for (let at = 0; at < groups.length; at += GROUPS_A_LINE) {
    terminal.say(`    ${groups.slice(at, at + GROUPS_A_LINE).join("  ")}`);
  }
  terminal.say("");
  terminal.say(ANOTHER);
  return pairing;
}

async function compare(terminal: Terminal, { checkCode = "" }: Pairing): Promise<void> {
  terminal.progress("");
  terminal.say(`Check code: ${checkCode}`);
  if (!(await terminal.ask(SAME))) throw new Mismatch();
}
