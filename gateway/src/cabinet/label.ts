/** The name of a locker beside its number, as "Post room": short, on one line, of nothing but printable characters. */
import { HoldfastError } from "../contract/error.ts";

const LABEL_LENGTH = 20;
/** Controls, direction marks and the like, halves of characters, private ones, and line ends. */
const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/** In NFC and without blanks around it; "" for none. Throws bad_label. */
export function readLabel(text: string): string {
  const label = text.normalize("NFC").trim();
  if ([...label].length > LABEL_LENGTH || NOT_PRINTABLE.test(label)) throw new HoldfastError("bad_label");
  return label;
}
