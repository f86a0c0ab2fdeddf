/** Cabinets whose controller is reached over the network: what the bridge in between says of itself. */
import { BRIDGE_VERSION } from "@holdfast/protocol";
import type { Bridge } from "../../contract/index.ts";
import { bad, type Check, type Finding, ok, type PatientConfiguration, warning } from "../check.ts";

/** dBm; below it Wi-Fi works by luck. */
const WEAK = -80;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
/** A bridge calls when it starts, when the gateway does, and when the Wi-Fi was away: not each hour. */
const CALLS_AT_START = 3;
/** What boots, dials and brown-outs leave behind, and a wire that is not well exceeds in minutes. */
const A_FEW = 10;

/** Of what the bridge says, the first thing that is not well. */
const SYMPTOMS: readonly { ill(bridge: Bridge): boolean; found: string; advice: string }[] = [
  {
    // The SDK's numbers for its watchdogs and for an exception.
    ill: ({ resetCause, uptime }) => resetCause >= 1 && resetCause <= 3 && uptime < DAY_S,
    found: "it hung or crashed and started anew",
    advice: "Give it a 3.3 V supply of its own, 500 mA, with 100 µF beside it.",
  },
  {
    ill: ({ rssi }) => rssi < WEAK,
    found: "its signal is weak",
    advice: "Move its antenna out of the metal, or the access point nearer.",
  },
  {
    ill: ({ connections, uptime }) => connections > CALLS_AT_START + uptime / HOUR_S,
    found: "it loses its connection again and again",
    advice: "Look at the access point: channel, roaming, energy saving, and who else is on it.",
  },
  {
    ill: ({ dropped, overruns, uptime }) => dropped + overruns > A_FEW + uptime / HOUR_S,
    found: "it loses frames",
    advice: "The Wi-Fi is too slow for it: another channel, less distance. Nothing is lost for good.",
  },
  {
    ill: ({ noise, uptime }) => noise > A_FEW + uptime / HOUR_S,
    found: "it reads noise",
    advice: "Check RX, TX, ground and the divider between it and the controller.",
  },
  {
    ill: ({ version }) => version !== BRIDGE_VERSION,
    found: `this release has ${BRIDGE_VERSION}`,
    advice: "Build and update it: /usr/share/holdfast/bridge/README.md.",
  },
];

export const bridges: Check = ({ configuration, status }) =>
  configuration?.cabinets
    .filter(({ serial }) => serial === undefined)
    .flatMap((wired): Finding[] => {
      const cabinet = status?.cabinets.find(({ id }) => id === wired.id);
      return cabinet ? [examined(wired, cabinet.link === "up", cabinet.bridge, configuration)] : [];
    }) ?? [];

type Wired = PatientConfiguration["cabinets"][number];

function examined(
  { id, tcp }: Wired,
  up: boolean,
  bridge: Bridge | undefined,
  { bridgePort }: PatientConfiguration,
): Finding {
  const name = `Wi-Fi ${id}`;
  if (bridge) {
    const said = `${bridge.rssi} dBm, up ${Math.floor(bridge.uptime / HOUR_S)} h, ${bridge.dropped} frames lost, version ${bridge.version}`;
    if (!up)
      return bad(
        name,
        `its bridge is there (${said}), its controller is not linked`,
        "Check the controller's power, and RX and TX.",
      );
    const symptom = SYMPTOMS.find(({ ill }) => ill(bridge));
    return symptom ? warning(name, `${symptom.found}: ${said}`, symptom.advice) : ok(name, said);
  }
  if (up) return ok(name, `${tcp ?? "its bridge"} is linked`);
  if (tcp !== undefined)
    return bad(
      name,
      `${tcp} is not linked`,
      "Check that bridge's power, Wi-Fi and address. The keypad works without it.",
    );
  return bad(
    name,
    "no bridge that calls carries it",
    `Check its bridge's power and Wi-Fi: one that is lost opens the network holdfast-NUMBER. A firewall here must let TCP port ${bridgePort} in. The keypad works without it.`,
  );
}
