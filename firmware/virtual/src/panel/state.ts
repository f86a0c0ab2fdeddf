import type { VirtualCabinet } from "../cabinet.ts";
import type { GatewayState, GatewaySwitch } from "./gateway-switch.ts";
import type { Sms, SmsMode, SmsService } from "./sms.ts";

/** All that the page shows. The page gets it whole, then the fields that changed. */
export interface PanelState {
  readonly lockers: number;
  readonly customerUrl: string | null;
  readonly powered: boolean;
  readonly doorsOpen: readonly boolean[];
  readonly energised: readonly boolean[];
  readonly supply: boolean;
  readonly hertz: number;
  readonly led: boolean;
  readonly tamperOpen: boolean;
  readonly servicePressed: boolean;
  readonly keys: readonly string[];
  readonly cable: boolean;
  /** Null where nobody can stop it from here. */
  readonly gateway: GatewayState | null;
  readonly smsMode: SmsMode;
  readonly messages: readonly Sms[];
  /** 1024 bytes in base64, page by page, bit 0 of a byte on top. */
  readonly pixels: string;
  readonly brightness: number;
  /** The same in words, for those who do not see pixels. */
  readonly screen: readonly string[];
}

export interface PanelParts {
  readonly cabinet: VirtualCabinet;
  readonly sms: SmsService;
  readonly gateway: GatewaySwitch | undefined;
  readonly customerUrl: string | undefined;
}

/** Reads the state and tells what changed since the last time; the picture only when the display was written to. */
export class PanelReader {
  private readonly parts: PanelParts;
  private pictureCycle = -1;
  private picture = { pixels: "", brightness: 0, screen: [] as readonly string[] };
  private last: PanelState;

  constructor(parts: PanelParts) {
    this.parts = parts;
    this.last = this.read();
  }

  get whole(): PanelState {
    return this.last;
  }

  changes(): Partial<PanelState> | undefined {
    const before = this.last;
    this.last = this.read();
    const changed = Object.entries(this.last).filter(
      ([key, value]) => !same(value, before[key as keyof PanelState]),
    );
    return changed.length === 0 ? undefined : Object.fromEntries(changed);
  }

  private read(): PanelState {
    const { cabinet, sms, gateway, customerUrl } = this.parts;
    const { tamperOpen, servicePressed } = cabinet.switches;
    const { energised, supplyOn } = cabinet.locks;
    this.readPicture();
    return {
      lockers: cabinet.lockers,
      customerUrl: customerUrl ?? null,
      powered: cabinet.powered,
      doorsOpen: cabinet.doors.map((door) => door.open),
      energised,
      supply: supplyOn,
      hertz: Math.round(cabinet.buzzer.hertz),
      led: cabinet.led,
      tamperOpen,
      servicePressed,
      keys: cabinet.pressedKeys,
      cable: cabinet.uart.connected,
      gateway: gateway?.state() ?? null,
      smsMode: sms.mode,
      messages: [...sms.messages],
      ...this.picture,
    };
  }

  private readPicture(): void {
    const { oled } = this.parts.cabinet;
    if (oled.lastChangeCycle === this.pictureCycle) return;
    this.pictureCycle = oled.lastChangeCycle;
    const { pixels, brightness } = oled;
    this.picture = { pixels: Buffer.from(pixels).toString("base64"), brightness, screen: oled.text() };
  }
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => item === b[index]);
  return a === b;
}
