/**
 * The one description of all messages between gateway and controller.
 *
 * `npm run build` derives the C header from it (c-header.ts); the TypeScript codec (codec.ts) is typed by it.
 * PROTOCOL.md is the normative text; a test holds its examples against this file.
 */
import type { Fields } from "./fields.ts";

/** What is spoken after the handshake; `hello` names the versions a gateway speaks. */
export const PROTOCOL_VERSION = 2;

/** First byte of every frame: how it is sealed. Never changes its meaning, so that every release understands `hello`. */
export const FRAME_FORMAT = { plain: 1, sealed: 2 } as const;

export const LIMITS = {
  /** Lockers on one controller (four PCF8574 of eight outputs). */
  LOCKERS_MAX: 32,
  /** format u8, session u16, counter u32 */
  HEADER_LENGTH: 7,
  /** message id and fields, bytes */
  BODY_MAX: 48,
  /** CRC-16 behind a plain frame */
  CHECK_LENGTH: 2,
  /** tag of AES-128-CCM behind a sealed frame */
  TAG_LENGTH: 8,
  /** AES-128: pairing key, session keys, PIN key */
  KEY_LENGTH: 16,
  PIN_DIGITS_MIN: 4,
  PIN_DIGITS_MAX: 8,
  PHONE_DIGITS_MIN: 6,
  /** ITU-T E.164: at most 15 digits */
  PHONE_DIGITS_MAX: 15,
  /** Both sides send a heartbeat at least this often. */
  HEARTBEAT_MS: 1000,
  /** A link on which nothing valid arrived for so long is down. */
  LINK_TIMEOUT_MS: 2500,
  /** An event that was not acknowledged is sent again after so long. */
  EVENT_RETRY_MS: 500,
  PULSE_MS: 200,
  /** Pairing is possible as long as the service button is held, and no longer than this. */
  PAIRING_S: 120,
} as const;

export interface MessageDescription {
  readonly id: number;
  readonly from: "gateway" | "controller";
  readonly about: string;
  readonly fields: Fields;
}

/** Every command starts with these: an id never used before and the controller uptime after which it is refused. */
const command = { id: "u32", deadline: "u32" } as const;

export const MESSAGES = {
  hello: {
    id: 0x01,
    from: "gateway",
    about: "Asks for a session. Plain; changes nothing.",
    fields: { version_min: "u8", version_max: "u8", nonce: "bytes8" },
  },
  gateway_heartbeat: {
    id: 0x02,
    from: "gateway",
    about: "Keeps the link up.",
    fields: {},
  },
  acknowledge: {
    id: 0x03,
    from: "gateway",
    about: "Every event up to and including this sequence is kept by the gateway.",
    fields: { sequence: "u32" },
  },
  query_result: {
    id: 0x04,
    from: "gateway",
    about: "Asks what became of a command whose result was lost.",
    fields: { id: "u32" },
  },
  query_slot: {
    id: 0x05,
    from: "gateway",
    about: "Asks for one row of the slot table; answered by `slot`.",
    fields: { locker: "u8" },
  },
  set_time: {
    id: 0x06,
    from: "gateway",
    about:
      "Wall-clock time, to be shown only: seconds since 1970 UTC, offset in minutes east of UTC plus 1440.",
    fields: { seconds: "u32", offset: "u16" },
  },
  pair: {
    id: 0x07,
    from: "gateway",
    about:
      "A pairing key, over a cable. Plain; taken while the service button is held, and kept when a session proves it.",
    fields: { key: "bytes16" },
  },
  pair_finish: {
    id: 0x08,
    from: "gateway",
    about: "Number and PIN key for a controller that was just paired; answered by `paired`.",
    fields: { controller_id: "bytes4", pin_key: "bytes16" },
  },

  store: {
    id: 0x10,
    from: "gateway",
    about: "Rents a free locker to a phone with this PIN and opens it.",
    fields: { ...command, locker: "u8", phone: "bytes8", pin: "bytes4" },
  },
  collect: {
    id: 0x11,
    from: "gateway",
    about: "Opens a held locker after checking phone and PIN. The locker stays held until `finish`.",
    fields: { ...command, locker: "u8", phone: "bytes8", pin: "bytes4" },
  },
  finish: {
    id: 0x12,
    from: "gateway",
    about: "Frees the locker of a rental whose owner opened it by `collect` within the last 10 minutes.",
    fields: { ...command, locker: "u8", rental: "u16" },
  },
  operator_open: {
    id: 0x13,
    from: "gateway",
    about: "Opens a locker for the operator; the rental stays as it is.",
    fields: { ...command, locker: "u8" },
  },
  set_service: {
    id: 0x14,
    from: "gateway",
    about: "Takes a locker out of service (1) or back (0). A held locker can still be collected.",
    fields: { ...command, locker: "u8", out_of_service: "u8" },
  },
  release: {
    id: 0x15,
    from: "gateway",
    about: "Ends a rental without opening the door.",
    fields: { ...command, locker: "u8", rental: "u16" },
  },
  set_pin: {
    id: 0x16,
    from: "gateway",
    about: "Gives a rental a new PIN. clear_tries = 1 (operator only) also lifts the lock of the phone.",
    fields: { ...command, locker: "u8", rental: "u16", pin: "bytes4", clear_tries: "u8" },
  },
  restore_slot: {
    id: 0x17,
    from: "gateway",
    about: "Fills a slot whose record is damaged or was never written. Refused while a valid record exists.",
    fields: { ...command, slot: "bytes16" },
  },
  set_config: {
    id: 0x18,
    from: "gateway",
    about: "Replaces the configuration of the controller.",
    fields: {
      ...command,
      lockers: "u8",
      lockers_per_phone: "u8",
      pin_digits: "u8",
      idle_s: "u8",
      tries_first: "u8",
      wait_first_s: "u16",
      tries_next: "u8",
      wait_next_s: "u16",
      tries_max: "u8",
      keypad_tries: "u8",
      keypad_wait_s: "u16",
      country_code: "u16",
      trunk_prefix: "u8",
      international_prefix: "u16",
      national_digits_max: "u8",
    },
  },

  welcome: {
    id: 0x81,
    from: "controller",
    about: "Answers `hello`: who answers, and what both sides make the keys of this session from. Plain.",
    fields: {
      version: "u8",
      handshake: "u32",
      nonce: "bytes8",
      controller_id: "bytes4",
      boot: "u32",
      firmware: "bytes3",
      proof: "bytes8",
    },
  },
  controller_heartbeat: {
    id: 0x82,
    from: "controller",
    about: "State of the controller; sent once a second and at once when a door or a fault changes.",
    fields: {
      uptime: "u32",
      slots_digest: "u32",
      config_digest: "u16",
      sequence_first: "u32",
      sequence_last: "u32",
      doors_open: "u32",
      doors_sensed: "u32",
      relays_ok: "u8",
      switches: "u8",
      stack_free: "u16",
      lockers: "u8",
    },
  },
  event: {
    id: 0x83,
    from: "controller",
    about: "One record of the journal; sent again until acknowledged.",
    fields: {
      sequence: "u32",
      kind: "u8",
      locker: "u8",
      outcome: "u8",
      rental: "u16",
      reference: "u32",
      detail: "u8",
      phone: "bytes8",
    },
  },
  result: {
    id: 0x84,
    from: "controller",
    about: "What became of a command.",
    fields: { id: "u32", outcome: "u8", locker: "u8", rental: "u16", wait_s: "u16" },
  },
  slot: {
    id: 0x85,
    from: "controller",
    about:
      "One row of the slot table: the 16 bytes of its record, or `present` 0 when it is damaged or missing.",
    fields: { locker: "u8", present: "u8", slot: "bytes16" },
  },
  refused: {
    id: 0x86,
    from: "controller",
    about: "A message is unknown, malformed, of a version not spoken here, or not possible without pairing.",
    fields: { message: "u8", reason: "u8", version_min: "u8", version_max: "u8" },
  },
  pair_ready: {
    id: 0x87,
    from: "controller",
    about: "Answers `pair`: the key was taken up, the OLED shows the check code. Plain.",
    fields: {},
  },
  paired: {
    id: 0x88,
    from: "controller",
    about:
      "Answers `pair_finish`: the number this controller has, and whether it took the PIN key (1) or kept its own (0).",
    fields: { controller_id: "bytes4", pin_key_taken: "u8" },
  },
} as const satisfies Record<string, MessageDescription>;

export type MessageName = keyof typeof MESSAGES;

/**
 * How an operation ended: in `result.outcome` and `event.outcome`. 0xFF is an erased EEPROM byte and means that the
 * outcome was not recorded before power failed.
 */
export const OUTCOME = {
  done: 1,
  wrong_pin: 2,
  locked_phone: 3,
  locked_keypad: 4,
  locked_operator: 5,
  not_held: 6,
  not_free: 7,
  out_of_service: 8,
  no_such_locker: 9,
  too_many_lockers: 10,
  journal_full: 11,
  door_failed: 12,
  expired: 13,
  busy: 14,
  not_collected: 15,
  wrong_rental: 16,
  bad_pin: 17,
  bad_phone: 18,
  bad_value: 19,
  slot_valid: 20,
  never_seen: 21,
  interrupted: 22,
  storage_failed: 23,
  unknown: 0xff,
} as const;
export type Outcome = keyof typeof OUTCOME;

/** What a journal event is about (`event.kind`). */
export const EVENT_KIND = {
  boot: 1,
  keypad_store: 2,
  keypad_collect: 3,
  keypad_finish: 4,
  keypad_keep: 5,
  web_store: 6,
  web_collect: 7,
  web_finish: 8,
  operator_open: 9,
  set_service: 10,
  release: 11,
  set_pin: 12,
  restore_slot: 13,
  set_config: 14,
  relay_fault: 15,
  slot_damaged: 16,
  gap: 17,
  tamper: 18,
} as const;
export type EventKind = keyof typeof EVENT_KIND;

/** Why a message was refused (`refused.reason`). */
export const REFUSAL = {
  unknown_message: 1,
  wrong_length: 2,
  wrong_version: 3,
  /** `hello` to a controller that has no pairing key. */
  not_paired: 4,
  /** `pair` or `pair_finish` while the service button is not held. */
  not_pairing: 5,
} as const;
export type Refusal = keyof typeof REFUSAL;

/** State of a locker's slot: bits 5..7 of the first byte of its record. */
export const SLOT_STATE = { free: 0, held: 1 } as const;
export type SlotState = keyof typeof SLOT_STATE;

/** Flags beside the state in bits 5..7 of the first byte of a slot record. */
export const SLOT_FLAG = { held: 0x20, out_of_service: 0x40 } as const;

/** `controller_heartbeat.switches`. */
export const SWITCH = { tamper_open: 0x01, service_pressed: 0x02, journal_full: 0x04 } as const;
