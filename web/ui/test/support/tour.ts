/** Leads through every screen in each of its states, for what must hold on all of them. */
import { follow, heading, press, sees, type Visitor } from "./browser.ts";
import { PHONE, tryPin } from "./flows.ts";

export async function tour({ page, site, server }: Visitor, look: (screen: string) => Promise<void>) {
  await sees(page, "8 of 8");
  await look("home");

  site.set(2, { state: "held" });
  site.set(5, { state: "out_of_service" });
  site.set(6, { state: "faulty" });
  site.set(7, { state: "held", door: "open" });
  await follow(page, /^Store/);
  await heading(page, "Choose a free locker");
  await look("choose a free locker");

  await press(page, "Locker 3 free");
  await page.getByLabel("Your phone number").fill(PHONE);
  await sees(page, "✓");
  await look("phone number");
  site.refuse("store", "door_failed");
  await press(page, "Open locker 3");
  await sees(page, "The door did not open.");
  await look("door did not open");
  await press(page, "Try again");
  await heading(page, "Locker 3 is open");
  await look("stored");
  site.set(3, { door: "closed" });
  site.message("failed");
  await sees(page, "could not be sent");
  await look("message failed");

  await follow(page, "Done");
  await sees(page, "Stored from here");
  await look("home with a receipt");
  await follow(page, /^Collect/);
  await heading(page, "Which locker is yours?");
  await look("choose a held locker");
  await press(page, "Locker 3 in use");
  await page.getByLabel("Your phone number").fill(PHONE);
  await tryPin(page, "1111");
  await sees(page, "3 tries are left");
  await look("wrong PIN");
  site.refuse("collect", "phone_locked", { retryAfter: 300 });
  await tryPin(page, "2222");
  await sees(page, "You can try again in");
  await look("locked for a while");

  await page.reload();
  await page.getByLabel("Your phone number").fill(PHONE);
  await tryPin(page);
  await heading(page, "Locker 3 is open");
  await page.getByText("The door did not open").click();
  await look("open to collect");
  await press(page, /^Finish/);
  await sees(page, "is still open");
  await look("freed");

  await follow(page, "To the start");
  await follow(page, /^Store/);
  site.change({ storing: "full" });
  await sees(page, "All lockers are taken.");
  await look("full");
  site.change({ storing: "unreachable", link: "down" });
  await sees(page, "cannot be reached");
  await look("unreachable");
  server.goAway();
  await sees(page, "No connection to the lockers");
  await look("no connection");
}
