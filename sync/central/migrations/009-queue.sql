-- What central admins may ask of a gateway. All end in queue_v1, which nobody may call but their owner. `who` is the
-- login that asked, so nobody can sign with another's name. Errors are SQLSTATE 45000 with a text for a person.
DELIMITER //

DROP PROCEDURE IF EXISTS queue_v1 //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE queue_v1 (
  IN p_id VARCHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_kind VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_gateway VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_cabinet VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_locker INT,
  IN p_reason TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_minutes INT,
  IN p_payload TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_signature VARBINARY(200)
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_gateway INT UNSIGNED;
  DECLARE v_place BIGINT UNSIGNED;
  DECLARE v_waiting INT;
  DECLARE v_now DATETIME(3) DEFAULT
    TIMESTAMPADD(MICROSECOND, FLOOR(UNIX_TIMESTAMP(SYSDATE(3)) * 1000) * 1000, '1970-01-01 00:00:00');
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  IF COALESCE(CHAR_LENGTH(TRIM(p_reason)), 0) NOT BETWEEN 3 AND 200 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'reason_missing: say why in 3 to 200 characters';
  END IF;
  IF COALESCE(p_minutes, 0) NOT BETWEEN 1 AND 43200 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bad_expiry: give 1 to 43200 minutes (30 days)';
  END IF;
  START TRANSACTION;
  SELECT id, last_command + 1 INTO v_gateway, v_place FROM gateway
  WHERE name = p_gateway AND CHAR_LENGTH(name) = CHAR_LENGTH(p_gateway) FOR UPDATE;
  IF v_gateway IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no_such_gateway: see SELECT gateway FROM site_overview';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM locker
    WHERE gateway_id = v_gateway AND cabinet = p_cabinet AND locker = p_locker) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no_such_locker: this gateway told of no such cabinet and locker';
  END IF;
  SELECT COUNT(*) INTO v_waiting FROM command
  WHERE gateway_id = v_gateway AND state IN ('queued', 'delivered');
  IF v_waiting >= 1000 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'queue_full: 1000 commands wait for this gateway already';
  END IF;
  UPDATE gateway SET last_command = v_place WHERE id = v_gateway;
  INSERT INTO command (gateway_id, id, place, kind, cabinet, locker, reason, who, payload, signature, state, queued_at,
    expires_at)
  VALUES (v_gateway, COALESCE(p_id, UUID()), v_place, p_kind, p_cabinet, p_locker, TRIM(p_reason), USER(), p_payload,
    p_signature, 'queued', v_now, TIMESTAMPADD(MINUTE, p_minutes, v_now));
  COMMIT;
  SELECT id, state, expires_at FROM command WHERE gateway_id = v_gateway AND place = v_place
  ORDER BY queued_at DESC LIMIT 1;
END //

DROP PROCEDURE IF EXISTS queue_release //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE queue_release (
  IN gateway VARCHAR(64), IN cabinet VARCHAR(64), IN locker INT, IN reason TEXT, IN minutes INT
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  CALL queue_v1(NULL, 'release', gateway, cabinet, locker, reason, minutes, NULL, NULL);
END //

DROP PROCEDURE IF EXISTS queue_out_of_service //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE queue_out_of_service (
  IN gateway VARCHAR(64), IN cabinet VARCHAR(64), IN locker INT, IN reason TEXT, IN minutes INT
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  CALL queue_v1(NULL, 'out_of_service', gateway, cabinet, locker, reason, minutes, NULL, NULL);
END //

DROP PROCEDURE IF EXISTS queue_in_service //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE queue_in_service (
  IN gateway VARCHAR(64), IN cabinet VARCHAR(64), IN locker INT, IN reason TEXT, IN minutes INT
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  CALL queue_v1(NULL, 'in_service', gateway, cabinet, locker, reason, minutes, NULL, NULL);
END //

DROP PROCEDURE IF EXISTS queue_reissue_pin //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE queue_reissue_pin (
  IN gateway VARCHAR(64), IN cabinet VARCHAR(64), IN locker INT, IN reason TEXT, IN minutes INT
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  CALL queue_v1(NULL, 'reissue_pin', gateway, cabinet, locker, reason, minutes, NULL, NULL);
END //

-- A name beside the locker's number; '' takes it away.
DROP PROCEDURE IF EXISTS queue_label //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE queue_label (
  IN gateway VARCHAR(64), IN cabinet VARCHAR(64), IN locker INT,
  IN label TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, IN reason TEXT, IN minutes INT
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  IF label IS NULL OR CHAR_LENGTH(TRIM(label)) > 20 OR label REGEXP '[[:cntrl:]]' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bad_label: give at most 20 characters on one line, or nothing';
  END IF;
  CALL queue_v1(NULL, 'label', gateway, cabinet, locker, reason, minutes, TRIM(label), NULL);
END //

-- payload is the signed text, signature the Ed25519 signature over it (64 bytes), id the one that it names. The gateway
-- checks them, and refuses unless its operator allowed opening from central. See sync/README.md, "Opening a door".
DROP PROCEDURE IF EXISTS queue_open //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE queue_open (
  IN gateway VARCHAR(64), IN cabinet VARCHAR(64), IN locker INT, IN reason TEXT, IN minutes INT,
  IN id VARCHAR(36), IN payload TEXT, IN signature VARBINARY(200)
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  IF COALESCE(LENGTH(signature), 0) <> 64 OR COALESCE(LENGTH(payload), 0) NOT BETWEEN 2 AND 4096
    OR NOT COALESCE(id REGEXP '^[0-9a-f-]{36}\\z', FALSE) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not_signed: use holdfast central queue open, which signs';
  END IF;
  CALL queue_v1(id, 'open', gateway, cabinet, locker, reason, minutes, payload, signature);
END //

DELIMITER ;

GRANT EXECUTE ON PROCEDURE queue_v1 TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE queue_release TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE queue_out_of_service TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE queue_in_service TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE queue_reissue_pin TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE queue_label TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE queue_open TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE queue_release TO central_admin;
GRANT EXECUTE ON PROCEDURE queue_out_of_service TO central_admin;
GRANT EXECUTE ON PROCEDURE queue_in_service TO central_admin;
GRANT EXECUTE ON PROCEDURE queue_reissue_pin TO central_admin;
GRANT EXECUTE ON PROCEDURE queue_label TO central_admin;
GRANT EXECUTE ON PROCEDURE queue_open TO central_admin;

-- To read what the views leave out, change the rules, and look at what became of commands.
GRANT SELECT ON schema_version TO central_admin;
GRANT SELECT ON gateway TO central_admin;
GRANT SELECT ON life TO central_admin;
GRANT SELECT ON site TO central_admin;
GRANT SELECT ON cabinet TO central_admin;
GRANT SELECT ON locker TO central_admin;
GRANT SELECT ON rental TO central_admin;
GRANT SELECT ON event TO central_admin;
GRANT SELECT ON event_dead TO central_admin;
GRANT SELECT ON command TO central_admin;
GRANT SELECT, UPDATE (value) ON rule TO central_admin;
