/** One thing that somebody who stole a gateway's login may try. */
import type { GatewayLogin } from "../rig/index.ts";

/** What is known of the victim: an attacker may guess all of it but `secret`. */
export interface Target {
  readonly id: number;
  readonly name: string;
  readonly account: string;
  /** Of a command that waits for the victim. */
  readonly commandId: string;
  readonly epochId: string;
  /** The victim's head. */
  readonly seq: number;
  readonly hash: string;
  /** A text that stands in all the victim's rows and nowhere else. */
  readonly secret: string;
  /** The attacker's own. */
  readonly own: { readonly id: number; readonly name: string; readonly account: string };
  /** Logins that somebody made carelessly and that look like the victim's, with the same right as a gateway. */
  readonly twins: readonly { readonly user: string; readonly password: string }[];
}

export interface Attack {
  readonly name: string;
  /** SQL, one after the other on one connection; errors are part of the outcome. */
  readonly statements?: (target: Target) => readonly string[];
  /** For sync_v1: objects are sent as JSON, texts as they are. */
  readonly requests?: (target: Target) => readonly unknown[];
  /** Anything else. What it returns is its outcome. */
  readonly run?: (login: GatewayLogin, target: Target) => Promise<unknown>;
}
