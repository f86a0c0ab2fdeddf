/** What building a site again from central needs: its recovery key, and what opens what was sealed under it. */
export {
  keepRecoveryKey,
  makeRecoveryKey,
  readRecoveryKey,
  recoveryKeyFile,
} from "./recovery-key.ts";
export { readRecoveryText, showRecoveryText } from "./recovery-text.ts";
export { type Sealer, sealer } from "./sealer.ts";
