import { FrameSplitter } from "../../src/frame.ts";

/** What comes out of one splitter into which these chunks are pushed. */
export function split(...chunks: Uint8Array[]): { frames: Uint8Array[]; oversize: number } {
  const splitter = new FrameSplitter();
  const frames: Uint8Array[] = [];
  let oversize = 0;
  for (const chunk of chunks) {
    splitter.push(
      chunk,
      (encoded) => frames.push(encoded),
      () => oversize++,
    );
  }
  return { frames, oversize };
}
