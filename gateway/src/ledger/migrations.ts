/**
 * The ledger's schema. Each entry is applied once, in order; PRAGMA user_version counts them. Never change an entry
 * that was released: add the next one. Times (`*_at`) are wall-clock milliseconds, for showing only.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE cabinet (
    id TEXT PRIMARY KEY,
    controller BLOB,
    epoch INTEGER NOT NULL,          -- one more whenever the controller's journal starts anew
    position INTEGER NOT NULL,       -- how far its journal had been read ...
    known_to INTEGER NOT NULL        -- ... at this event; later events tell of themselves
  ) STRICT;

  CREATE TABLE slot (
    cabinet TEXT NOT NULL,
    locker INTEGER NOT NULL,
    record BLOB,                     -- as it stands on the controller; NULL where there is none
    kept BLOB,                       -- the last valid record, to fill a damaged one
    damaged INTEGER NOT NULL,        -- the controller said that there was a record and it is spoilt
    PRIMARY KEY (cabinet, locker)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE rental (
    id INTEGER PRIMARY KEY,
    cabinet TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    locker INTEGER NOT NULL,
    number INTEGER NOT NULL,         -- the controller's number of this rental
    phone TEXT NOT NULL,             -- canonical digits
    source TEXT NOT NULL CHECK (source IN ('keypad', 'web', 'controller')),
    receipt BLOB,                    -- request of the command that began it
    started_at INTEGER,
    ended_at INTEGER,
    ended_by TEXT
  ) STRICT;
  CREATE UNIQUE INDEX rental_open ON rental (cabinet, locker) WHERE ended_by IS NULL;
  CREATE UNIQUE INDEX rental_receipt ON rental (receipt) WHERE receipt IS NOT NULL;

  CREATE TABLE command (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the id on the link
    cabinet TEXT NOT NULL,
    locker INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT,
    request BLOB UNIQUE,             -- SHA-256 of the receipt's token, which comes from the client's request id
    fingerprint BLOB,                -- SHA-256 of what was asked for
    phone TEXT,                      -- of store only, until it is settled
    message INTEGER,                 -- the message that this PIN is for
    state TEXT NOT NULL CHECK (state IN ('sent', 'settled', 'void')),
    outcome TEXT,
    rental INTEGER,                  -- the controller's number
    wait INTEGER,
    tries INTEGER,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX command_sent ON command (cabinet) WHERE state = 'sent';
  CREATE INDEX command_lost ON command (cabinet, locker) WHERE outcome = 'unknown';

  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    cabinet TEXT,
    epoch INTEGER,
    journal INTEGER,                 -- the controller's sequence
    body TEXT NOT NULL,              -- canonical JSON
    hash TEXT NOT NULL               -- SHA-256 of the previous hash and the body, in hex
  ) STRICT;
  CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events stay'); END;
  CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events stay'); END;

  CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    rental INTEGER NOT NULL REFERENCES rental (id),
    command INTEGER NOT NULL,        -- the command that carried its PIN
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX message_rental ON message (rental);
  CREATE INDEX message_state ON message (state);
  `,
  `
  -- A ledger's lives: a restored backup begins a new one, so that whoever copies from it sees that it went back.
  CREATE TABLE life (
    epoch INTEGER PRIMARY KEY,
    id TEXT NOT NULL,                -- random; two lives never have the same
    cause TEXT NOT NULL CHECK (cause IN ('new', 'restored')),
    first_event INTEGER NOT NULL,    -- the sequence of its first event
    at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- Which rows are copied to central, and which revision each had when it was last looked at. Empty without [sync].
  CREATE TABLE copied_row (
    rev INTEGER PRIMARY KEY,         -- counts all changes of all rows
    what TEXT NOT NULL,              -- site, cabinet, locker, rental; form: how they are made
    cabinet TEXT NOT NULL,           -- '' where it says nothing, and 0 for the number
    number INTEGER NOT NULL,         -- of the locker, or the rental's id
    digest TEXT NOT NULL,            -- of what it said then; of a rental 'open' or 'ended'
    UNIQUE (what, cabinet, number)
  ) STRICT;
  CREATE INDEX copied_open ON copied_row (number) WHERE what = 'rental' AND digest = 'open';

  -- What central said last that it has.
  CREATE TABLE sync_position (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL,             -- id of the life
    sequence INTEGER NOT NULL,
    hash TEXT NOT NULL,
    rev INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;

  -- Recovery keys that somebody has seen, so that nobody is reminded of those.
  CREATE TABLE recovery_shown (
    fingerprint TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Commands of central admins: each id is begun once. Started ones of a process that is gone are unknown.
  CREATE TABLE central_command (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    cabinet TEXT NOT NULL,
    locker INTEGER NOT NULL,
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'done', 'refused', 'expired', 'unknown')),
    result TEXT,                     -- in words, for whoever asked
    finished_at INTEGER,
    acknowledged INTEGER NOT NULL DEFAULT 0  -- central knows its end
  ) STRICT;
  CREATE INDEX central_command_open ON central_command (id) WHERE acknowledged = 0;

  CREATE INDEX command_service ON command (cabinet, locker) WHERE kind = 'set_service';

  CREATE TABLE label (
    cabinet TEXT NOT NULL,
    locker INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (cabinet, locker)
  ) STRICT, WITHOUT ROWID;
  `,
];
