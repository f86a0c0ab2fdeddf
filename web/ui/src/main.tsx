import { render } from "preact";
import { App } from "./app.tsx";
import { startLive } from "./connection/live.ts";

startLive();
const root = document.getElementById("app");
if (root) {
  // The words of the first paint give way to the living page in the same frame, and a link that has the focus keeps it.
  const focused = document.activeElement?.getAttribute("href");
  root.replaceChildren();
  render(<App />, root);
  if (focused) root.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
}
