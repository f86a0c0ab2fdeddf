/** What both sides make of a `welcome`: the keys of the session. PROTOCOL.md, "Handshake". */
import { cmac } from "./cmac.ts";
import { encodeBody, type MessageOf } from "./codec.ts";

/** The keys of one session, one for each direction, 16 bytes each. */
export interface SessionKeys {
  readonly toController: Uint8Array;
  readonly toGateway: Uint8Array;
}

const LABEL = { toController: 0x43, toGateway: 0x47, proof: 0x50 } as const;
const PROOF_LENGTH = 8;

/** NIST SP 800-108r1, KDF in counter mode with AES-CMAC; one block, so the counter is 1 and the length 128 bits. */
function derive(pairingKey: Uint8Array, label: number, context: Uint8Array): Uint8Array {
  return cmac(Uint8Array.of(1, label, 0, ...context, 0, 128), pairingKey);
}

/** The body of the welcome without message id and proof. */
function contextOf(welcome: MessageOf<"welcome">): Uint8Array {
  return encodeBody(welcome).subarray(1, -PROOF_LENGTH);
}

export function sessionKeys(pairingKey: Uint8Array, welcome: MessageOf<"welcome">): SessionKeys {
  const context = contextOf(welcome);
  return {
    toController: derive(pairingKey, LABEL.toController, context),
    toGateway: derive(pairingKey, LABEL.toGateway, context),
  };
}

/** What `welcome.proof` must be: eight bytes that only who has the pairing key can make. */
export function welcomeProof(pairingKey: Uint8Array, welcome: MessageOf<"welcome">): Uint8Array {
  return derive(pairingKey, LABEL.proof, contextOf(welcome)).subarray(0, PROOF_LENGTH);
}

/** The session number in the headers: the low half of the handshake counter, which is never 0 there. */
export function sessionOf(welcome: Pick<MessageOf<"welcome">, "handshake">): number {
  return welcome.handshake & 0xffff;
}

/** Six digits that OLED and command line show while a cabinet is paired: the same on both sides for the same key. */
export function checkCode(pairingKey: Uint8Array): string {
  const mac = cmac(new TextEncoder().encode("check"), pairingKey);
  return Array.from(mac.subarray(0, 6), (byte) => byte % 10).join("");
}
