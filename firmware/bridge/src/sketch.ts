/** The sketch as a process: the ESP8266 of the tests. Its UART is a device, its flash a folder, its Wi-Fi this machine's. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
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
  readonly #portal: Promise<number>;
  readonly ended: Promise<unknown>;
  /** What the sanitizers say. */
  errors = "";

  constructor({ program, serial, folder, gateways = [], chatter = false }: SketchOptions) {
    const options = ["--serial", serial, "--folder", folder, "--gateways", gateways.join(",")];
    this.#child = spawn(program, [...options, ...(chatter ? ["--chatter"] : [])], { stdio: "pipe" });
    const child = this.#child;
    this.ended = once(child, "close");
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.errors += text;
    });
    child.stdin?.on("error", () => {});
    this.#portal = new Promise((resolve) => {
      if (!child.stdout) return;
      createInterface(child.stdout).on("line", (line) => {
        const port = /^portal ([0-9]+)$/.exec(line)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    });
  }

  /** The portal's page on 127.0.0.1, once there is one. */
  get portal(): Promise<number> {
    return this.#portal;
  }

  /** Down: nothing arrives and nothing leaves, and no connection says so. */
  wifi(up: boolean): void {
    this.#child.stdin?.write(up ? "wifi up\n" : "wifi down\n");
  }

  /** Power fails, in the middle of whatever it does. */
  async cutPower(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  /** Stands still, as a chip that hangs; false goes on. */
  freeze(on: boolean): void {
    this.#child.kill(on ? "SIGSTOP" : "SIGCONT");
  }
}
