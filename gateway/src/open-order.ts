/**
 * The order to open a door from central: a text signed with Ed25519 (RFC 8032) by a key that the gateway pinned, so that
 * whoever has the central database can open nothing. It names the gateway's challenge of that time, so that it is of no
 * use later.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { z } from "zod";

export const OpenOrder = z.strictObject({
  order: z.literal("holdfast open 1"),
  /** Of the command; a gateway carries out each id once. */
  id: z.uuid(),
  gateway: z.string(),
  cabinet: z.string(),
  locker: z.int(),
  reason: z.string(),
  minutes: z.int(),
  /** What the gateway last sent as `challenge`. */
  challenge: z.string(),
});
export type OpenOrder = z.infer<typeof OpenOrder>;

export interface SignedOrder {
  readonly payload: string;
  readonly signature: Uint8Array;
}

export function signOrder(order: OpenOrder, key: KeyObject): SignedOrder {
  const payload = JSON.stringify(order);
  return { payload, signature: sign(null, Buffer.from(payload), key) };
}

/** The order, when the signature is by this key; else undefined. Whether it fits gateway and challenge is not looked at. */
export function verifyOrder(payload: string, signatureHex: string, key: KeyObject): OpenOrder | undefined {
  const signature = Buffer.from(signatureHex, "hex");
  if (signature.length !== 64 || !verify(null, Buffer.from(payload), key, signature)) return undefined;
  try {
    return OpenOrder.parse(JSON.parse(payload));
  } catch {
    return undefined;
  }
}

/** A new pair: PKCS #8 in PEM to keep, and the public key as gateways pin it (32 bytes, base64url). */
export function newOrderKey(): { privatePem: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const privatePem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { privatePem, publicKey: publicKey.export({ format: "jwk" }).x ?? "" };
}

export function readPrivateKey(pem: string): KeyObject {
  return createPrivateKey(pem);
}

/** The public half, as gateways pin it. */
export function publicKeyOf(key: KeyObject): string {
  return createPublicKey(key).export({ format: "jwk" }).x ?? "";
}

export function readPublicKey(publicKey: string): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
}
