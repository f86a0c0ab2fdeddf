-- The parts of sync_v1. Nobody but their owner may call them. Each runs inside the transaction of sync_v1, which holds
-- the lock on the gateway's row and passes its id: no text of a request ever says whose rows are meant.
-- What is not as sync/src/contract says is put aside in event_dead and the rest goes on. JSON_TABLE cuts what does
-- not fit its columns and says nothing, so they are wide, and checked here. Bytes come in hex: in strict mode
-- FROM_BASE64 makes an error of a bad text, UNHEX makes NULL.
DELIMITER //

DROP PROCEDURE IF EXISTS sync_v1_events //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1_events (
  IN p_gateway INT UNSIGNED,
  IN p_epoch BIGINT UNSIGNED,
  IN p_after BIGINT UNSIGNED,
  IN p_count INT UNSIGNED,
  -- The whole request, for taking its events out would copy them once more.
  IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_now DATETIME(3),
  INOUT p_last_seq BIGINT UNSIGNED,
  INOUT p_last_hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  INOUT p_dead BIGINT UNSIGNED
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_to BIGINT UNSIGNED DEFAULT p_after + p_count;
  DECLARE v_kept BIGINT UNSIGNED;
  IF v_to > p_last_seq THEN
    INSERT INTO event (gateway_id, epoch, seq, at, received_at, kind, class, hash, body)
    SELECT p_gateway, p_epoch, p_after + e.place,
      TIMESTAMPADD(MICROSECOND, CAST(e.at AS UNSIGNED) * 1000, '1970-01-01 00:00:00'), p_now, e.kind,
      CASE JSON_VALUE(e.body, '$.outcome')
        WHEN 'wrong_pin' THEN 'denied' WHEN 'bad_pin' THEN 'denied' WHEN 'not_held' THEN 'denied'
        WHEN 'locked_phone' THEN 'denied' WHEN 'locked_keypad' THEN 'denied' WHEN 'locked_operator' THEN 'denied'
        WHEN 'door_failed' THEN 'fault' WHEN 'interrupted' THEN 'fault' WHEN 'storage_failed' THEN 'fault'
        ELSE CASE
          WHEN e.kind IN ('relay_fault', 'slot_damaged') THEN 'fault'
          WHEN e.kind IN ('tamper', 'gap', 'journal_gap', 'journal_restarted', 'slot_corrected', 'operator_open',
            'release', 'set_pin', 'set_service', 'restore_slot', 'paired', 'central_command', 'central_command_ended',
            'ledger_restored', 'ledger_forked', 'recovery_key_shown') THEN 'security'
        END
      END,
      UNHEX(e.hash), e.body
    FROM JSON_TABLE(p_request, '$.events[*]' COLUMNS (
      place FOR ORDINALITY, at LONGTEXT PATH '$.at', kind LONGTEXT PATH '$.kind', hash LONGTEXT PATH '$.hash',
      body LONGTEXT PATH '$.body')) AS e
    WHERE p_after + e.place > p_last_seq
      AND e.at REGEXP '^[0-9]{1,14}\\z' AND e.kind REGEXP '^[a-z][a-z0-9_]{0,39}\\z'
      AND e.hash REGEXP '^[0-9a-f]{64}\\z'
      AND LENGTH(e.body) <= 16384 AND e.body LIKE '{%' AND JSON_VALID(e.body);
    SET v_kept = ROW_COUNT();

    IF v_kept < v_to - p_last_seq THEN
      INSERT INTO event_dead (gateway_id, id, what, epoch, seq, raw, raw_bytes, received_at)
      SELECT p_gateway, p_dead + e.place, 'event', p_epoch, p_after + e.place, LEFT(e.raw, 65535),
        COALESCE(LENGTH(e.raw), 0), p_now
      FROM JSON_TABLE(p_request, '$.events[*]' COLUMNS (place FOR ORDINALITY, raw JSON PATH '$')) AS e
      WHERE p_after + e.place > p_last_seq AND NOT EXISTS (
        SELECT 1 FROM event AS s
        WHERE s.gateway_id = p_gateway AND s.epoch = p_epoch AND s.seq = p_after + e.place);
      SET v_kept = v_kept + ROW_COUNT();
      -- As many ids as a request can use; ids need no order without gaps.
      SET p_dead = p_dead + 1000;
    END IF;
    -- `events` was no array.
    IF v_kept <> v_to - p_last_seq THEN SIGNAL SQLSTATE '45000'; END IF;

    SET p_last_seq = v_to;
    SET p_last_hash = COALESCE(
      LEFT(JSON_UNQUOTE(JSON_EXTRACT(p_request, CONCAT('$.events[', p_count - 1, '].hash'))), 64), '');
  END IF;
END //

DELIMITER ;
