/**
 * Planted mistakes, each of one small place in the core or in the gateway. A simulation that does not notice them is of
 * no use. The texts stand exactly once in their files; a change of these files may need a change here.
 */
import type { Patch } from "@holdfast/controller/wasm";

export interface Mutant {
  readonly name: string;
  /** What breaks. */
  readonly breaks: string;
  /** Changes of the core's sources, relative to firmware/controller. */
  readonly core?: readonly Patch[];
  /** Changes of the built gateway, relative to gateway/dist. */
  readonly gateway?: readonly Patch[];
}

const core = (file: string, find: string, replace: string): { core: Patch[] } => ({
  core: [{ file: `core/${file}`, find, replace }],
});
const gateway = (file: string, find: string, replace: string): { gateway: Patch[] } => ({
  gateway: [{ file, find, replace }],
});

export const MUTANTS: readonly Mutant[] = [
  {
    name: "a try is counted after the check, and a power cut gives it back",
    breaks: "S7",
    ...core("operation.c", "step = counts ? STEP_TRIES : STEP_TAIL;", "step = STEP_TAIL; (void)counts;"),
  },
  {
    name: "the lock is energised before its record is written",
    breaks: "S2",
    ...core(
      "steps.c",
      "    journal_write_outcome(outcome);\n    if (operation.outcome == OUTCOME_DONE && opens())",
      "    if (operation.outcome != OUTCOME_DONE || !opens())\n        journal_write_outcome(outcome);\n    if (operation.outcome == OUTCOME_DONE && opens())",
    ),
  },
  {
    name: "a store is told before its slot is written",
    breaks: "S5",
    ...core(
      "steps.c",
      "    slot_write_begin(&operation.slot, operation.kind == EVENT_RESTORE_SLOT);\n    return STEP_SLOT;",
      "    if (operation_stores())\n        return STEP_OUTCOME;\n    slot_write_begin(&operation.slot, operation.kind == EVENT_RESTORE_SLOT);\n    return STEP_SLOT;",
    ),
  },
  {
    name: "a command id is accepted twice",
    breaks: "S3",
    ...core(
      "commands.c",
      "if (find(command.id) != NULL || command.id <= greatest || command.id == running) {",
      "if (command.id == running) {",
    ),
    ...gateway(
      "link/commands.js",
      'if (active.next === "query")\n            query(step, active);',
      'if (active.next === "query")\n            send(step, active);',
    ),
  },
  {
    name: "the deadline of a command is not looked at",
    breaks: "S4",
    ...core("commands.c", "if ((int32_t)(clock_ms() - command.deadline) > 0) {", "if (false) {"),
  },
  {
    name: "the count of boots is not kept, so that a session can come twice",
    breaks: "S6",
    ...core("counters.c", "counters.boot += boots;", "(void)boots;"),
  },
  {
    name: "a pulse is resumed after a reset",
    breaks: "S4",
    ...core(
      "operation.c",
      "step = counts ? STEP_TRIES : STEP_TAIL;",
      "step = counts ? STEP_TRIES : STEP_TAIL;\n    if (found.outcome == JOURNAL_DONE && found.locker > 0)\n        board_pulse_start(found.locker - 1);",
    ),
  },
  {
    name: "commands are taken in clear",
    breaks: "S4",
    ...core(
      "link.c",
      "        handshake_hello(fields);\n",
      "        handshake_hello(fields);\n    else if (command_length(frame->message) == fields_length)\n        command_received(frame->message, fields);\n",
    ),
  },
  {
    name: "a locker out of service is rented",
    breaks: "S8",
    ...core("admit.c", "    if (!slot_free(operation.locker))\n        return OUTCOME_OUT_OF_SERVICE;\n", ""),
  },
  {
    name: "a new PIN leaves the old one good",
    breaks: "S8",
    ...core(
      "steps.c",
      "if (operation_stores() || operation.kind == EVENT_SET_PIN) {",
      "if (operation_stores()) {",
    ),
  },
  {
    name: "three bits of the verifier are enough",
    breaks: "S2",
    ...core(
      "pin.c",
      "((mac[0] ^ record->verifier[0]) | (mac[1] ^ record->verifier[1]) | (mac[2] ^ record->verifier[2])) == 0",
      "((mac[0] ^ record->verifier[0]) & 0x07) == 0",
    ),
  },
  {
    name: "an acknowledgement counts for records that were never sent",
    breaks: "S10",
    ...core("journal.c", "    open = (uint8_t)left;\n", "    open = 0;\n    (void)left;\n"),
  },
  {
    name: "wrong PINs cost no waiting",
    breaks: "S7",
    ...core("throttle.c", "if (tries < config.tries_first)\n        return 0;", "return 0;"),
  },
  {
    name: "the gateway acknowledges before it commits",
    breaks: "S5",
    ...gateway(
      "site/journal-reader.js",
      "        if (event.sequence <= this.#position || this.#apply(event)) {",
      '        this.#o.link.notify({ name: "acknowledge", sequence: event.sequence });\n        if (event.sequence <= this.#position || this.#apply(event)) {',
    ),
  },
  {
    name: "the position moves although the event was not written",
    breaks: "S5",
    ...gateway(
      "site/journal-reader.js",
      "this.#position = ledger.cabinets.get(cabinet)?.position ?? 0;",
      "this.#position = event.sequence;",
    ),
  },
  {
    name: "a command with an unknown result is sent again under a new id",
    breaks: "S3",
    ...gateway(
      "site/commander.js",
      'settlement.how !== "stale_id"',
      '!["stale_id", "unknown"].includes(settlement.how)',
    ),
  },
  {
    name: "the gateway uses a frame counter twice",
    breaks: "S6",
    ...gateway(
      "link/steps.js",
      "const counter = session.sent + 1;",
      "const counter = Math.max(1, session.sent);",
    ),
  },
  {
    name: "an operator is answered before the controller has done it",
    breaks: "S8",
    ...gateway(
      "site/operator-desk.js",
      '        const { outcome } = await keeper.commander.execute(order);\n        if (outcome !== "done")\n            throw outcomeError(outcome);\n    }\n}',
      "        keeper.commander.execute(order).catch(() => { });\n    }\n}",
    ),
  },
  {
    name: "the log tells the PIN",
    breaks: "S9",
    ...gateway(
      "messages/outbox.js",
      "const text = this.#options.textOf(message, pin);",
      'const text = this.#options.textOf(message, pin);\n        this.#options.log.info({ text }, "a message");',
    ),
  },
];
