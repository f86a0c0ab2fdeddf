/** What commands share. */
import { CentralError } from "../central/index.ts";

export const DRY = ["--dry-run", "only show the SQL"] as const;

export function whole(text: string): number {
  if (!/^[0-9]{1,15}$/.test(text)) throw new CentralError("bad_option", `"${text}" is no whole number.`);
  return Number(text);
}
