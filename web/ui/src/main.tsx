import { render } from "preact";
import { App } from "./app.tsx";
import { startLive } from "./connection/live.ts";

function start(): void {
  startLive();
  const root = document.getElementById("app");
  if (!root) return;
  // The words of the first paint give way to the living page in the same frame.
  root.replaceChildren();
  render(<App />, root);
}

// A slow phone paints what index.html says first; the work begins after that frame. A hidden page has no frames.
if (document.hidden) start();
else requestAnimationFrame(() => setTimeout(start));
