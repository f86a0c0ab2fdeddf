import { onTestFinished } from "vitest";
import {
  type GatewayState,
  type GatewaySwitch,
  RealTimeRunner,
  startPanel,
  type VirtualCabinet,
} from "../../src/index.ts";
import { cabinetWith } from "./program.ts";

export class FakeGateway implements GatewaySwitch {
  current: GatewayState = "running";
  state(): GatewayState {
    return this.current;
  }
  start(): void {
    this.current = "running";
  }
  stop(): void {
    this.current = "stopped";
  }
  onChange(): () => void {
    return () => undefined;
  }
}

export async function panelFor(cabinet: VirtualCabinet = cabinetWith("sleep"), customerUrl?: string) {
  const runner = new RealTimeRunner(cabinet);
  const gateway = new FakeGateway();
  const panel = await startPanel({ cabinet, runner, gateway, customerUrl });
  runner.start();
  onTestFinished(async () => {
    runner.stop();
    await panel.close();
  });
  return { cabinet, gateway, panel };
}
