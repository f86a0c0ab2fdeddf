/** People with the web page, and operators: they ask the gateway, sometimes twice, and do not always wait. */
import { type Answer, CABINET, type Site } from "./gateway-process.ts";
import type { End } from "./model.ts";
import type { Act, Deed } from "./rights.ts";
import type { World } from "./world.ts";

/** Errors after which it is certain that nothing happened. */
const WITHOUT_EFFECT = new Set([
  "cabinet_unreachable",
  "cabinet_busy",
  "locker_held",
  "locker_not_held",
  "locker_out_of_service",
  "too_many_lockers",
  "storing_paused",
  "messages_missing",
  "door_failed",
  "bad_phone",
  "bad_pin",
  "wrong_pin",
  "phone_locked",
  "phone_locked_by_tries",
  "visit_over",
  "rental_over",
  "resend_too_soon",
]);
const TRIES_MOST = 4;

/** `insist` was not certain before: then only success is an answer to all that was asked. */
interface Insisted {
  readonly doubtful?: boolean;
}

function endOf(answer: Answer<unknown> & Insisted): End {
  if (answer.how === "answered") return "done";
  if (answer.doubtful) return "unknown";
  return answer.how === "refused" && WITHOUT_EFFECT.has(answer.code) ? "nothing" : "unknown";
}

function wordOf(answer: Answer<unknown>): string {
  return answer.how === "refused" ? answer.code : answer.how;
}

export async function storeOnPage(
  world: World,
  locker: number,
  phone: string,
  stubborn: boolean,
): Promise<string> {
  const requestId = world.requestId();
  const act = world.model.begin({ by: "page", deed: "store", locker, phone });
  const at = { cabinet: CABINET, locker };
  const answer = await insist(world, act, stubborn, (site) => site.store(at, `+${phone}`, requestId));
  world.model.end(act, endOf(answer));
  if (answer.how === "answered") world.receipts.push({ token: answer.value.receipt, phone, locker });
  return wordOf(answer);
}

export async function collectOnPage(
  world: World,
  { locker, phone, pin, after }: { locker: number; phone: string; pin: string; after: string },
): Promise<string> {
  const requestId = world.requestId();
  const since = world.journalAt();
  const act = world.model.begin({ by: "page", deed: "collect", locker, phone, pin });
  const at = { cabinet: CABINET, locker };
  const answer = await insist(world, act, after === "keep", (site) =>
    site.collect(at, `+${phone}`, pin, requestId),
  );
  world.model.end(act, endOf(answer));
  if (answer.how === "refused") {
    const wrong = answer.code === "wrong_pin";
    const locked = answer.code.startsWith("phone_locked");
    if (wrong || (locked && world.triedSince(since, locker, "page")))
      world.model.refused(act, wrong ? "wrong" : "locked");
    // The PIN was right, the lock was not.
    if (answer.code === "door_failed") world.model.budget.right(locker);
    if (answer.code === "locker_not_held") world.model.denied(act);
  }
  if (answer.how !== "answered") return wordOf(answer);
  const { visit } = answer.value;
  await world.sleep(world.people.between(200, 1500));
  world.cabinet.moveDoor(locker, false);
  if (after === "keep") return `collected, ${wordOf(await world.gateway.ask((site) => site.keep(visit)))}`;
  if (after === "leave") return "collected, walked off";
  const finish = world.model.begin({ by: "page", deed: "finish", locker, phone });
  const finished = await world.gateway.ask((site) => site.finish(visit));
  world.model.end(finish, endOf(finished));
  return `collected, ${wordOf(finished)}`;
}

/** Asks for the message again: a new PIN, the old one dies. */
export async function resendOnPage(world: World, index: number): Promise<string> {
  const receipt = world.receipts[index % Math.max(1, world.receipts.length)];
  if (!receipt) return "no receipt";
  const { locker, phone, token } = receipt;
  const act = world.model.begin({ by: "page", deed: "pin", locker, phone });
  const answer = await world.gateway.ask((site) => site.resend(token));
  world.model.end(act, endOf(answer));
  return wordOf(answer);
}

/** A receipt that was given stays good. */
export async function lookAtReceipt(world: World, index: number): Promise<string> {
  const receipt = world.receipts[index % Math.max(1, world.receipts.length)];
  if (!receipt) return "no receipt";
  const answer = await world.gateway.ask((site) => site.receipt(receipt.token));
  if (answer.how === "refused" && answer.code === "no_such_receipt")
    world.violations.add("S5", `the receipt of locker ${receipt.locker} is not known any more`);
  return wordOf(answer);
}

export type Office = "open" | "release" | "out" | "in" | "reissue";

export async function operate(world: World, what: Office, locker: number): Promise<string> {
  const at = { cabinet: CABINET, locker };
  const deeds: Record<Office, Deed> = {
    open: "open",
    release: "release",
    out: "service",
    in: "service",
    reissue: "pin",
  };
  const phone = world.model.possible(locker).find((right) => right.held)?.phone ?? "";
  const act = world.model.begin({ by: "operator", deed: deeds[what], locker, phone, out: what === "out" });
  const answer = await world.gateway.ask((site) => {
    switch (what) {
      case "open":
        return site.open(at, "simulated");
      case "release":
        return site.release(at, "simulated");
      case "reissue":
        return site.reissuePin(at, "simulated");
      default:
        return site.setService(at, what === "out", "simulated");
    }
  });
  world.model.end(act, endOf(answer));
  if (what === "open" && answer.how === "answered") later(world, locker);
  return wordOf(answer);
}

/** The same request again until somebody answers it for certain. */
async function insist<T>(
  world: World,
  act: Act,
  stubborn: boolean,
  call: (site: Site) => Promise<T>,
): Promise<Answer<T> & Insisted> {
  const { restorations } = world;
  for (let tries = 1; ; tries++) {
    act.asked = world.timeline.now;
    const answer = await world.gateway.ask(call);
    const doubtful = tries > 1;
    // A gateway that went back to an old backup knows nothing of the first try.
    if (
      !stubborn ||
      endOf(answer) !== "unknown" ||
      tries === TRIES_MOST ||
      world.restorations !== restorations
    )
      return { ...answer, doubtful };
    await world.sleep(world.people.between(500, 4000));
  }
}

function later(world: World, locker: number): void {
  world.timeline.after(world.people.between(300, 5000), () => world.cabinet.moveDoor(locker, false));
}
