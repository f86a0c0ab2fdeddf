/** Which firmware a gateway may put onto a controller: one that it can talk to afterwards. */
import { PROTOCOL_VERSION } from "@holdfast/protocol";
import { StartupError } from "../startup-error.ts";
import type { FirmwareFile } from "./firmware-file.ts";

/**
 * The controller of the release before, or of the one after, is talked to where both speak the same protocol. Where they
 * do not, the gateway refuses the link and says so; so nothing is flashed that would end like that.
 */
export function checkProtocol({ path, version, protocol }: FirmwareFile): void {
  if (protocol === PROTOCOL_VERSION) return;
  const newer =
    protocol > PROTOCOL_VERSION ? "Upgrade the gateway first." : "It is too old for this gateway.";
  throw new StartupError(
    "firmware_unusable",
    `${path} (${version}) speaks protocol ${protocol}, this gateway ${PROTOCOL_VERSION}. ${newer}`,
  );
}
