-- A gateway's own rows, for a site that is built again after its computer was lost. Called by sync_v1 alone, and only as
-- long as a central admin allowed it with allow_restore: a stolen login reads nothing. Small pages, because they are
-- built in memory and MariaDB cuts an aggregate at group_concat_max_len. What belongs to a page has no order in it.
DELIMITER //

DROP PROCEDURE IF EXISTS sync_v1_read //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1_read (
  IN p_gateway INT UNSIGNED,
  IN p_what VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_epoch BIGINT UNSIGNED,
  IN p_after BIGINT UNSIGNED,
  IN p_cabinet VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
) SQL SECURITY DEFINER READS SQL DATA
BEGIN
  CASE p_what
  WHEN 'life' THEN
    SELECT JSON_ARRAYAGG(JSON_OBJECT('epoch', r.epoch, 'epoch_id', r.epoch_id, 'base_seq', r.base_seq,
      'base_hash', r.base_hash, 'pruned_to', r.pruned_to, 'pruned_hash', r.pruned_hash))
    INTO p_rows
    FROM (SELECT epoch, epoch_id, base_seq, base_hash, pruned_to, pruned_hash FROM life
      WHERE gateway_id = p_gateway AND epoch > p_epoch ORDER BY epoch LIMIT 50) AS r;
  WHEN 'event' THEN
    SELECT JSON_ARRAYAGG(JSON_OBJECT('epoch', r.epoch, 'seq', r.seq, 'kind', r.kind, 'hash', LOWER(HEX(r.hash)),
      'at', TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', r.at) DIV 1000, 'body', r.body))
    INTO p_rows
    FROM (SELECT epoch, seq, kind, hash, at, body FROM event
      WHERE gateway_id = p_gateway AND epoch = p_epoch AND seq > p_after ORDER BY seq LIMIT 50) AS r;
  WHEN 'dead' THEN
    SELECT JSON_ARRAYAGG(JSON_OBJECT('epoch', r.epoch, 'seq', r.seq, 'raw', r.raw))
    INTO p_rows
    FROM (SELECT epoch, seq, raw FROM event_dead
      WHERE gateway_id = p_gateway AND epoch = p_epoch AND what = 'event' AND seq > p_after ORDER BY seq LIMIT 5) AS r;
  WHEN 'site' THEN
    SELECT JSON_ARRAY(JSON_OBJECT('rev', rev, 'name', name, 'software', software, 'settings', settings,
      'sealed', LOWER(HEX(sealed))))
    INTO p_rows FROM site WHERE gateway_id = p_gateway;
  WHEN 'cabinet' THEN
    SELECT JSON_ARRAYAGG(JSON_OBJECT('rev', r.rev, 'cabinet', r.cabinet, 'name', r.name, 'removed', r.removed,
      'sealed', LOWER(HEX(r.sealed))))
    INTO p_rows
    FROM (SELECT rev, cabinet, name, removed, sealed FROM cabinet
      WHERE gateway_id = p_gateway AND cabinet > p_cabinet ORDER BY cabinet LIMIT 5) AS r;
  WHEN 'locker' THEN
    SELECT JSON_ARRAYAGG(JSON_OBJECT('rev', r.rev, 'cabinet', r.cabinet, 'locker', r.locker, 'state', r.state,
      'label', r.label, 'rental', r.rental, 'verifier', LOWER(HEX(r.verifier)), 'sealed', LOWER(HEX(r.sealed))))
    INTO p_rows
    FROM (SELECT rev, cabinet, locker, state, label, rental, verifier, sealed FROM locker
      WHERE gateway_id = p_gateway AND cabinet = p_cabinet AND locker > p_after ORDER BY locker LIMIT 50) AS r;
  WHEN 'rental' THEN
    SELECT JSON_ARRAYAGG(JSON_OBJECT('rev', r.rev, 'rental', r.rental, 'cabinet', r.cabinet, 'locker', r.locker,
      'number', r.number, 'source', r.source,
      'started_at', TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', r.started_at) DIV 1000,
      'ended_at', TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', r.ended_at) DIV 1000, 'ended_by', r.ended_by,
      'phone_sealed', LOWER(HEX(r.phone_sealed))))
    INTO p_rows
    FROM (SELECT rev, rental, cabinet, locker, number, source, started_at, ended_at, ended_by, phone_sealed FROM rental
      WHERE gateway_id = p_gateway AND rental > p_after ORDER BY rental LIMIT 50) AS r;
  END CASE;
  SET p_rows = COALESCE(p_rows, '[]');
END //

DROP PROCEDURE IF EXISTS allow_restore //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE allow_restore (
  IN gateway_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, IN minutes INT
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_gateway INT UNSIGNED;
  IF COALESCE(minutes, -1) NOT BETWEEN 0 AND 10080 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bad_expiry: give 0 (no more) to 10080 minutes (7 days)';
  END IF;
  SELECT id INTO v_gateway FROM gateway
  WHERE name = gateway_name AND CHAR_LENGTH(name) = CHAR_LENGTH(gateway_name);
  IF v_gateway IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no_such_gateway: see SELECT gateway FROM site_overview';
  END IF;
  UPDATE gateway SET restore_until = TIMESTAMPADD(MINUTE, minutes,
    TIMESTAMPADD(MICROSECOND, FLOOR(UNIX_TIMESTAMP(SYSDATE(3)) * 1000) * 1000, '1970-01-01 00:00:00'))
  WHERE id = v_gateway;
END //

DELIMITER ;

GRANT EXECUTE ON PROCEDURE sync_v1_read TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE allow_restore TO 'holdfast_definer'@'localhost';
GRANT EXECUTE ON PROCEDURE allow_restore TO central_admin;
