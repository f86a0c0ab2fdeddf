/** The vectors of the standards that seal.ts and handshake.ts are built on. */

import { createCipheriv } from "node:crypto";
import { expect, test } from "vitest";
import { cmac } from "../src/cmac.ts";
import { bytes } from "./support/protocol-text.ts";
import { referenceCcm } from "./support/reference-ccm.ts";

const MESSAGE = Uint8Array.from({ length: 64 }, (_, index) => index);
const CCM_KEY = MESSAGE.map((byte) => 0xc0 + byte).subarray(0, 16);

/** RFC 3610, section 8, packet vectors 1 to 6: nonce, length of the header in the clear, of the packet, what is sent. */
const CCM = [
  ["00000003020100", 8, 31, "588C979A61C663D2F066D0C2C0F989806D5F6B61DAC38417E8D12CFDF926E0"],
  ["00000004030201", 8, 32, "72C91A36E135F8CF291CA894085C87E3CC15C439C9E43A3BA091D56E10400916"],
  ["00000005040302", 8, 33, "51B1E5F44A197D1DA46B0F8E2D282AE871E838BB64DA8596574ADAA76FBD9FB0C5"],
  ["00000006050403", 12, 31, "A28C6865939A9A79FAAA5C4C2A9D4A91CDAC8C96C861B9C9E61EF1"],
  ["00000007060504", 12, 32, "DCF1FB7B5D9E23FB9D4E131253658AD86EBDCA3E51E83F077D9C2D93"],
  ["00000008070605", 12, 33, "6FC1B011F006568B5171A42D953D469B2570A4BD87405A0443AC91CB94"],
] as const;

test.each(CCM)("RFC 3610: nonce %s, %i bytes in the clear of %i", (nonceStart, clear, length, sent) => {
  const nonce = bytes(`${nonceStart}A0A1A2A3A4A5`);
  const header = MESSAGE.subarray(0, clear);
  const message = MESSAGE.subarray(clear, length);
  expect(referenceCcm(CCM_KEY, nonce, header, message)).toEqual(bytes(sent));

  const cipher = createCipheriv("aes-128-ccm", CCM_KEY, nonce, { authTagLength: 8 });
  cipher.setAAD(header, { plaintextLength: message.length });
  const encrypted = cipher.update(message);
  cipher.final();
  expect(Uint8Array.of(...encrypted, ...cipher.getAuthTag())).toEqual(bytes(sent));
});

const CMAC_KEY = bytes("2B7E151628AED2A6ABF7158809CF4F3C");
const CMAC_MESSAGE = bytes(
  "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51" +
    "30C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710",
);

/** RFC 4493, section 4. */
test.each([
  [0, "BB1D6929E95937287FA37D129B756746"],
  [16, "070A16B46B4D4144F79BDD9DD04A287C"],
  [40, "DFA66747DE9AE63030CA32611497C827"],
  [64, "51F0BEBF7E3B9D92FC49741779363CFE"],
])("RFC 4493: a message of %i bytes", (length, mac) => {
  expect(cmac(CMAC_MESSAGE.subarray(0, length), CMAC_KEY)).toEqual(bytes(mac));
});
