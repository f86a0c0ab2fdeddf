/** What a check of `holdfast doctor` is: a name, how it is, and what to do where it is not well. */
import type { Status } from "../contract/index.ts";

export type Health = "ok" | "warning" | "bad" | "unknown";

export interface Finding {
  readonly name: string;
  readonly health: Health;
  /** How it is, in a few words. */
  readonly found: string;
  /** What a person does about it; where something is to be done. */
  readonly advice?: string;
}

/** The machine as the checks see it, so that a test can be another one. */
export interface Patient {
  /** The text of a file; undefined where it cannot be read. */
  read(path: string): string | undefined;
  /** What a program printed; undefined where it is not there or fails. */
  run(program: string, ...args: string[]): string | undefined;
  exists(path: string): boolean;
  /** Whether the user of the gateway may read and write there; undefined where nobody can tell. */
  access(path: string): boolean | undefined;
  /** When a file was changed, ms since 1970; undefined where it is not there. */
  changed(path: string): number | undefined;
  /** Bytes free and in all where this path is. */
  space(path: string): { free: number; size: number } | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What the gateway says; undefined where it does not answer. */
  readonly status: Status | undefined;
  /** Why it does not, in words; undefined where it does. */
  readonly noStatus: Reason | undefined;
  /** When the newest backup was made, ms since 1970; undefined where there is none or nobody can tell. */
  readonly newestBackup: number | undefined;
  readonly configuration: PatientConfiguration | undefined;
  /** What is wrong with the one that is there; undefined where there is none. */
  readonly noConfiguration: Reason | undefined;
}

export interface Reason {
  readonly message: string;
  readonly hint: string;
}

export interface PatientConfiguration {
  readonly file: string;
  /** Only root may read the file: the users of the services may not. */
  readonly hidden: boolean;
  readonly data: string;
  readonly cabinets: readonly {
    readonly id: string;
    readonly serial?: string;
    readonly tcp?: string;
    /** Its bridge calls the gateway. */
    readonly bridge?: true;
  }[];
  /** Where such bridges call. */
  readonly bridgePort: number;
  /** Address and port on which the page is served. */
  readonly listen: string;
  readonly syncs: boolean;
  /** The file of the authority that signed the certificates of central's servers; undefined for those that Node knows. */
  readonly ca?: string;
}

export type Check = (patient: Patient) => Finding | readonly Finding[];

export const ok = (name: string, found: string): Finding => ({ name, health: "ok", found });
export const unknown = (name: string, found: string): Finding => ({ name, health: "unknown", found });
export const warning = (name: string, found: string, advice: string): Finding => {
  return { name, health: "warning", found, advice };
};
export const bad = (name: string, found: string, advice: string): Finding => {
  return { name, health: "bad", found, advice };
};
