import { expect, test } from "vitest";
import { isObviousPin, randomPin } from "../../src/cabinet/pin.ts";
import { type Random, systemRandom } from "../../src/random.ts";

test.each(["0000", "1111", "1234", "4321", "7890", "9012", "0987", "3210", "12345678", "99999999"])(
  "%s is obvious",
  (pin) => {
    expect(isObviousPin(pin)).toBe(true);
  },
);

test.each(["4711", "1235", "0001", "1357", "2580", "12346789"])("%s is not", (pin) => {
  expect(isObviousPin(pin)).toBe(false);
});

test.each([4, 5, 6, 7, 8])("random PINs of %i digits are never obvious", (digits) => {
  for (let i = 0; i < 2000; i++) {
    const pin = randomPin(digits, systemRandom);
    expect(pin).toMatch(new RegExp(`^[0-9]{${digits}}$`));
    expect(isObviousPin(pin)).toBe(false);
  }
});

test("an obvious draw is thrown away whole", () => {
  const draws = [1, 2, 3, 4, 4, 7, 1, 1];
  const random: Random = { bytes: (length) => new Uint8Array(length), below: () => draws.shift() ?? 0 };
  expect(randomPin(4, random)).toBe("4711");
});
