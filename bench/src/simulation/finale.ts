/**
 * The end of a history: all faults stop. Then everything that keeps a copy must come to agree in bounded time, and
 * everybody gets their things back: at the keypad with no gateway there, and on the page.
 */
import { GOOD } from "./cable.ts";
import { collectAtKeypad } from "./keypad.ts";
import { collectOnPage } from "./page.ts";
import { slotRecords } from "./record.ts";
import { LOCKERS, type World } from "./world.ts";

const NOTICED_MS = 4000;
/** Until the last of a queue at the keypad is done. */
const QUEUE_MS = 1_800_000;
const AGREE_MS = 60_000;
const MESSAGES_MS = 700_000;
const VISIT_MS = 60_000;

export async function finale(world: World): Promise<void> {
  const { timeline, violations } = world;
  if (violations.all.length > 0) return;
  calm(world);
  // A link that is dead is noticed by then.
  await world.live(timeline.now + NOTICED_MS);
  await world.live(timeline.now + QUEUE_MS, () => world.idle);
  await world.live(timeline.now + AGREE_MS, () => disagreement(world) === undefined);
  const different = disagreement(world);
  if (different !== undefined) violations.add("L2", different);
  await world.live(timeline.now + MESSAGES_MS, () => world.unsent === 0 && world.idle);
  if (violations.all.length > 0) return;
  if (world.unsent > 0) violations.add("L2", `${world.unsent} messages were never sent`);
  checkRights(world);
  checkEvents(world);
  if (violations.all.length === 0) await everybodyCollects(world);
}

function calm(world: World): void {
  const { cabinet, cable, wifi, gateway, disk, phones } = world;
  cable.quality = GOOD;
  cable.deaf.gateway = false;
  cable.deaf.controller = false;
  cable.plug(true);
  wifi?.calm();
  disk.full = false;
  disk.cut = undefined;
  phones.service = "soon";
  cabinet.cutAfter(0, 0);
  cabinet.breakExpanders(0);
  cabinet.powerOn();
  gateway.start();
}

/** How slot table, ledger and page differ; undefined when they agree. */
export function disagreement(world: World): string | undefined {
  const { site } = world.gateway;
  if (!world.ready || !site) return "the cabinet cannot be reached";
  const slots = slotRecords(world.cabinet.eeprom);
  const rentals = world.disk.query<{ locker: number; number: number; phone: string }>(
    "SELECT locker, number, phone FROM rental WHERE ended_by IS NULL",
  );
  const shown = site.state().cabinets[0]?.lockers ?? [];
  for (let locker = 1; locker <= LOCKERS; locker++) {
    const slot = slots.get(locker);
    const rental = rentals.find((row) => row.locker === locker);
    const page = shown.find((row) => row.number === locker)?.state;
    const wanted = slot?.held ? "held" : slot?.outOfService ? "out_of_service" : "free";
    if (page !== wanted) return `locker ${locker} is ${wanted}, the page shows ${page}`;
    if (slot?.held !== (rental !== undefined) && (slot?.held || rental))
      return `locker ${locker} is ${wanted}, the ledger says ${rental ? "held" : "free"}`;
    if (slot?.held && rental && (slot.rental !== rental.number || slot.phone !== rental.phone))
      return `locker ${locker}: rental ${slot.rental} of ${slot.phone}, in the ledger ${rental.number} of ${rental.phone}`;
  }
  return undefined;
}

/** What people were told is what stands on the controller. */
function checkRights({ model, cabinet, violations }: World): void {
  const slots = slotRecords(cabinet.eeprom);
  for (let locker = 1; locker <= LOCKERS; locker++) {
    const slot = slots.get(locker);
    const held = slot?.held ?? false;
    const right = model.possible(locker);
    if (!right.some((one) => one.held === held && (!held || one.phone === slot?.phone))) {
      const told = right.map((one) => (one.held ? `held by ${one.phone}` : "free")).join(" or ");
      violations.add(
        "S5",
        `locker ${locker} is ${held ? `held by ${slot?.phone}` : "free"}, people know it as ${told}`,
      );
    }
  }
}

interface EventRow {
  sequence: number;
  epoch: number | null;
  journal: number | null;
  body: string;
}

/** Every record of the journal once and in order, or a gap that is marked. */
function checkEvents({ disk, violations }: World): void {
  const rows = disk.query<EventRow>("SELECT sequence, epoch, journal, body FROM event ORDER BY sequence");
  let [epoch, last] = [0, 0];
  for (const [index, row] of rows.entries()) {
    if (row.sequence !== index + 1) violations.add("S10", `event ${index + 1} is missing in the ledger`);
    const event = JSON.parse(row.body) as { kind: string; detail?: { lost?: number; epoch?: number } };
    const lost = event.detail?.lost ?? 0;
    if (row.journal === null || row.epoch === null) {
      // The gateway says that it begins elsewhere.
      if (event.detail?.epoch !== undefined)
        [epoch, last] = [event.detail.epoch, event.detail.epoch === epoch ? last + lost : lost];
      continue;
    }
    if (row.epoch !== epoch) [epoch, last] = [row.epoch, row.journal - 1];
    if (row.journal !== last + Math.max(1, event.kind === "gap" ? lost : 1))
      violations.add(
        "S10",
        `after record ${last} of epoch ${epoch} comes ${row.journal} (${event.kind}, lost ${lost})`,
      );
    last = row.journal;
  }
}

async function everybodyCollects(world: World): Promise<void> {
  const { model, gateway, timeline, violations } = world;
  for (let locker = 1; locker <= LOCKERS && violations.all.length === 0; locker++) {
    const right = model.certain(locker);
    const pin = right?.pins.at(-1);
    if (!right?.held || pin === undefined || model.budget.tried(right.phone)) continue;
    const alone = locker % 2 === 0;
    const who = { phone: right.phone, pin, locker, after: "finish", patience: 99 } as const;
    if (alone) {
      gateway.crash();
      world.act("collect with a dead gateway", true, () => collectAtKeypad(world, who));
    } else {
      gateway.start();
      await world.live(timeline.now + VISIT_MS, () => world.ready);
      world.act("collect at the end", false, () => collectOnPage(world, who));
    }
    await world.live(timeline.now + VISIT_MS, () => world.idle);
    const last = model.certain(locker);
    if (last === undefined || last.held)
      violations.add(
        "L1",
        `who holds locker ${locker} could not collect ${alone ? "at the keypad" : "on the page"}`,
      );
  }
}
