/** All that an attacker got to see, as one text without what differs each time. */
import type { GatewayLogin } from "../rig/index.ts";
import type { Attack, Target } from "./attack.ts";

export async function outcomeOf(login: GatewayLogin, attack: Attack, target: Target): Promise<string> {
  const seen: unknown[] = [];
  const attempt = async (what: () => Promise<unknown>) => {
    try {
      seen.push(await what());
    } catch (error) {
      const { errno, code, message } = error as { errno?: number; code?: string; message?: string };
      seen.push({ errno, code, message });
    }
  };
  for (const sql of attack.statements?.(target) ?? []) await attempt(() => login.query(sql));
  for (const request of attack.requests?.(target) ?? []) {
    await attempt(() => login.call(typeof request === "string" ? request : JSON.stringify(request)));
  }
  const { run } = attack;
  if (run) await attempt(() => run(login, target));
  return steady(JSON.stringify(seen, (_key, value: unknown) => readable(value)));
}

function readable(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    value.type === "Buffer" &&
    "data" in value
  ) {
    return Buffer.from(value.data as number[]).toString("latin1");
  }
  return value;
}

/** Times and numbers of connections are new each time and nobody's. */
function steady(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, "TIME")
    .replace(/(thread id:?|connection|Unknown thread id:?) \d+/gi, "$1 N");
}
