/** One line from the person at the terminal, or from what is piped in. A secret is not shown while it is typed. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { UsageError } from "./usage-error.ts";

export async function askLine(question: string, { secret = false } = {}): Promise<string> {
  const { stdin, stderr } = process;
  const terminal = stdin.isTTY === true;
  const output = secret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : stderr;
  const prompt = `${question} `;
  const lines = createInterface({ input: stdin, output, terminal, prompt });
  // Only now: from here on the terminal shows nothing by itself.
  if (terminal && secret) stderr.write(prompt);
  else if (terminal) lines.prompt();
  try {
    for await (const line of lines) return line.trim();
  } finally {
    lines.close();
    if (terminal && secret) stderr.write("\n");
  }
  throw new UsageError(`There was no answer to: ${question}`, "Type it, or pipe it in as one line.");
}
