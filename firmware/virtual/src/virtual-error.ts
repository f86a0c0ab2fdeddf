export type VirtualErrorCode =
  | "BAD_HEX"
  | "NO_RELEASE"
  | "BAD_EEPROM"
  | "BAD_OPTION"
  | "TIME_LIMIT"
  | "UART_FULL"
  | "PORT_IN_USE"
  | "PORT_REFUSED"
  | "NO_SOCAT"
  | "PTY_FAILED"
  | "PANEL_FILES";

/** The one error of the virtual cabinet: a stable code for programs, a hint for people. */
export class VirtualError extends Error {
  readonly code: VirtualErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  constructor(code: VirtualErrorCode, message: string, hint: string, retryable = false) {
    super(message);
    this.name = "VirtualError";
    this.code = code;
    this.hint = hint;
    this.retryable = retryable;
  }
}
