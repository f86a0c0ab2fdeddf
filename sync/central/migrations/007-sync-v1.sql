-- The one thing that a gateway may do: CALL sync_v1(request) answers one row with one column, a JSON text. Request and
-- answer are described in sync/src/contract. A gateway of an older release goes on calling sync_v1 when there is a
-- sync_v2; whatever changes its meaning is a new procedure.
DELIMITER //

DROP PROCEDURE IF EXISTS sync_v1 //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1 (
  IN request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'ok';
  DECLARE v_schema INT UNSIGNED;
  -- Of the request, as text until it is checked.
  DECLARE q_schema, q_needs, q_epoch, q_epoch_id, q_after, q_hash, q_unproven, q_challenge, q_rows_after, q_rows_to
    LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE q_rows, q_acks, q_find, q_read, q_read_epoch, q_read_after, q_read_cabinet LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_after, v_rows_after, v_rows_to, v_counter BIGINT UNSIGNED DEFAULT 0;
  -- Of the gateway, as it was and as it becomes.
  DECLARE v_gateway INT UNSIGNED;
  DECLARE v_epoch, v_last_seq, v_last_rev, v_dead, v_found BIGINT UNSIGNED;
  DECLARE v_epoch_id, v_last_hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_commands LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '[]';
  DECLARE v_answer, v_read LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_count, v_proven INT DEFAULT 1;
  DECLARE v_new_life INT DEFAULT 0;
  -- SYSDATE, because a login may set what NOW() tells it; through seconds, because it may set the time zone too.
  DECLARE v_now DATETIME(3) DEFAULT
    TIMESTAMPADD(MICROSECOND, FLOOR(UNIX_TIMESTAMP(SYSDATE(3)) * 1000) * 1000, '1970-01-01 00:00:00');
  DECLARE EXIT HANDLER FOR SQLSTATE '45000'
  BEGIN
    ROLLBACK;
    SET v_answer = JSON_OBJECT('code', 'bad_request', 'epoch', NULL, 'last_seq', NULL, 'last_hash', NULL,
      'last_rev', NULL, 'dead', NULL, 'found', NULL, 'server_time', DATE_FORMAT(v_now, '%Y-%m-%dT%H:%i:%s.%fZ'),
      'schema', v_schema + 0, 'commands', JSON_ARRAY());
    SELECT v_answer AS answer;
  END;
  -- Number and state of the error stay, so that the gateway knows whether to try again; its text does not leave.
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL SET MESSAGE_TEXT = 'holdfast: the exchange failed and changed nothing';
  END;

  COMMIT;
  -- No gap locks: gateways must not wait for each other.
  SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  START TRANSACTION;
  SELECT MAX(version) INTO v_schema FROM schema_version;

  exchange: BEGIN
    -- USER(), for CURRENT_USER() is the owner of this procedure. Bytes are compared: see gateway.account.
    SELECT id, epoch, epoch_id, last_seq, last_hash, last_rev, last_dead
    INTO v_gateway, v_epoch, v_epoch_id, v_last_seq, v_last_hash, v_last_rev, v_dead
    FROM gateway
    WHERE account = CAST(LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1) AS BINARY)
    FOR UPDATE;
    IF v_gateway IS NULL THEN SET v_code = 'unknown_gateway'; LEAVE exchange; END IF;

    IF LENGTH(request) > 16777216 THEN SET v_code = 'too_large'; LEAVE exchange; END IF;
    IF NOT COALESCE(JSON_VALID(request), FALSE) THEN SET v_code = 'bad_json'; LEAVE exchange; END IF;
    SELECT h.* INTO q_schema, q_needs, q_epoch, q_epoch_id, q_after, q_hash, q_unproven, q_challenge,
      q_rows_after, q_rows_to, q_rows, q_acks, q_find,
      q_read, q_read_epoch, q_read_after, q_read_cabinet
    -- Every column is a walk over the whole text, so not over the events as well.
    FROM JSON_TABLE(JSON_REMOVE(request, '$.events'), '$' COLUMNS (
      schema_ LONGTEXT PATH '$.schema', needs LONGTEXT PATH '$.needs', epoch LONGTEXT PATH '$.epoch.counter',
      epoch_id LONGTEXT PATH '$.epoch.id', after_ LONGTEXT PATH '$.after', hash LONGTEXT PATH '$.hash',
      unproven LONGTEXT PATH '$.epoch.unproven', challenge LONGTEXT PATH '$.challenge',
      rows_after LONGTEXT PATH '$.rows.after', rows_to LONGTEXT PATH '$.rows.to', rows_ JSON PATH '$.rows',
      acks JSON PATH '$.acks', find JSON PATH '$.find',
      read_ LONGTEXT PATH '$.read.what', read_epoch LONGTEXT PATH '$.read.epoch',
      read_after LONGTEXT PATH '$.read.after', read_cabinet LONGTEXT PATH '$.read.cabinet')) AS h;

    IF NOT COALESCE(q_schema REGEXP '^[0-9]{1,5}\\z', FALSE) THEN SET v_code = 'bad_request'; LEAVE exchange; END IF;
    IF q_schema <> '1' THEN SET v_code = 'wrong_schema'; LEAVE exchange; END IF;
    SET v_count = COALESCE(JSON_LENGTH(request, '$.events'), 0);
    IF NOT COALESCE(v_count <= 1000 AND COALESCE(q_needs, '0') REGEXP '^[0-9]{1,5}\\z'
      AND q_epoch REGEXP '^[1-9][0-9]{0,15}\\z' AND q_epoch_id REGEXP '^[A-Za-z0-9_-]{8,64}\\z'
      AND q_after REGEXP '^(0|[1-9][0-9]{0,15})\\z' AND q_hash REGEXP '^[0-9a-f]{64}\\z'
      AND COALESCE(q_challenge, '') REGEXP '^[A-Za-z0-9_-]{0,64}\\z'
      AND COALESCE(JSON_TYPE(q_acks), 'ARRAY') = 'ARRAY' AND COALESCE(JSON_LENGTH(q_acks), 0) <= 1000
      AND COALESCE(JSON_TYPE(q_find), 'ARRAY') = 'ARRAY' AND COALESCE(JSON_LENGTH(q_find), 0) <= 64
      AND COALESCE(JSON_LENGTH(q_rows, '$.cabinets'), 0) <= 1000
      AND COALESCE(JSON_LENGTH(q_rows, '$.lockers'), 0) <= 1000
      AND COALESCE(JSON_LENGTH(q_rows, '$.rentals'), 0) <= 1000
      AND COALESCE(q_read, 'life') IN ('life', 'event', 'dead', 'site', 'cabinet', 'locker', 'rental')
      AND COALESCE(q_read_epoch, '0') REGEXP '^(0|[1-9][0-9]{0,15})\\z'
      AND COALESCE(q_read_after, '0') REGEXP '^(0|[1-9][0-9]{0,15})\\z'
      AND COALESCE(q_read_cabinet, '') REGEXP '^[a-z0-9-]{0,32}\\z'
      AND COALESCE(q_rows_after, '0') REGEXP '^(0|[1-9][0-9]{0,15})\\z'
      AND COALESCE(q_rows_to, '0') REGEXP '^(0|[1-9][0-9]{0,15})\\z'
      AND (q_rows IS NULL OR (q_rows_after IS NOT NULL AND q_rows_to IS NOT NULL)), FALSE)
    THEN SET v_code = 'bad_request'; LEAVE exchange; END IF;
    IF CAST(COALESCE(q_needs, '0') AS UNSIGNED) > v_schema THEN SET v_code = 'schema_too_old'; LEAVE exchange; END IF;
    SET v_counter = CAST(q_epoch AS UNSIGNED), v_after = CAST(q_after AS UNSIGNED);
    SET v_rows_after = CAST(COALESCE(q_rows_after, '0') AS UNSIGNED);
    SET v_rows_to = CAST(COALESCE(q_rows_to, '0') AS UNSIGNED);

    IF q_read IS NOT NULL THEN
      IF NOT EXISTS (SELECT 1 FROM gateway WHERE id = v_gateway AND restore_until > v_now) THEN
        SET v_code = 'restore_not_allowed';
      ELSE
        CALL sync_v1_read(v_gateway, q_read, CAST(COALESCE(q_read_epoch, '0') AS UNSIGNED),
          CAST(COALESCE(q_read_after, '0') AS UNSIGNED), COALESCE(q_read_cabinet, ''), v_read);
      END IF;
      LEAVE exchange;
    END IF;

    IF q_find IS NOT NULL THEN
      SELECT MAX(e.seq) INTO v_found
      FROM JSON_TABLE(q_find, '$[*]' COLUMNS (seq LONGTEXT PATH '$[0]', hash LONGTEXT PATH '$[1]')) AS f
      JOIN life AS l ON l.gateway_id = v_gateway
      JOIN event AS e ON e.gateway_id = v_gateway AND e.epoch = l.epoch
        AND e.seq = IF(f.seq REGEXP '^[1-9][0-9]{0,15}\\z', CAST(f.seq AS UNSIGNED), 0) AND e.hash = UNHEX(f.hash);
    END IF;

    IF v_counter < v_epoch OR (v_counter = v_epoch AND q_epoch_id <> v_epoch_id)
    THEN SET v_code = 'stale_epoch'; LEAVE exchange; END IF;

    IF v_counter > v_epoch THEN
      -- A new life of the ledger goes on after an event that central has as well, or begins at 0.
      IF v_after > 0 AND NOT (v_after = v_last_seq AND q_hash = v_last_hash) AND NOT EXISTS (
        SELECT 1 FROM life AS l JOIN event AS e
          ON e.gateway_id = l.gateway_id AND e.epoch = l.epoch AND e.seq = v_after AND e.hash = UNHEX(q_hash)
        WHERE l.gateway_id = v_gateway)
      AND NOT EXISTS (
        SELECT 1 FROM life WHERE gateway_id = v_gateway AND pruned_to = v_after AND pruned_hash = q_hash)
      THEN
        IF NOT COALESCE(q_unproven = 'true', FALSE) THEN SET v_code = 'base_unknown'; LEAVE exchange; END IF;
        SET v_proven = 0;
      END IF;
      IF v_rows_after > 0 THEN SET v_code = 'rows_gap'; LEAVE exchange; END IF;
      INSERT INTO life (gateway_id, epoch, epoch_id, base_seq, base_hash, proven, started_at, pruned_to, pruned_hash)
      VALUES (v_gateway, v_counter, q_epoch_id, v_after, q_hash, v_proven, v_now, v_after, q_hash);
      SET v_epoch = v_counter, v_epoch_id = q_epoch_id, v_new_life = 1;
      SET v_last_seq = v_after, v_last_hash = q_hash, v_last_rev = 0;
    ELSEIF v_after > v_last_seq THEN
      SET v_code = 'gap'; LEAVE exchange;
    ELSEIF v_rows_after > v_last_rev THEN
      SET v_code = 'rows_gap'; LEAVE exchange;
    ELSEIF (v_after = v_last_seq AND q_hash <> v_last_hash)
      OR (v_after < v_last_seq AND COALESCE(JSON_UNQUOTE(JSON_EXTRACT(request,
        CONCAT('$.events[', v_last_seq - v_after - 1, '].hash'))) <> v_last_hash, FALSE))
    THEN
      -- Two ledgers say that they are this life: one of them comes from a copy.
      SET v_code = 'fork'; LEAVE exchange;
    END IF;

    IF v_count > 0 THEN
      CALL sync_v1_events(v_gateway, v_epoch, v_after, v_count, request, v_now, v_last_seq, v_last_hash, v_dead);
    END IF;
    IF q_rows IS NOT NULL AND v_rows_to > v_last_rev THEN
      CALL sync_v1_site(v_gateway, v_epoch, v_last_rev, v_rows_to, q_rows, v_now, v_dead);
      CALL sync_v1_cabinet(v_gateway, v_epoch, v_last_rev, v_rows_to, q_rows, v_now, v_dead);
      CALL sync_v1_locker(v_gateway, v_epoch, v_last_rev, v_rows_to, q_rows, v_now, v_dead);
      CALL sync_v1_rental(v_gateway, v_epoch, v_last_rev, v_rows_to, q_rows, v_now, v_dead);
      SET v_last_rev = v_rows_to;
    ELSEIF q_rows IS NULL AND v_last_rev > 0 THEN
      -- It has no row that central lacks: what was open in a life before this one, and did not come again, is over.
      UPDATE rental SET ended_at = v_now, ended_by = 'lost_life', changed_at = v_now
      WHERE gateway_id = v_gateway AND epoch < v_epoch AND ended_at IS NULL;
    END IF;
    IF q_acks IS NOT NULL THEN CALL sync_v1_acks(v_gateway, q_acks, v_now); END IF;
    IF v_new_life THEN
      -- The ledger that went back may have forgotten that it carried them out: they must not be handed out again.
      UPDATE command SET result = 'the gateway went back to an old copy; look at the locker', finished_at = v_now,
        state = 'unknown'
      WHERE gateway_id = v_gateway AND state = 'delivered';
    END IF;
    CALL sync_v1_commands(v_gateway, v_now, v_commands);
  END exchange;

  -- Always written: with Galera this is what makes one of two exchanges at different nodes fail and come again.
  IF v_gateway IS NOT NULL THEN
    UPDATE gateway SET last_seq = v_last_seq, last_hash = v_last_hash, last_rev = v_last_rev, last_dead = v_dead,
      epoch = v_epoch, epoch_id = v_epoch_id, exchanges = exchanges + 1,
      challenge = IF(v_code = 'ok' AND q_read IS NULL, NULLIF(q_challenge, ''), challenge),
      last_seen = IF(v_code = 'ok', v_now, last_seen)
    WHERE id = v_gateway;
  END IF;
  COMMIT;

  -- In a variable, for clients parse a JSON column on their own. MariaDB puts a number that stands in a variable in quotes,
  -- but not the result of a sum.
  SET v_answer = JSON_OBJECT('code', v_code, 'epoch', v_epoch + 0, 'last_seq', v_last_seq + 0, 'last_hash', v_last_hash,
    'last_rev', v_last_rev + 0, 'dead', v_dead + 0, 'found', v_found + 0,
    'server_time', DATE_FORMAT(v_now, '%Y-%m-%dT%H:%i:%s.%fZ'), 'schema', v_schema + 0,
    'commands', JSON_EXTRACT(v_commands, '$'));
  IF v_read IS NOT NULL THEN SET v_answer = JSON_INSERT(v_answer, '$.read', JSON_EXTRACT(v_read, '$')); END IF;
  SELECT v_answer AS answer;
END //

DELIMITER ;

-- The owner of a procedure must be allowed to call it when others do.
GRANT EXECUTE ON PROCEDURE sync_v1 TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE sync_v1_events TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE sync_v1_site TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE sync_v1_cabinet TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE sync_v1_locker TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE sync_v1_rental TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE sync_v1_acks TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE sync_v1_commands TO 'holdfast_definer'@'localhost';
