/** Text for a terminal. */
import { styleText } from "node:util";

type Colour = "red" | "green" | "yellow" | "dim" | "bold";

/** Without control characters: what somebody wrote as a reason must not steer the terminal that shows it. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "?");
}

/** https://no-color.org: any value but the empty one means no. */
export function paint(colour: Colour | undefined, text: string): string {
  const wanted = process.stdout.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
  return wanted && colour ? styleText(colour, text) : text;
}

/** Wall-clock time in the place of the reader, to compare by eye. */
export function localTime(iso: string): string {
  return new Date(iso).toLocaleString("sv-SE");
}

export function duration(seconds: number): string {
  const days = Math.trunc(seconds / 86_400);
  const hours = Math.trunc((seconds % 86_400) / 3600);
  const minutes = Math.trunc((seconds % 3600) / 60);
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
