/**
 * For each test file (vitest's setupFiles): one that keeps its process busy for two minutes without an end, so that no
 * timeout of a test can fire, says where it is and ends.
 */
import { writeSync } from "node:fs";
import inspector from "node:inspector";
import { isMainThread, Worker, workerData } from "node:worker_threads";

const BEAT_MS = 1000;
const BLOCKED_MS = 120_000;
const FRAMES = 12;

if (isMainThread) {
  const { expect } = await import("vitest");
  const beats = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  const data = { beats, file: expect.getState().testPath };
  new Worker(new URL(import.meta.url), { workerData: data, execArgv: [] }).unref();
} else {
  const { beats, file } = workerData;
  let last = -1;
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    if (now === last) tell(file);
    last = now;
  }, BLOCKED_MS);
}

function tell(file) {
  const session = new inspector.Session();
  session.connectToMainThread();
  const scripts = new Map();
  session.on("Debugger.scriptParsed", ({ params }) => scripts.set(params.scriptId, params.url));
  session.once("Debugger.paused", ({ params }) => {
    const places = params.callFrames
      .slice(0, FRAMES)
      .map(({ functionName, location: { scriptId, lineNumber } }) => {
        return `  at ${functionName || "(anonymous)"} ${scripts.get(scriptId)}:${lineNumber + 1}`;
      });
    writeSync(2, `blocked for ${BLOCKED_MS / 1000} s: ${file}\n${places.join("\n")}\n`);
    process.kill(process.pid, "SIGKILL");
  });
  session.post("Debugger.enable");
  session.post("Debugger.pause");
}
