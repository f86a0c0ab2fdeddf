-- Forgets what is no longer needed: in small transactions, so that no gateway waits, and at most so many of them at once.
-- How long things stay is in the table rule. Ages are by central's clock, which is the only one that central knows.
DELIMITER //

-- Daily life goes after event_days; denials, faults and security events lose their phone then and stay for
-- security_days. A chain can be proven after life.pruned_to only.
DROP PROCEDURE IF EXISTS retention_events //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE retention_events (IN p_batch INT, IN p_rounds INT)
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_left INT DEFAULT p_rounds;
  DECLARE v_gateway INT UNSIGNED DEFAULT 0;
  DECLARE v_epoch, v_pruned, v_to BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_done INT DEFAULT FALSE;
  DECLARE v_before, v_long_before DATETIME(3);
  DECLARE v_hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE lives CURSOR FOR SELECT gateway_id, epoch, pruned_to FROM life ORDER BY gateway_id, epoch;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = TRUE;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  SELECT TIMESTAMPADD(DAY, -CAST(value AS SIGNED), UTC_TIMESTAMP(3)) INTO v_before FROM rule WHERE name = 'event_days';
  SELECT TIMESTAMPADD(DAY, -CAST(value AS SIGNED), UTC_TIMESTAMP(3)) INTO v_long_before
  FROM rule WHERE name = 'security_days';

  OPEN lives;
  life: LOOP
    SET v_done = FALSE;
    FETCH lives INTO v_gateway, v_epoch, v_pruned;
    IF v_done OR v_left <= 0 THEN LEAVE life; END IF;
    batch: LOOP
      SELECT MAX(o.seq) INTO v_to FROM (
        SELECT seq, received_at FROM event
        WHERE gateway_id = v_gateway AND epoch = v_epoch AND seq > v_pruned ORDER BY seq LIMIT p_batch) AS o
      WHERE o.received_at < v_before;
      IF v_to IS NULL OR v_left <= 0 THEN LEAVE batch; END IF;
      SET v_left = v_left - 1;
      START TRANSACTION;
      SELECT LOWER(HEX(hash)) INTO v_hash FROM event
      WHERE gateway_id = v_gateway AND epoch = v_epoch AND seq = v_to;
      UPDATE life SET pruned_to = v_to, pruned_hash = v_hash WHERE gateway_id = v_gateway AND epoch = v_epoch;
      UPDATE event SET body = JSON_REMOVE(body, '$.phone'), erased_at = UTC_TIMESTAMP(3)
      WHERE gateway_id = v_gateway AND epoch = v_epoch AND seq > v_pruned AND seq <= v_to AND class IS NOT NULL;
      DELETE FROM event
      WHERE gateway_id = v_gateway AND epoch = v_epoch AND seq > v_pruned AND seq <= v_to AND class IS NULL;
      COMMIT;
      SET v_pruned = v_to;
    END LOOP batch;
  END LOOP life;
  CLOSE lives;

  REPEAT
    DELETE FROM event WHERE class IN ('denied', 'fault', 'security') AND received_at < v_long_before
      AND erased_at IS NOT NULL LIMIT p_batch;
    SET v_to = ROW_COUNT(), v_left = v_left - 1;
    COMMIT;
  UNTIL v_to = 0 OR v_left <= 0 END REPEAT;
  REPEAT
    DELETE FROM event_dead WHERE received_at < v_before LIMIT p_batch;
    SET v_to = ROW_COUNT(), v_left = v_left - 1;
    COMMIT;
  UNTIL v_to = 0 OR v_left <= 0 END REPEAT;
END //

-- A rental's phone goes phone_days after it ended and central last heard of it.
DROP PROCEDURE IF EXISTS retention_phones //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE retention_phones (IN p_batch INT, IN p_rounds INT)
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_left INT DEFAULT p_rounds;
  DECLARE v_rows INT DEFAULT 0;
  DECLARE v_before DATETIME(3);
  SELECT TIMESTAMPADD(DAY, -CAST(value AS SIGNED), UTC_TIMESTAMP(3)) INTO v_before FROM rule WHERE name = 'phone_days';
  REPEAT
    UPDATE rental SET phone_masked = NULL, phone_index = NULL, phone_sealed = NULL, phone_clear = NULL
    WHERE ended_at IS NOT NULL AND changed_at < v_before AND (phone_masked IS NOT NULL OR phone_index IS NOT NULL
      OR phone_sealed IS NOT NULL OR phone_clear IS NOT NULL)
    LIMIT p_batch;
    SET v_rows = ROW_COUNT(), v_left = v_left - 1;
    COMMIT;
  UNTIL v_rows = 0 OR v_left <= 0 END REPEAT;
END //

-- Commands that a gateway never came for run out here; finished ones go after command_days.
DROP PROCEDURE IF EXISTS retention_commands //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE retention_commands (IN p_batch INT, IN p_rounds INT)
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_left INT DEFAULT p_rounds;
  DECLARE v_rows INT DEFAULT 0;
  DECLARE v_before DATETIME(3);
  SELECT TIMESTAMPADD(DAY, -CAST(value AS SIGNED), UTC_TIMESTAMP(3)) INTO v_before
  FROM rule WHERE name = 'command_days';
  UPDATE command SET result = 'not fetched in time', finished_at = UTC_TIMESTAMP(3), state = 'expired'
  WHERE state = 'queued' AND expires_at <= UTC_TIMESTAMP(3) LIMIT 1000;
  COMMIT;
  REPEAT
    DELETE FROM command WHERE finished_at < v_before LIMIT p_batch;
    SET v_rows = ROW_COUNT(), v_left = v_left - 1;
    COMMIT;
  UNTIL v_rows = 0 OR v_left <= 0 END REPEAT;
END //

DELIMITER ;

-- Before the events, which begin at once.
GRANT EXECUTE ON PROCEDURE retention_events TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE retention_phones TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE retention_commands TO 'holdfast_definer'@'localhost';

DELIMITER //

DROP EVENT IF EXISTS retention_of_events //
CREATE DEFINER = 'holdfast_definer'@'localhost' EVENT retention_of_events
ON SCHEDULE EVERY 10 MINUTE DO CALL retention_events(1000, 1000) //

DROP EVENT IF EXISTS retention_of_phones //
CREATE DEFINER = 'holdfast_definer'@'localhost' EVENT retention_of_phones
ON SCHEDULE EVERY 1 HOUR DO CALL retention_phones(1000, 1000) //

DROP EVENT IF EXISTS retention_of_commands //
CREATE DEFINER = 'holdfast_definer'@'localhost' EVENT retention_of_commands
ON SCHEDULE EVERY 1 HOUR DO CALL retention_commands(1000, 1000) //

DELIMITER ;
