/** Module hooks of Node (https://nodejs.org/docs/latest-v20.x/api/module.html#hooks) that change source texts. */

import type { InitializeHook, LoadHook } from "node:module";
import type { Patch } from "@holdfast/controller/wasm";

let patches: readonly Patch[] = [];

export const initialize: InitializeHook<string> = (data) => {
  patches = JSON.parse(data) as Patch[];
};

export const load: LoadHook = async (url, context, next) => {
  const loaded = await next(url, context);
  const mine = patches.filter(({ file }) => url.endsWith(`/gateway/dist/${file}`));
  if (mine.length === 0 || loaded.source === undefined) return loaded;
  let source = Buffer.from(loaded.source as Uint8Array).toString("utf8");
  for (const { file, find, replace } of mine) {
    const places = source.split(find).length - 1;
    if (places !== 1) throw new Error(`a patch of ${file} fits ${places} times: ${find}`);
    source = source.replace(find, () => replace);
  }
  return { ...loaded, source };
};
