import { test } from "vitest";
import { sees, visit } from "./support/browser.ts";

test("the page says when it lost the server, marks what it shows as old, and comes back by itself", async () => {
  const { page, site, server } = await visit({ at: "#/store" });
  await page.getByRole("button", { name: "Locker 3 free" }).waitFor();
  server.goAway();
  await page.getByRole("status").getByText("No connection to the lockers.").waitFor();
  await sees(page, "the keypad at the cabinet works meanwhile");
  await sees(page, "Last known state");

  site.locker(3).state = "held";
  server.comeBack();
  await page.getByRole("status").getByText("Connected again.").waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Locker 3 in use" }).waitFor();
  await page.getByText("Last known state").waitFor({ state: "detached" });
});

test("a gateway that is away is told apart from a lost server", async () => {
  const { page, site, server } = await visit({ at: "#/store" });
  await page.getByRole("button", { name: "Locker 3 free" }).waitFor();
  server.send("gateway", { reachable: false });
  await sees(page, "The locker service does not answer.");
  await sees(page, "Last known state");
  server.send("gateway", { reachable: true });
  server.send("state", site.state);
  await page.getByText("The locker service does not answer.").waitFor({ state: "detached" });
});
