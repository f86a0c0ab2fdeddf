import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import type { Surroundings } from "../../setup/questions.ts";
import type { GlobalOptions } from "../global-options.ts";
import { UsageError } from "../usage-error.ts";

const FILE = "/etc/holdfast/holdfast.toml";
const SYSTEMD = "/run/systemd/system";
const BRIDGE = `Its bridge: power it, join its network holdfast-NUMBER with a phone, and give it the Wi-Fi, and the address
of this machine where avahi-daemon does not run. More: /usr/share/holdfast/bridge/README.md`;

export function addSetup(program: Command): void {
  program
    .command("setup")
    .description(
      "ask what a new site needs, write its configuration, start it, and offer to pair the cabinet",
    )
    .option("--force", "write a new configuration in the place of one that is there")
    .option("--no-start", "only write the configuration")
    .action(async (options: { force?: boolean; start: boolean }, command: Command) => {
      const { config, socket } = command.optsWithGlobals<GlobalOptions>();
      const file = resolve(config ?? FILE);
      check(file, options.force ?? false);
      const { interview, questions, WIFI } = await import("../../setup/questions.ts");
      const { serialDevices } = await import("../../setup/serial-devices.ts");
      const { configurationText, writeConfiguration } = await import("../../setup/write-configuration.ts");
      const person = lines();
      try {
        const answers = await interview(questions(surroundings(serialDevices())), person.ask, say);
        const old = writeConfiguration(file, configurationText(answers));
        say(`Written: ${file}${old === undefined ? "" : `. The one before: ${old}`}`);
        if (answers.port === WIFI) say(BRIDGE);
        if (!options.start || !existsSync(SYSTEMD))
          return say("Start it with: systemctl start holdfast-gateway holdfast-web");
        start();
        say(`The page: http://${hostname()}.local:8080`);
        const pair = await person.ask(
          `Pair ${answers.cabinet} now? Its controller must be powered and linked. [Y/n]:`,
        );
        if (/^n/i.test(pair.trim())) return say(`Later: sudo holdfast pair ${answers.cabinet}`);
        person.close();
        run(process.execPath, [
          ...process.argv.slice(1, 2),
          ...(socket === undefined ? ["--config", file] : ["--socket", socket]),
          ...["pair", answers.cabinet],
        ]);
      } finally {
        person.close();
      }
    });
}

function check(file: string, force: boolean): void {
  if (existsSync(file) && !force) {
    throw new UsageError(`${file} exists.`, "Edit it, or add --force to write a new one.");
  }
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch {
    throw new UsageError(`${dirname(file)} cannot be written.`, "Run it with sudo.");
  }
}

function surroundings(devices: readonly string[]): Surroundings {
  const language = /_([A-Z]{2})/.exec(process.env["LC_ALL"] ?? process.env["LANG"] ?? "")?.[1];
  return { hostname: hostname(), country: language ?? "CH", devices };
}

/** daemon-reload runs the generator, which reads what the configuration asks of the units. */
function start(): void {
  run("systemctl", ["daemon-reload"]);
  run("systemctl", ["restart", "holdfast-gateway.service", "holdfast-web.service"]);
}

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error || status !== 0) {
    throw new UsageError(`${program} ${args.join(" ")} failed.`, "journalctl -u holdfast-gateway tells why.");
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One reader for all questions, so that answers can be piped in. */
function lines() {
  const reader = createInterface({ input: process.stdin });
  const read = reader[Symbol.asyncIterator]();
  return {
    async ask(text: string): Promise<string> {
      process.stdout.write(`${text} `);
      const { value, done } = await read.next();
      if (done)
        throw new UsageError(
          `There was no answer to: ${text}`,
          "Type it, or pipe in a line for each question.",
        );
      return value;
    },
    close: () => reader.close(),
  };
}
