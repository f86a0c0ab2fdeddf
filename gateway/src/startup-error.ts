/**
 * Why a process could not start: a stable code, what a person can do, and the exit code it ends with. Exit codes
 * follow sysexits.h where it has one that fits, so that systemd can tell "try again" from "somebody must look".
 */

interface StartupErrorDescription {
  readonly exitCode: number;
  readonly hint: string;
}

export const STARTUP_ERRORS = {
  configuration_missing: { exitCode: 78, hint: "Give the file with --config FILE." },
  configuration_invalid: { exitCode: 78, hint: "Mend the configuration file and start again." },
  data_folder_unwritable: {
    exitCode: 73,
    hint: "Make the folder writable for this user, or name another with gateway.data.",
  },
  already_running: {
    exitCode: 75,
    hint: "Another gateway uses this ledger. End it first, or give this one its own gateway.data.",
  },
  socket_in_use: {
    exitCode: 75,
    hint: "Another process answers on this socket. End it first, or choose another path.",
  },
  socket_unusable: { exitCode: 73, hint: "Choose another path for the socket, or mend its folder." },
  port_in_use: {
    exitCode: 75,
    hint: "End the process that uses the port, or choose another with web.listen.",
  },
  port_unusable: { exitCode: 77, hint: "Choose another address and port with web.listen." },
  page_missing: { exitCode: 72, hint: "Build the page with: npm run build" },
  ledger_damaged: { exitCode: 74, hint: "Restore a backup, or move the file away to begin a new ledger." },
  ledger_too_new: { exitCode: 78, hint: "This ledger was written by a newer version; install that one." },
} as const satisfies Record<string, StartupErrorDescription>;

export type StartupErrorCode = keyof typeof STARTUP_ERRORS;

export class StartupError extends Error {
  readonly code: StartupErrorCode;

  constructor(code: StartupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartupError";
    this.code = code;
  }

  get hint(): string {
    return STARTUP_ERRORS[this.code].hint;
  }

  get exitCode(): number {
    return STARTUP_ERRORS[this.code].exitCode;
  }
}
