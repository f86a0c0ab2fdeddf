/** The sketch as a process: the ESP8266 of the tests. Its UART is a device, its flash a folder, its Wi-Fi this machine's. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Credentials, credentialsPage } from "./credentials-page.ts";

/** As somebody did who set it up. */
export function setUp(folder: string, credentials: Credentials): void {
  writeFileSync(join(folder, "wifi-a"), credentialsPage(credentials));
}

export interface SketchOptions {
  /** Of buildSketch. */
  readonly program: string;
  /** The device that its UART is wired to. */
  readonly serial: string;
  /** Where it keeps what outlives power. */
  readonly folder: string;
  /** "host:port" of each gateway that answers to mDNS. */
  readonly gateways?: readonly string[];
  /** The noise of the chip's boot log first. */
  readonly chatter?: boolean;
}

export class Sketch {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #portal: Promise<string>;
  #waiting: { pattern: RegExp; resolve(found: string): void }[] = [];
  readonly ended: Promise<unknown>;
  /** What the sanitizers say. */
  errors = "";

  constructor({ program, serial, folder, gateways = [], chatter = false }: SketchOptions) {
    const options = ["--serial", serial, "--folder", folder, "--gateways", gateways.join(",")];
    this.#folder = folder;
    this.#child = spawn(program, [...options, ...(chatter ? ["--chatter"] : [])], { stdio: "pipe" });
    const child = this.#child;
    this.ended = once(child, "close");
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.errors += text;
    });
    child.stdin?.on("error", () => {});
    if (child.stdout) createInterface(child.stdout).on("line", (line) => this.#hear(line));
    this.#portal = this.#says(/^portal ([0-9]+)$/);
  }

  #hear(line: string): void {
    this.#waiting = this.#waiting.filter(({ pattern, resolve }) => {
      const found = pattern.exec(line)?.[1];
      if (found !== undefined) resolve(found);
      return found === undefined;
    });
  }

  /** The part in brackets of the next line of this kind. */
  #says(pattern: RegExp): Promise<string> {
    return new Promise((resolve) => this.#waiting.push({ pattern, resolve }));
  }

  /** The portal's page on 127.0.0.1, once there is one. */
  get portal(): Promise<number> {
    return this.#portal.then(Number);
  }

  /** Somebody sends an update over the air; of an empty one comes the beginning and nothing more. */
  update(image: Uint8Array): Promise<string> {
    return this.#send("update", image);
  }

  /** The same with an image of its file system. */
  updateFiles(image: Uint8Array): Promise<string> {
    return this.#send("update-files", image);
  }

  #send(name: string, image: Uint8Array): Promise<string> {
    const answer = this.#says(/^update (taken|refused|begun)$/);
    writeFileSync(join(this.#folder, "update.part"), image);
    renameSync(join(this.#folder, "update.part"), join(this.#folder, name));
    return answer;
  }

  /** Resolves when the module starts anew. */
  restarted(): Promise<string> {
    return this.#says(/^(restart)$/);
  }

  /** Its clock is so much later from now on. */
  later(milliseconds: number): void {
    this.#child.stdin?.write(`later ${milliseconds}\n`);
  }

  /** Down: nothing arrives and nothing leaves, and no connection says so. */
  wifi(up: boolean): void {
    this.#child.stdin?.write(up ? "wifi up\n" : "wifi down\n");
  }

  /** Its next write to the gateway finds no memory. */
  shortOfMemory(): void {
    this.#child.stdin?.write("memory short\n");
  }

  /** Power fails, in the middle of whatever it does. */
  async cutPower(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}
