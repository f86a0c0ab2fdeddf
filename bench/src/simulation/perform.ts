/** Carries out the steps of a plan in a world. */
import { encodeBody, encodePlainFrame, packDigits } from "@holdfast/protocol";
import { GOOD } from "./cable.ts";
import { collectAtKeypad, storeAtKeypad } from "./keypad.ts";
import { collectOnPage, lookAtReceipt, operate, resendOnPage, storeOnPage } from "./page.ts";
import type { Step } from "./plan.ts";
import type { World } from "./world.ts";

/** What outlives a step. */
export interface Memory {
  backup: Buffer | undefined;
}

export function perform(world: World, memory: Memory, step: Step): void {
  const { cabinet, cable, gateway, disk, phones, timeline } = world;
  if ("phone" in step) world.secret(step.phone);
  switch (step.do) {
    case "store-keypad":
      world.act("store at keypad", true, () => storeAtKeypad(world, step));
      break;
    case "collect-keypad": {
      const claim = claimOf(world, step.pick, step.wrong);
      if (claim) world.act("collect at keypad", true, () => collectAtKeypad(world, { ...step, ...claim }));
      break;
    }
    case "store-page":
      world.act("store on page", false, () => storeOnPage(world, step.locker, step.phone, step.stubborn));
      break;
    case "collect-page": {
      const claim = claimOf(world, step.pick, step.wrong);
      if (claim)
        world.act("collect on page", false, () => collectOnPage(world, { ...claim, after: step.after }));
      break;
    }
    case "resend":
      world.act("resend", false, () => resendOnPage(world, step.pick));
      break;
    case "receipt":
      world.act("receipt", false, () => lookAtReceipt(world, step.pick));
      break;
    case "office":
      world.act(`operator: ${step.what}`, false, () => operate(world, step.what, step.locker));
      break;
    case "quality":
      cable.quality = step.lost === 0 ? GOOD : step;
      break;
    case "plug":
      cable.plug(step.in);
      break;
    case "deaf":
      cable.deaf[step.side] = step.on;
      break;
    case "stall":
      cable.stall(step.side, step.for);
      break;
    case "power":
      if (step.bytes === 0) cabinet.powerOff(step.torn);
      else cabinet.cutAfter(step.bytes, step.torn);
      world.powerBackAfter = step.off;
      break;
    case "crash":
      world.gatewayBackAfter = step.off;
      if (step.commits === 0) gateway.crash();
      else disk.cut = { commits: step.commits, kept: step.kept };
      break;
    case "full":
      disk.full = true;
      timeline.after(step.for, () => {
        disk.full = false;
      });
      break;
    case "wall":
      gateway.wallOff = step.by;
      break;
    case "backup":
      memory.backup = disk.image;
      break;
    case "restore":
      if (!memory.backup) break;
      gateway.crash();
      disk.restore(memory.backup, gateway.wall, world.people);
      world.restored();
      break;
    case "expander":
      cabinet.breakExpanders(1);
      timeline.after(step.for, () => cabinet.breakExpanders(0));
      break;
    case "service":
      phones.service = step.how;
      break;
    case "replay":
      replay(world, step);
      break;
    case "forge":
      cable.inject("controller", forged(step.what, step.locker));
      break;
    case "nothing":
      break;
  }
}

/** Somebody's phone and PIN for a locker, as they know it, or with a wrong PIN. */
export function claimOf(
  world: World,
  pick: number,
  wrong: string | undefined,
): { phone: string; pin: string; locker: number } | undefined {
  const claims: { phone: string; pin: string; locker: number }[] = [];
  for (let locker = 1; locker <= world.model.count; locker++) {
    for (const { held, phone, pins } of world.model.possible(locker)) {
      const pin = pins.at(-1) ?? wrong;
      if (held && pin !== undefined) claims.push({ phone, pin, locker });
    }
  }
  // Some come back with the right that they once had.
  const old =
    world.memories.length > 0 && pick % 17 === 0 ? world.memories[pick % world.memories.length] : undefined;
  const claim = old ?? claims[pick % Math.max(1, claims.length)];
  return claim && wrong !== undefined ? { ...claim, pin: wrong } : claim;
}

function replay({ cable }: World, { to, ago, count }: Step & { do: "replay" }): void {
  const tape = cable.tape[to === "controller" ? "gateway" : "controller"];
  const from = Math.max(0, tape.length - ago);
  for (const [index, bytes] of tape.slice(from, from + count).entries()) cable.inject(to, bytes, index * 2);
}

/** A command as whoever has no key would write it. */
function forged(what: number, locker: number): Uint8Array {
  const id = 1_000_000_000 + (what % 1_000_000_000);
  const deadline = 0x7fffffff;
  const messages = [
    { name: "operator_open", id, deadline, locker },
    { name: "release", id, deadline, locker, rental: 1 },
    {
      name: "collect",
      id,
      deadline,
      locker,
      phone: packDigits("41791234567", 8),
      pin: packDigits("471100", 4),
    },
    { name: "set_service", id, deadline, locker, out_of_service: 1 },
  ] as const;
  return encodePlainFrame(encodeBody(messages[what % messages.length] as (typeof messages)[0]));
}
