/**
 * Why a process cannot start: a stable code, the exit code it ends with, and what a person can do. Printed once, by
 * main. Exit codes are those of sysexits.h, so that a service manager can tell "try again" from "somebody must look".
 */

interface StartupErrorDescription {
  readonly exitCode: number;
  readonly hint: string;
}

export const STARTUP_ERRORS = {
  configuration_unreadable: {
    exitCode: 78,
    hint: "Check the path and the permissions of the configuration file; name another with --config FILE.",
  },
  configuration_invalid: { exitCode: 78, hint: "Correct what is named in the configuration file." },
  country_unknown: {
    exitCode: 78,
    hint: "Set site.country to the two-letter code of a country that has telephone numbers.",
  },
  header_file_unreadable: { exitCode: 78, hint: "Check the paths under messages.webhook.header_files." },
  data_folder_unwritable: {
    exitCode: 73,
    hint: "Create the folder and give it to the user that runs the gateway, or name another with gateway.data.",
  },
  data_folder_unsafe: {
    exitCode: 77,
    hint: "Root works only where its owner cannot lead it elsewhere: mend that, or run this as the owner of the folder.",
  },
  key_exposed: {
    exitCode: 77,
    hint: "Others may have read it: pair the cabinet again. Until then: chmod 700 on the folder keys, 600 on its files.",
  },
  key_unreadable: {
    exitCode: 74,
    hint: "Put back the file that the gateway wrote, or delete it and pair the cabinet again.",
  },
  recovery_key_mistyped: {
    exitCode: 65,
    hint: "Compare it with what was written down: 13 groups of 4 symbols and a check symbol. O is 0; I and L are 1.",
  },
  recovery_key_wrong: {
    exitCode: 65,
    hint: "It is the key of another site, or of this one before it had a new key: take the one that was used then.",
  },
  ledger_locked: {
    exitCode: 75,
    hint: "A gateway uses this data folder: stop it, or give the other one its own folder.",
  },
  ledger_newer: {
    exitCode: 65,
    hint: "The ledger was written by a newer release: install that release or a later one.",
  },
  ledger_damaged: {
    exitCode: 65,
    hint: "Start the gateway again: it moves the ledger away and restores the newest backup.",
  },
  backup_missing: { exitCode: 66, hint: "Name one of those that `holdfast backup --list` shows." },
  backup_damaged: { exitCode: 65, hint: "Take an older one: `holdfast backup --list` shows them." },
  firmware_unusable: {
    exitCode: 65,
    hint: "Take the firmware of this release: holdfast flash without --hex.",
  },
  avrdude_missing: { exitCode: 69, hint: "apt-get install avrdude" },
  avrdude_failed: {
    exitCode: 74,
    hint: "Check cable and programmer, and try again; what was on the chip is kept where the command says.",
  },
  eeprom_at_risk: {
    exitCode: 77,
    hint: "Erasing would delete keys and rights. Set the fuse first: avrdude ... -U hfuse:w:0xD1:m (see README, Wiring).",
  },
  no_such_cabinet: { exitCode: 66, hint: "holdfast status shows them." },
  device_missing: {
    exitCode: 69,
    hint: "Check the cable and the path of the serial device; the gateway keeps trying.",
  },
  socket_in_use: {
    exitCode: 75,
    hint: "Another process answers on this socket: stop it, or choose another path.",
  },
  socket_unusable: { exitCode: 73, hint: "Choose another path for the socket, or mend its folder." },
  port_in_use: { exitCode: 75, hint: "Another program listens there: stop it, or choose another address." },
  port_unusable: {
    exitCode: 77,
    hint: "Choose another address with web.listen or gateway.bridge_listen; under systemd: systemctl daemon-reload.",
  },
  central_copy_cut: {
    exitCode: 75,
    hint: "Nothing has changed. Run it again when the network and central's database work.",
  },
  central_missing: { exitCode: 69, hint: "Install the package sync of holdfast beside the package gateway." },
  page_missing: { exitCode: 72, hint: "Build the page: npm run build" },
  sync_off: { exitCode: 78, hint: "Add a [sync] section to the configuration: see sync/README.md." },
  sync_password_unreadable: {
    exitCode: 66,
    hint: "Put the password that holdfast central add-gateway showed into the file, and name it with sync.password_file.",
  },
  sync_password_exposed: {
    exitCode: 77,
    hint: "chmod 600 on the file; if others may have read it: holdfast central rotate NAME.",
  },
  sync_ca_unreadable: {
    exitCode: 66,
    hint: "Name the PEM file of the authority that signed the database servers' certificates with sync.ca.",
  },
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
