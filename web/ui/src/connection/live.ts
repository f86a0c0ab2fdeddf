/** What the page knows of the cabinets, kept up by one stream: the whole state first, then each change. */
import type { Cabinet, GatewayLink, State } from "@holdfast/gateway/contract";
import { computed, signal } from "@preact/signals";
import { api } from "../api.ts";

export const site = signal<State | undefined>(undefined);
/** Whether changes reach this page. */
export const connection = signal<"connecting" | "live" | "lost">("connecting");
/** Whether the web server reaches the gateway. */
const gatewayReachable = signal(true);

export const stale = computed(() => connection.value !== "live" || !gatewayReachable.value);
export const outage = computed((): "none" | "page" | "gateway" => {
  if (connection.value === "lost") return "page";
  return gatewayReachable.value ? "none" : "gateway";
});

export const cabinetById = (id: string): Cabinet | undefined =>
  site.value?.cabinets.find((cabinet) => cabinet.id === id);

const RETRY_FIRST = 1_000;
const RETRY_MOST = 15_000;
/** Without any news for so long the page asks, since a dead server and a quiet one look the same. */
const QUIET = 25_000;
/** A phone that slept so long may hold a stream that ended unseen. */
const SLEPT = 30_000;

let stream: EventSource | undefined;
let retryIn = RETRY_FIRST;
let retryTimer: number | undefined;
let quietTimer: number | undefined;
let hiddenAt = 0;

function parse<T>(event: Event): T | undefined {
  try {
    return JSON.parse((event as MessageEvent<string>).data) as T;
  } catch {
    return undefined;
  }
}

function heard(): void {
  connection.value = "live";
  retryIn = RETRY_FIRST;
  clearTimeout(quietTimer);
  quietTimer = setTimeout(askWhetherAlive, QUIET);
}

function lost(): void {
  connection.value = "lost";
  stream?.close();
  clearTimeout(quietTimer);
  clearTimeout(retryTimer);
  // The page itself retries: EventSource gives up for good on any answer that is no stream.
  retryTimer = setTimeout(connect, retryIn * (0.75 + Math.random() / 2));
  retryIn = Math.min(retryIn * 2, RETRY_MOST);
}

async function askWhetherAlive(): Promise<void> {
  const asked = stream;
  const answer = await api.state();
  if (stream !== asked || connection.value !== "live") return;
  if (answer.ok || answer.trouble.code !== "no_answer") heard();
  else lost();
}

function takeState(event: Event): void {
  const next = parse<State>(event);
  if (!next) return;
  site.value = next;
  gatewayReachable.value = true;
  heard();
}

function takeCabinet(event: Event): void {
  const next = parse<Cabinet>(event);
  heard();
  if (!next || !site.value) return;
  const cabinets = site.value.cabinets.map((cabinet) => (cabinet.id === next.id ? next : cabinet));
  site.value = { ...site.value, cabinets };
}

function takeGateway(event: Event): void {
  // That it is back counts only with the state that follows.
  if (parse<GatewayLink>(event)?.reachable === false) gatewayReachable.value = false;
  heard();
}

function connect(): void {
  stream?.close();
  clearTimeout(retryTimer);
  stream = api.live();
  stream.addEventListener("state", takeState);
  stream.addEventListener("cabinet", takeCabinet);
  stream.addEventListener("gateway", takeGateway);
  stream.addEventListener("error", lost);
}

export function startLive(): void {
  connect();
  window.addEventListener("online", connect);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = performance.now();
    else if (connection.value === "lost" || performance.now() - hiddenAt > SLEPT) connect();
  });
}
