/** Why a controller that answers cannot be used, in words for the operator. */
import { PROTOCOL_VERSION } from "@holdfast/protocol";
import type { Obstacle } from "./state.ts";

export function obstacleText(obstacle: Obstacle, cabinet: string): string {
  switch (obstacle.what) {
    case "no_key":
      return `the cabinet is not paired: holdfast pair ${cabinet}`;
    case "not_paired":
      return `the controller is not paired: holdfast pair ${cabinet}`;
    case "wrong_proof":
      return `the controller has another pairing key: holdfast pair ${cabinet}`;
    case "wrong_version": {
      const { min, max } = obstacle;
      const range = min === max ? `${min}` : `${min}..${max}`;
      const next = max < PROTOCOL_VERSION ? `holdfast flash ${cabinet}` : "upgrade holdfast here";
      return `the controller speaks protocol ${range}, this gateway speaks ${PROTOCOL_VERSION}: ${next}`;
    }
  }
}
