/** A password comes from a file, the environment, or a person. Never from the command line, which others can read. */
import { statSync } from "node:fs";
import { askLine } from "@holdfast/gateway/cli-kit";
import { CentralError } from "../central/index.ts";
import { read } from "./read.ts";

const VARIABLE = "HOLDFAST_CENTRAL_PASSWORD";
const OTHERS = 0o077;

/** `question`: asked where nothing tells the password and somebody is there; undefined: none is needed. */
export async function findPassword(file: string | undefined, question: string | undefined): Promise<string> {
  if (file !== undefined) return readPassword(file);
  const told = process.env[VARIABLE];
  if (told !== undefined) return told;
  return question !== undefined && process.stdin.isTTY ? askLine(question, { secret: true }) : "";
}

function readPassword(file: string): string {
  const password = read(file).replace(/\r?\n$/, "");
  const stat = statSync(file);
  // Of a pipe, as <(pass show central), the mode says nothing.
  if (stat.isFile() && (stat.mode & OTHERS) !== 0) {
    throw new CentralError(
      "bad_option",
      `Others may read ${file}: chmod 600 ${file}, and change the password.`,
    );
  }
  return password;
}
