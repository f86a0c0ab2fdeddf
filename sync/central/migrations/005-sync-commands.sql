-- Commands of one gateway: what it did about those it has, and those that it shall have. Called by sync_v1 alone.
DELIMITER //

DROP PROCEDURE IF EXISTS sync_v1_acks //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1_acks (
  IN p_gateway INT UNSIGNED,
  IN p_acks LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_now DATETIME(3)
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  -- One that nobody was given and that ran out meanwhile cannot have been carried out.
  UPDATE command AS c
  JOIN JSON_TABLE(p_acks, '$[*]' COLUMNS (
    id LONGTEXT PATH '$.id', state LONGTEXT PATH '$.state', result LONGTEXT PATH '$.result')) AS a
    ON c.gateway_id = p_gateway AND c.id = a.id
  SET c.result = LEFT(a.result, 200), c.finished_at = p_now, c.state = a.state
  WHERE a.state IN ('done', 'refused', 'expired', 'unknown')
    AND (c.state = 'delivered' OR (c.state = 'queued' AND c.expires_at > p_now));
END //

DROP PROCEDURE IF EXISTS sync_v1_commands //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1_commands (
  IN p_gateway INT UNSIGNED,
  IN p_now DATETIME(3),
  OUT p_commands LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_last BIGINT UNSIGNED;
  UPDATE command SET result = 'not fetched in time', finished_at = p_now, state = 'expired'
  WHERE gateway_id = p_gateway AND state = 'queued' AND expires_at <= p_now;

  -- A delivered one is handed out again until the gateway says what became of it, for the answer may have been lost on
  -- the way; with ttl_ms 0 it must not be begun any more. Small, because it is built in memory: the rest comes next.
  SELECT JSON_ARRAYAGG(JSON_OBJECT('id', c.id, 'place', c.place, 'kind', c.kind, 'cabinet', c.cabinet,
      'locker', c.locker, 'reason', c.reason, 'who', c.who,
      'ttl_ms', GREATEST(0, TIMESTAMPDIFF(MICROSECOND, p_now, c.expires_at) DIV 1000),
      'payload', c.payload, 'signature', LOWER(HEX(c.signature)))), MAX(c.place)
  INTO p_commands, v_last
  FROM (SELECT id, place, kind, cabinet, locker, reason, who, expires_at, payload, signature FROM command
    WHERE gateway_id = p_gateway AND state IN ('queued', 'delivered') ORDER BY place LIMIT 20) AS c;

  IF v_last IS NULL THEN
    SET p_commands = '[]';
  ELSE
    UPDATE command SET delivered_at = p_now, state = 'delivered'
    WHERE gateway_id = p_gateway AND state = 'queued' AND place <= v_last;
  END IF;
END //

DELIMITER ;
