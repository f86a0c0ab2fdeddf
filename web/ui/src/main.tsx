import { render } from "preact";
import { App } from "./app.tsx";
import { startLive } from "./connection/live.ts";

let started = false;

function start(): void {
  if (started) return;
  started = true;
  startLive();
  const root = document.getElementById("app");
  if (!root) return;
  // The words of the first paint give way to the living page in the same frame.
  root.replaceChildren();
  render(<App />, root);
}

// A slow phone paints first what index.html says; the work begins after that frame. A hidden page has no frames.
requestAnimationFrame(() => setTimeout(start));
setTimeout(start, 500);
