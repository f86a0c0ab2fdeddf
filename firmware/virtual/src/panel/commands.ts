import { KEYS } from "../board/keypad.ts";
import { SMS_MODES, type SmsMode } from "./sms.ts";
import type { PanelParts } from "./state.ts";

/** What a visitor does on the page. */
export type Command =
  | { readonly type: "press" | "release"; readonly key: string }
  | { readonly type: "push"; readonly locker: number }
  | { readonly type: "power" | "cable" | "tamper" | "service" | "gateway"; readonly on: boolean }
  | { readonly type: "sms-mode"; readonly mode: SmsMode }
  | { readonly type: "sms-clear" };

const ALL_KEYS = new Set<unknown>(KEYS.join(""));
const SWITCHES = new Set<unknown>(["power", "cable", "tamper", "service", "gateway"]);
const MODES = new Set<unknown>(SMS_MODES);

/** Undefined for anything that is no command. */
export function parseCommand(text: string, lockers: number): Command | undefined {
  const message = parse(text);
  if (message === undefined) return undefined;
  const { type } = message;
  const good =
    ((type === "press" || type === "release") && ALL_KEYS.has(message["key"])) ||
    (type === "push" && isLocker(message["locker"], lockers)) ||
    (SWITCHES.has(type) && typeof message["on"] === "boolean") ||
    (type === "sms-mode" && MODES.has(message["mode"])) ||
    type === "sms-clear";
  return good ? (message as unknown as Command) : undefined;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isLocker(value: unknown, lockers: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= lockers;
}

/** A click, or a program's, may be shorter than any finger: a contact stays closed, and then open, for at least so long. */
const CONTACT_MS = 50;
/** Presses beyond these are dropped, as nobody types so far ahead. */
const WAITING_LIMIT = 64;

/** Carries commands out; keys are let go when the page that holds them goes away. */
export class CommandRunner {
  private readonly parts: PanelParts;
  /** When a key may move again. */
  private readonly readyAt = new Map<string, number>();
  private readonly waiting = new Set<NodeJS.Timeout>();

  constructor(parts: PanelParts) {
    this.parts = parts;
  }

  run(command: Command): void {
    const { cabinet, sms } = this.parts;
    switch (command.type) {
      case "press":
        if (this.waiting.size < WAITING_LIMIT) this.move(command.key, true);
        break;
      case "release":
        this.move(command.key, false);
        break;
      case "push":
        cabinet.doors[command.locker - 1]?.pushShut();
        break;
      case "sms-mode":
        sms.setMode(command.mode);
        break;
      case "sms-clear":
        sms.clear();
        break;
      default:
        this.switch(command.type, command.on);
    }
  }

  releaseAll(): void {
    for (const key of this.parts.cabinet.pressedKeys) this.move(key, false);
  }

  close(): void {
    for (const timer of this.waiting) clearTimeout(timer);
    this.waiting.clear();
  }

  private move(key: string, pressed: boolean): void {
    const { cabinet } = this.parts;
    const now = performance.now();
    const at = Math.max(now, this.readyAt.get(key) ?? 0);
    const act = (): void => (pressed ? cabinet.press(key) : cabinet.release(key));
    if (at === now || this.waiting.size >= 2 * WAITING_LIMIT) act();
    else {
      const timer = setTimeout(() => {
        this.waiting.delete(timer);
        act();
      }, at - now);
      this.waiting.add(timer);
    }
    this.readyAt.set(key, at + CONTACT_MS);
  }

  private switch(name: "power" | "cable" | "tamper" | "service" | "gateway", on: boolean): void {
    const { cabinet, gateway } = this.parts;
    if (name === "power") on ? cabinet.restorePower() : cabinet.cutPower();
    else if (name === "cable") cabinet.uart.connected = on;
    else if (name === "tamper") cabinet.tamper(on);
    else if (name === "service") cabinet.serviceButton(on);
    else on ? gateway?.start() : gateway?.stop();
  }
}
