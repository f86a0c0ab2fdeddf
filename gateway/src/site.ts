/**
 * What the API needs of everything behind it: one method a route of contract/routes.ts. All inputs have passed the
 * schemas of the contract. Methods throw HoldfastError with a code that their route names.
 */
import type {
  Backup,
  Cabinet,
  HandedOver,
  LedgerEvent,
  OperatorLocker,
  OperatorMessage,
  Pairing,
  PairingBegun,
  PhoneCheck,
  Receipt,
  Reissued,
  State,
  Status,
  Visit,
} from "./contract/index.ts";
import type { SyncDesk } from "./sync/sync-desk.ts";

export interface LockerAddress {
  cabinet: string;
  locker: number;
}

export interface Site {
  /** Undefined where the site does not sync. */
  readonly sync: SyncDesk | undefined;
  /** One cheap question to the ledger: how many events it holds. Throws when it does not answer. */
  health(): { events: number };
  state(): State;
  /** Called with a cabinet whenever something that State shows of it changed; returns the way to stop. */
  onCabinet(listener: (cabinet: Cabinet) => void): () => void;

  checkPhone(phone: string): PhoneCheck;
  store(at: LockerAddress, phone: string, requestId: string): Promise<Receipt>;
  receipt(receipt: string): Receipt;
  resend(receipt: string): Promise<Receipt>;
  collect(at: LockerAddress, phone: string, pin: string, requestId: string): Promise<Visit>;
  finish(visit: string): Promise<void>;
  keep(visit: string): void;

  status(): Status;
  lockers(): OperatorLocker[];
  open(at: LockerAddress, reason: string): Promise<void>;
  release(at: LockerAddress, reason: string): Promise<void>;
  setService(at: LockerAddress, outOfService: boolean, reason: string): Promise<void>;
  label(at: LockerAddress, label: string, reason: string): void;
  reissuePin(at: LockerAddress, reason: string): Promise<void>;
  reissuePins(cabinet: string, reason: string): Promise<Reissued>;
  beginPairing(cabinet: string, typed: boolean): PairingBegun;
  pairing(cabinet: string): Pairing;
  confirmPairing(cabinet: string): Pairing;
  cancelPairing(cabinet: string): Pairing;
  handOver(cabinet: string): HandedOver;
  takeBack(cabinet: string): void;
  events(query: { after?: number; last?: number; cabinet?: string }): LedgerEvent[];
  onEvent(listener: (event: LedgerEvent) => void): () => void;
  messages(): OperatorMessage[];
  backups(): Backup[];
  backup(): Promise<Backup>;
}
