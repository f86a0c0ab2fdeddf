/** Every error that the gateway's API answers: a stable code, its HTTP status, and what a person can do. */

interface ErrorDescription {
  readonly status: number;
  /** True when the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  readonly message: string;
  readonly hint: string;
}

export const ERRORS = {
  bad_request: {
    status: 400,
    retryable: false,
    message: "The request is not valid.",
    hint: "Compare it with /openapi.json.",
  },
  bad_json: {
    status: 400,
    retryable: false,
    message: "The body is no JSON.",
    hint: "Send one JSON object in UTF-8.",
  },
  unsupported_media_type: {
    status: 415,
    retryable: false,
    message: "The body is not application/json.",
    hint: "Send JSON with Content-Type: application/json, uncompressed.",
  },
  body_too_large: {
    status: 413,
    retryable: false,
    message: "The body is too large.",
    hint: "At most 4 KiB are accepted; commands of central may have 1 MiB at once.",
  },
  not_found: {
    status: 404,
    retryable: false,
    message: "There is nothing at this address.",
    hint: "Compare the path with /openapi.json.",
  },
  method_not_allowed: {
    status: 405,
    retryable: false,
    message: "This address does not take that method.",
    hint: "Compare the method with /openapi.json.",
  },
  request_timeout: {
    status: 408,
    retryable: true,
    message: "The request took too long to arrive.",
    hint: "Send it in one go.",
  },
  too_many_requests: {
    status: 429,
    retryable: true,
    message: "Too many requests.",
    hint: "Wait a moment and try again.",
  },
  internal: {
    status: 500,
    retryable: true,
    message: "Something went wrong inside.",
    hint: "Try again; the log of the gateway tells more.",
  },
  overloaded: {
    status: 503,
    retryable: true,
    message: "Too much is going on.",
    hint: "Try again in a few seconds.",
  },

  gateway_unreachable: {
    status: 503,
    retryable: true,
    message: "The gateway cannot be reached just now.",
    hint: "Use the keypad at the cabinet, or try again.",
  },
  wrong_origin: {
    status: 403,
    retryable: false,
    message: "The request comes from another page.",
    hint: "Open the page of the lockers itself.",
  },

  no_such_cabinet: {
    status: 404,
    retryable: false,
    message: "There is no such cabinet.",
    hint: "Choose a cabinet from the list.",
  },
  no_such_locker: {
    status: 404,
    retryable: false,
    message: "There is no such locker in this cabinet.",
    hint: "Choose a locker from the list.",
  },
  cabinet_unreachable: {
    status: 503,
    retryable: true,
    message: "The cabinet cannot be reached just now.",
    hint: "Use the keypad at the cabinet, or try again.",
  },
  cabinet_busy: {
    status: 503,
    retryable: true,
    message: "The cabinet is busy.",
    hint: "Try again in a few seconds.",
  },
  firmware_too_old: {
    status: 501,
    retryable: false,
    message: "The firmware of this cabinet does not know this yet.",
    hint: "Nothing happened. The operator updates it with: holdfast flash.",
  },
  result_unknown: {
    status: 504,
    retryable: false,
    message: "The cabinet did not say what happened.",
    hint: "Look at the door before you try again.",
  },
  locker_held: {
    status: 409,
    retryable: false,
    message: "This locker is taken.",
    hint: "Choose a free locker.",
  },
  locker_not_held: {
    status: 409,
    retryable: false,
    message: "Nothing is stored in this locker under this number.",
    hint: "Check the locker and the phone number.",
  },
  locker_out_of_service: {
    status: 409,
    retryable: false,
    message: "This locker is out of service.",
    hint: "Choose another locker.",
  },
  too_many_lockers: {
    status: 409,
    retryable: false,
    message: "This phone number has as many lockers as it may.",
    hint: "Collect from one of them first.",
  },
  storing_paused: {
    status: 503,
    retryable: true,
    message: "Storing is paused; collecting works.",
    hint: "Try again later.",
  },
  messages_missing: {
    status: 503,
    retryable: false,
    message: "This site cannot send messages.",
    hint: "Store at the keypad; the operator can set up a message service.",
  },
  door_failed: {
    status: 502,
    retryable: true,
    message: "The door did not open.",
    hint: "Choose another locker or tell the operator.",
  },
  bad_phone: {
    status: 400,
    retryable: false,
    message: "This is no phone number.",
    hint: "Type 6 to 15 digits, with + and country code for a foreign number.",
  },
  bad_pin: {
    status: 400,
    retryable: false,
    message: "A PIN has 4 to 8 digits.",
    hint: "Type the digits of the PIN.",
  },
  wrong_pin: {
    status: 403,
    retryable: false,
    message: "Phone number and PIN do not fit this locker.",
    hint: "Check both; too many wrong tries lock the number for a while.",
  },
  phone_locked: {
    status: 429,
    retryable: true,
    message: "Too many wrong PINs.",
    hint: "Wait until the time is over.",
  },
  phone_locked_by_tries: {
    status: 403,
    retryable: false,
    message: "Too many wrong PINs in a row.",
    hint: "Ask the operator for a new PIN.",
  },
  visit_over: {
    status: 409,
    retryable: false,
    message: "This locker is no longer open for you.",
    hint: "Open it again with phone number and PIN.",
  },
  no_such_receipt: {
    status: 404,
    retryable: false,
    message: "This receipt is not known.",
    hint: "Receipts end with the rental.",
  },
  resend_too_soon: {
    status: 429,
    retryable: true,
    message: "The last message was just sent.",
    hint: "Wait a moment before you ask for another.",
  },
  rental_over: {
    status: 409,
    retryable: false,
    message: "This rental has ended.",
    hint: "Look at the list of lockers.",
  },
  pin_impossible: {
    status: 409,
    retryable: false,
    message: "The new controller cannot take this locker over.",
    hint: "Open it for its owner, release it, and put it back into service.",
  },
  backup_failed: {
    status: 503,
    retryable: true,
    message: "No backup could be made.",
    hint: "The log of the gateway tells more; free some room on its disk.",
  },
  reason_missing: {
    status: 400,
    retryable: false,
    message: "A reason is needed.",
    hint: "Say in a few words why.",
  },

  pairing_running: {
    status: 409,
    retryable: true,
    message: "This cabinet is being paired already.",
    hint: "Wait until that has ended, or cancel it where it was begun.",
  },
  door_open: {
    status: 409,
    retryable: true,
    message: "A door of this cabinet is open.",
    hint: "Shut it. Where its sensor is stuck, take that locker out of service first.",
  },
  no_serial_port: {
    status: 409,
    retryable: false,
    message: "The controller of this cabinet is not on a serial port of this machine.",
    hint: "Flash it where it is, with a programmer: avrdude.",
  },
  no_pairing: {
    status: 404,
    retryable: false,
    message: "This cabinet is not being paired.",
    hint: "Begin with: holdfast pair CABINET",
  },
  pairing_not_ready: {
    status: 409,
    retryable: false,
    message: "There is no check code to compare at this moment.",
    hint: "Look at the state of the pairing first.",
  },
  pairing_timed_out: {
    status: 504,
    retryable: true,
    message: "The pairing was not finished in time.",
    hint: "Hold the service button inside the cabinet from the beginning to the end, and pair again.",
  },
  pairing_interrupted: {
    status: 503,
    retryable: true,
    message: "The connection to the cabinet broke during the pairing.",
    hint: "Check the cable, then pair again; the cabinet is paired as it was before.",
  },
  pairing_refused: {
    status: 502,
    retryable: true,
    message: "The controller did not finish the pairing.",
    hint: "Hold the service button inside the cabinet until the end, and pair again.",
  },
  pairing_cancelled: {
    status: 409,
    retryable: true,
    message: "The pairing was cancelled.",
    hint: "Let the service button go. The cabinet is paired as before, unless its controller had the new key already.",
  },
  key_read_only: {
    status: 409,
    retryable: false,
    message: "The key of this cabinet is given by the service manager and cannot be replaced.",
    hint: "Take it out of the credentials of the service, restart the gateway, and pair.",
  },
  sync_off: {
    status: 409,
    retryable: false,
    message: "This site does not sync.",
    hint: "Add a [sync] section to the configuration: see sync/README.md.",
  },
  sync_no_such_event: {
    status: 409,
    retryable: false,
    message: "The ledger has no event with this sequence.",
    hint: "Ask for the ledger first: it may be in another life.",
  },
  sync_fork: {
    status: 409,
    retryable: false,
    message: "Central has another event at this place, or the ledger is in another life.",
    hint: "Ask for the ledger, look for the last common event, and begin a new life after it.",
  },
  look_inside_first: {
    status: 409,
    retryable: false,
    message: "Only somebody at this site may put this locker back into service: nobody has looked inside.",
    hint: "On the site: open it, take out what is left, then holdfast in-service.",
  },
  bad_label: {
    status: 400,
    retryable: false,
    message: "The label is not valid.",
    hint: "Give at most 20 characters on one line; nothing takes the label away.",
  },
} as const satisfies Record<string, ErrorDescription>;

export type ErrorCode = keyof typeof ERRORS;
