/** Reads server-sent events from a Unix socket one by one. */
import { request } from "node:http";
import { onTestFinished } from "vitest";

export type RawStreamItem = { event: string; data: unknown; id?: string } | { comment: true };

export function openStream(socketPath: string, path: string) {
  const items: RawStreamItem[] = [];
  let wake = () => {};
  let over = () => {};
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  const req = request({ socketPath, path, agent: false }, (response) => {
    let rest = "";
    response.setEncoding("utf8");
    response.on("data", (text: string) => {
      const blocks = (rest + text).split("\n\n");
      rest = blocks.pop() ?? "";
      items.push(...blocks.map(parse));
      wake();
    });
    response.once("close", over);
  });
  req.on("error", over);
  req.end();
  onTestFinished(() => void req.destroy());
  const next = async (): Promise<RawStreamItem> => {
    for (;;) {
      const item = items.shift();
      if (item) return item;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { next, ended, close: () => req.destroy() };
}

function parse(block: string): RawStreamItem {
  if (block.startsWith(":")) return { comment: true };
  const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
  return { ...fields, event: fields.event, data: JSON.parse(fields.data) };
}
