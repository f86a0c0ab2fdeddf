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

/** A click may be shorter than any finger: the contact stays closed for at least so long. */
const HOLD_MS = 50;

/** Carries commands out; keys are held for a moment, and let go when the page that holds them goes away. */
export class CommandRunner {
  private readonly parts: PanelParts;
  private readonly pressedAt = new Map<string, number>();
  private readonly releases = new Set<NodeJS.Timeout>();

  constructor(parts: PanelParts) {
    this.parts = parts;
  }

  run(command: Command): void {
    const { cabinet, sms } = this.parts;
    switch (command.type) {
      case "press":
        this.pressedAt.set(command.key, performance.now());
        cabinet.press(command.key);
        break;
      case "release":
        this.release(command.key);
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
    for (const key of this.parts.cabinet.pressedKeys) this.release(key);
  }

  close(): void {
    for (const timer of this.releases) clearTimeout(timer);
    this.releases.clear();
  }

  private release(key: string): void {
    const pressed = this.pressedAt.get(key);
    const held = performance.now() - (pressed ?? 0);
    if (pressed === undefined || held >= HOLD_MS) {
      this.parts.cabinet.release(key);
      return;
    }
    const timer = setTimeout(() => {
      this.releases.delete(timer);
      // Pressed anew meanwhile: that press has its own release.
      if (this.pressedAt.get(key) === pressed) this.parts.cabinet.release(key);
    }, HOLD_MS - held);
    this.releases.add(timer);
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
