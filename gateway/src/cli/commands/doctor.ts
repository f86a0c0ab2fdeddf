import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import type { Finding, Patient } from "../../doctor/check.ts";
import { EXIT } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { reasonOf } from "../report-error.ts";
import { paint, plain } from "../text.ts";

const MARKS = { ok: "ok  ", warning: "look", bad: "BAD ", unknown: "?   " } as const;
const COLOURS = { ok: "green", warning: "yellow", bad: "red", unknown: "dim" } as const;
const OTHERS_READ = 0o004;

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description(
      "look at everything that a site needs, and say what to do; ends with 1 where something is bad",
    )
    .action(async (_options: object, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const { examine } = await import("../../doctor/index.ts");
      const { thisMachine } = await import("../../doctor/this-machine.ts");
      const { RELEASE_HEX, readFirmware } = await import("../../flash/firmware-file.ts");
      const patient: Patient = {
        ...thisMachine,
        ...(await askGateway(options)),
        ...(await readConfigured(options)),
      };
      const findings = examine(
        patient,
        quietly(() => readFirmware(RELEASE_HEX).version),
      );
      process.stdout.write(`${options.json ? JSON.stringify(findings, null, 2) : describe(findings)}\n`);
      if (findings.some(({ health }) => health === "bad")) process.exitCode = EXIT.refused;
    });
}

function describe(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .flatMap(({ name, health, found, advice }) => [
      `${paint(COLOURS[health], MARKS[health])}  ${name.padEnd(width)}  ${plain(found)}`,
      ...(advice === undefined ? [] : [`${" ".repeat(width + 8)}${plain(advice)}`]),
    ])
    .join("\n");
}

/** A gateway that does not answer is a finding and no error. */
async function askGateway(
  options: GlobalOptions,
): Promise<Pick<Patient, "status" | "noStatus" | "newestBackup">> {
  const { findSocket } = await import("../socket.ts");
  const { GatewayClient } = await import("../../client/index.ts");
  let client: InstanceType<typeof GatewayClient> | undefined;
  try {
    client = new GatewayClient({ socketPath: await findSocket(options) });
    const status = await client.call("status", {});
    const [newest] = await client.call("backups", {});
    return { status, noStatus: undefined, newestBackup: newest && Date.parse(newest.at) };
  } catch (error) {
    return { status: undefined, noStatus: reasonOf(error), newestBackup: undefined };
  } finally {
    client?.close();
  }
}

async function readConfigured({
  config,
}: GlobalOptions): Promise<Pick<Patient, "configuration" | "noConfiguration">> {
  const { gatewayConfiguration, readConfiguration, sitePaths } = await import("../../configuration/index.ts");
  const { configFile } = await import("../../process/index.ts");
  const file = quietly(() => configFile(config));
  if (file === undefined) return { configuration: undefined, noConfiguration: undefined };
  try {
    const { cabinet, gateway, sync, web } = readConfiguration(file, gatewayConfiguration());
    const { listen = "0.0.0.0:8080" } = (web ?? {}) as { listen?: string };
    const { ca } = (sync ?? {}) as { ca?: unknown };
    const { uid, mode } = statSync(file);
    const configuration = {
      file,
      hidden: uid === 0 && (mode & OTHERS_READ) === 0,
      data: sitePaths(file, gateway).data,
      cabinets: cabinet.map(({ id, port: { serial, tcp, bridge } }) => ({
        id,
        ...(serial !== undefined && { serial }),
        ...(tcp !== undefined && { tcp }),
        ...(bridge && { bridge }),
      })),
      bridgePort: Number(gateway.bridge_listen.slice(gateway.bridge_listen.lastIndexOf(":") + 1)),
      listen,
      syncs: sync !== undefined,
      ...(typeof ca === "string" && { ca: resolve(dirname(file), ca) }),
    };
    return { configuration, noConfiguration: undefined };
  } catch (error) {
    return { configuration: undefined, noConfiguration: reasonOf(error) };
  }
}

function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
