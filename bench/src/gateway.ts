/** `npm run bench -- gateway`: sudden ends of the gateway, and a flood on the page. Takes about a quarter of an hour. */
import { type Figure, figure } from "./figure.ts";
import { flood } from "./flood.ts";
import { killOften } from "./kills.ts";

const KILLS = 500;
const FLOOD_SECONDS = 60;
const SERVING_LIMIT_S = 3;
/** Three times what it takes at rest. */
const MEMORY_LIMIT_MB = 105;

export async function* gateway(): AsyncIterable<Figure> {
  const { kills, lost, toServing } = await killOften(KILLS, (done) => {
    if (done % 25 === 0) console.error(`${done} of ${KILLS} kills`);
  });
  for (const what of lost) console.error(`lost: ${what}`);
  const slowest = toServing.at(-1) ?? Number.NaN;
  yield figure("gateway.kill_to_serving", slowest / 1000, "s", { atMost: SERVING_LIMIT_S });
  yield figure("gateway.kills", kills, "kills", { atLeast: KILLS });
  yield figure("gateway.kills_lost", lost.length, "operations", { atMost: 0 });
  const flooded = await flood(FLOOD_SECONDS);
  yield figure("gateway.flood_requests_per_second", flooded.requestsPerSecond, "1/s", { atLeast: 1000 });
  yield figure("gateway.flood_keypad_shift", flooded.flooded - flooded.calm, "ms", { atMost: 1 });
  const atRest = { value: flooded.memoryBefore / 1e6, of: "before the flood" };
  yield figure("gateway.flood_memory", flooded.memoryMost / 1e6, "MB", { atMost: MEMORY_LIMIT_MB }, atRest);
}
