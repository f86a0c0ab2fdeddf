-- What central holds. Each statement may run twice, so that a migration that was cut in two is run again as a whole.
-- Every PRIMARY KEY of what a gateway writes starts with gateway_id, and none of these tables has a further UNIQUE:
-- with one, INSERT .. ON DUPLICATE KEY UPDATE would reach another gateway's row. Times are UTC, for showing and for
-- retention; order and positions are epoch, seq and rev.

-- One row a gateway: who it is and how far central's copy of it has come. Locked first by every exchange.
CREATE TABLE IF NOT EXISTS gateway (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(23) NOT NULL,
  -- Its login without the host. Bytes: no case, no collation, no padding makes two of them equal.
  account VARBINARY(32) NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL DEFAULT 0,
  epoch_id VARCHAR(64) NULL,
  last_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  last_hash VARCHAR(64) NOT NULL DEFAULT '0000000000000000000000000000000000000000000000000000000000000000',
  last_rev BIGINT UNSIGNED NOT NULL DEFAULT 0,
  last_command BIGINT UNSIGNED NOT NULL DEFAULT 0,
  last_dead BIGINT UNSIGNED NOT NULL DEFAULT 0,
  exchanges BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- What a signed command must name, so that a signature cannot be used again.
  challenge VARCHAR(64) NULL,
  -- Until then it may read its own rows, to be built again.
  restore_until DATETIME(3) NULL,
  created_at DATETIME(3) NOT NULL,
  last_seen DATETIME(3) NULL,
  UNIQUE KEY gateway_name (name),
  UNIQUE KEY gateway_account (account)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The lives of a gateway's ledger. A new one continues an older one after base_seq.
CREATE TABLE IF NOT EXISTS life (
  gateway_id INT UNSIGNED NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  epoch_id VARCHAR(64) NOT NULL,
  base_seq BIGINT UNSIGNED NOT NULL,
  base_hash VARCHAR(64) NOT NULL,
  -- 0 where central had no event to compare base_hash with.
  proven TINYINT NOT NULL,
  started_at DATETIME(3) NOT NULL,
  -- Retention has been here: events up to pruned_to may be missing, pruned_hash is that of the last of them.
  pruned_to BIGINT UNSIGNED NOT NULL,
  pruned_hash VARCHAR(64) NOT NULL,
  PRIMARY KEY (gateway_id, epoch)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS site (
  gateway_id INT UNSIGNED NOT NULL PRIMARY KEY,
  epoch BIGINT UNSIGNED NOT NULL,
  rev BIGINT UNSIGNED NOT NULL,
  name VARCHAR(60) NOT NULL,
  software VARCHAR(40) NOT NULL,
  settings LONGTEXT NULL,
  sealed LONGBLOB NULL,
  changed_at DATETIME(3) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS cabinet (
  gateway_id INT UNSIGNED NOT NULL,
  cabinet VARCHAR(32) NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  rev BIGINT UNSIGNED NOT NULL,
  name VARCHAR(40) NOT NULL,
  link VARCHAR(10) NOT NULL,
  firmware VARCHAR(20) NULL,
  problem VARCHAR(200) NULL,
  removed TINYINT NOT NULL,
  sealed LONGBLOB NULL,
  changed_at DATETIME(3) NOT NULL,
  PRIMARY KEY (gateway_id, cabinet)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS locker (
  gateway_id INT UNSIGNED NOT NULL,
  cabinet VARCHAR(32) NOT NULL,
  locker TINYINT UNSIGNED NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  rev BIGINT UNSIGNED NOT NULL,
  state VARCHAR(20) NOT NULL,
  door VARCHAR(20) NOT NULL,
  label VARCHAR(20) NULL,
  rental BIGINT UNSIGNED NULL,
  -- A MAC under a key that only the controller has.
  verifier VARBINARY(64) NULL,
  sealed LONGBLOB NULL,
  changed_at DATETIME(3) NOT NULL,
  PRIMARY KEY (gateway_id, cabinet, locker)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS rental (
  gateway_id INT UNSIGNED NOT NULL,
  rental BIGINT UNSIGNED NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  rev BIGINT UNSIGNED NOT NULL,
  cabinet VARCHAR(32) NOT NULL,
  locker TINYINT UNSIGNED NOT NULL,
  number BIGINT UNSIGNED NOT NULL,
  source VARCHAR(20) NOT NULL,
  started_at DATETIME(3) NULL,
  ended_at DATETIME(3) NULL,
  ended_by VARCHAR(40) NULL,
  phone_masked VARCHAR(20) NULL,
  -- HMAC-SHA-256 under the site's key: finds a known number, tells none.
  phone_index BINARY(32) NULL,
  -- AES-256-GCM under the site's recovery key.
  phone_sealed VARBINARY(255) NULL,
  -- Only where the operator of the site switched it on.
  phone_clear VARCHAR(20) NULL,
  changed_at DATETIME(3) NOT NULL,
  PRIMARY KEY (gateway_id, rental),
  KEY rental_open (ended_at, gateway_id),
  KEY rental_phone (phone_index)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- hash is SHA-256 over the previous hash in hex and body, which therefore stays as it came, to the byte.
CREATE TABLE IF NOT EXISTS event (
  gateway_id INT UNSIGNED NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  at DATETIME(3) NOT NULL,
  received_at DATETIME(3) NOT NULL,
  kind VARCHAR(40) NOT NULL,
  -- denied, fault or security; NULL for daily life.
  class VARCHAR(8) NULL,
  hash BINARY(32) NOT NULL,
  body LONGTEXT NOT NULL,
  -- Its phone was taken out; the hash is still that of the whole body.
  erased_at DATETIME(3) NULL,
  PRIMARY KEY (gateway_id, epoch, seq),
  KEY event_class (class, received_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Events and rows that could not be stored, so that they block nothing: as they came, as far as they fit.
CREATE TABLE IF NOT EXISTS event_dead (
  gateway_id INT UNSIGNED NOT NULL,
  id BIGINT UNSIGNED NOT NULL,
  what VARCHAR(10) NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  -- Of an event its place in the chain.
  seq BIGINT UNSIGNED NULL,
  raw LONGTEXT NULL,
  raw_bytes BIGINT UNSIGNED NOT NULL,
  received_at DATETIME(3) NOT NULL,
  PRIMARY KEY (gateway_id, id),
  KEY event_dead_seq (gateway_id, epoch, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Central's own: what admins ask gateways to do. A gateway changes states of its own commands, nothing else.
CREATE TABLE IF NOT EXISTS command (
  gateway_id INT UNSIGNED NOT NULL,
  -- A UUID: a restored central never gives the id of a lost command to another one.
  id VARCHAR(36) NOT NULL,
  place BIGINT UNSIGNED NOT NULL,
  kind VARCHAR(20) NOT NULL,
  cabinet VARCHAR(32) NOT NULL,
  locker TINYINT UNSIGNED NOT NULL,
  reason VARCHAR(200) NOT NULL,
  who VARCHAR(320) NOT NULL,
  payload TEXT NULL,
  signature VARBINARY(64) NULL,
  state VARCHAR(10) NOT NULL,
  result VARCHAR(200) NULL,
  queued_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  delivered_at DATETIME(3) NULL,
  finished_at DATETIME(3) NULL,
  PRIMARY KEY (gateway_id, id),
  KEY command_state (gateway_id, state, place)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Figures that central admins may change: days until something is deleted, hours until a rental counts as overdue.
CREATE TABLE IF NOT EXISTS rule (
  name VARCHAR(30) NOT NULL PRIMARY KEY,
  value INT UNSIGNED NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO rule (name, value) VALUES
  ('event_days', 90), ('security_days', 365), ('phone_days', 30), ('command_days', 365),
  ('overdue_hours', 72), ('stale_minutes', 15)
ON DUPLICATE KEY UPDATE name = rule.name;
