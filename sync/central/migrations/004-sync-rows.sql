-- Copies of the rows that changed since central's revision; see 003-sync-events.sql for who may call this and how bad
-- ones are put aside. Rows up to p_after are old and skipped; several of one key are taken in the order of their
-- revisions. rev is assigned last, for an assignment sees those before it.
DELIMITER //

DROP PROCEDURE IF EXISTS sync_v1_site //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1_site (
  IN p_gateway INT UNSIGNED,
  IN p_epoch BIGINT UNSIGNED,
  IN p_after BIGINT UNSIGNED,
  IN p_to BIGINT UNSIGNED,
  IN p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_now DATETIME(3),
  INOUT p_dead BIGINT UNSIGNED
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  INSERT INTO site (gateway_id, name, software, settings, sealed, changed_at, epoch, rev)
  SELECT p_gateway, r.name, r.software, r.settings, UNHEX(r.sealed), p_now, p_epoch, CAST(r.rev AS UNSIGNED)
  FROM JSON_TABLE(p_rows, '$.site' COLUMNS (
    rev LONGTEXT PATH '$.rev', name LONGTEXT PATH '$.name', software LONGTEXT PATH '$.software',
    settings LONGTEXT PATH '$.settings', sealed LONGTEXT PATH '$.sealed')) AS r
  WHERE IF(r.rev REGEXP '^[1-9][0-9]{0,15}\\z', CAST(r.rev AS UNSIGNED), 0) BETWEEN p_after + 1 AND p_to
    AND CHAR_LENGTH(r.name) <= 60 AND CHAR_LENGTH(r.software) <= 40
    AND LENGTH(COALESCE(r.settings, '{}')) <= 1048576 AND JSON_VALID(COALESCE(r.settings, '{}'))
    AND (r.sealed IS NULL OR (LENGTH(r.sealed) <= 2097152 AND UNHEX(r.sealed) IS NOT NULL))
  ORDER BY CAST(r.rev AS UNSIGNED)
  ON DUPLICATE KEY UPDATE
    name = r.name, software = r.software, settings = r.settings, sealed = UNHEX(r.sealed), changed_at = p_now,
    epoch = p_epoch, rev = CAST(r.rev AS UNSIGNED);

  INSERT INTO event_dead (gateway_id, id, what, epoch, raw, raw_bytes, received_at)
  SELECT p_gateway, p_dead + r.place, 'site', p_epoch, LEFT(r.raw, 65535), COALESCE(LENGTH(r.raw), 0), p_now
  FROM JSON_TABLE(p_rows, '$.site' COLUMNS (
    place FOR ORDINALITY, raw JSON PATH '$', rev LONGTEXT PATH '$.rev')) AS r
  WHERE NOT (COALESCE(IF(r.rev REGEXP '^[1-9][0-9]{0,15}\\z', CAST(r.rev AS UNSIGNED) <= p_after, FALSE), FALSE))
    AND NOT EXISTS (SELECT 1 FROM site AS s
      WHERE s.gateway_id = p_gateway
        AND s.epoch = p_epoch AND CAST(s.rev AS CHAR) = r.rev);
  IF ROW_COUNT() > 0 THEN SET p_dead = p_dead + 1000; END IF;
END //

DROP PROCEDURE IF EXISTS sync_v1_cabinet //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1_cabinet (
  IN p_gateway INT UNSIGNED,
  IN p_epoch BIGINT UNSIGNED,
  IN p_after BIGINT UNSIGNED,
  IN p_to BIGINT UNSIGNED,
  IN p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_now DATETIME(3),
  INOUT p_dead BIGINT UNSIGNED
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  INSERT INTO cabinet (gateway_id, cabinet, name, link, firmware, problem, removed, sealed, changed_at, epoch, rev)
  SELECT p_gateway, r.cabinet, r.name, r.link, r.firmware, r.problem, COALESCE(r.removed, 'false') = 'true',
    UNHEX(r.sealed), p_now, p_epoch, CAST(r.rev AS UNSIGNED)
  FROM JSON_TABLE(p_rows, '$.cabinets[*]' COLUMNS (
    rev LONGTEXT PATH '$.rev', cabinet LONGTEXT PATH '$.cabinet', name LONGTEXT PATH '$.name',
    link LONGTEXT PATH '$.link', firmware LONGTEXT PATH '$.firmware', problem LONGTEXT PATH '$.problem',
    removed LONGTEXT PATH '$.removed', sealed LONGTEXT PATH '$.sealed')) AS r
  WHERE IF(r.rev REGEXP '^[1-9][0-9]{0,15}\\z', CAST(r.rev AS UNSIGNED), 0) BETWEEN p_after + 1 AND p_to
    AND r.cabinet REGEXP '^[a-z0-9-]{1,32}\\z' AND CHAR_LENGTH(r.name) <= 40
    AND r.link REGEXP '^[a-z][a-z0-9_]{0,9}\\z' AND CHAR_LENGTH(COALESCE(r.firmware, '')) <= 20
    AND CHAR_LENGTH(COALESCE(r.problem, '')) <= 200
    AND (r.sealed IS NULL OR (LENGTH(r.sealed) <= 131072 AND UNHEX(r.sealed) IS NOT NULL))
  ORDER BY CAST(r.rev AS UNSIGNED)
  ON DUPLICATE KEY UPDATE
    name = r.name, link = r.link, firmware = r.firmware, problem = r.problem,
    removed = COALESCE(r.removed, 'false') = 'true', sealed = UNHEX(r.sealed), changed_at = p_now,
    epoch = p_epoch, rev = CAST(r.rev AS UNSIGNED);

  INSERT INTO event_dead (gateway_id, id, what, epoch, raw, raw_bytes, received_at)
  SELECT p_gateway, p_dead + r.place, 'cabinet', p_epoch, LEFT(r.raw, 65535), COALESCE(LENGTH(r.raw), 0), p_now
  FROM JSON_TABLE(p_rows, '$.cabinets[*]' COLUMNS (
    place FOR ORDINALITY, raw JSON PATH '$', rev LONGTEXT PATH '$.rev', cabinet LONGTEXT PATH '$.cabinet')) AS r
  WHERE NOT (COALESCE(IF(r.rev REGEXP '^[1-9][0-9]{0,15}\\z', CAST(r.rev AS UNSIGNED) <= p_after, FALSE), FALSE))
    AND NOT EXISTS (SELECT 1 FROM cabinet AS s
      WHERE s.gateway_id = p_gateway AND s.cabinet = r.cabinet
        AND s.epoch = p_epoch AND CAST(s.rev AS CHAR) = r.rev);
  IF ROW_COUNT() > 0 THEN SET p_dead = p_dead + 1000; END IF;
END //

DROP PROCEDURE IF EXISTS sync_v1_locker //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1_locker (
  IN p_gateway INT UNSIGNED,
  IN p_epoch BIGINT UNSIGNED,
  IN p_after BIGINT UNSIGNED,
  IN p_to BIGINT UNSIGNED,
  IN p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_now DATETIME(3),
  INOUT p_dead BIGINT UNSIGNED
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  INSERT INTO locker (gateway_id, cabinet, locker, state, door, label, rental, verifier, sealed, changed_at, epoch, rev)
  SELECT p_gateway, r.cabinet, CAST(r.locker AS UNSIGNED), r.state, r.door, r.label, CAST(r.rental AS UNSIGNED),
    UNHEX(r.verifier), UNHEX(r.sealed), p_now, p_epoch, CAST(r.rev AS UNSIGNED)
  FROM JSON_TABLE(p_rows, '$.lockers[*]' COLUMNS (
    rev LONGTEXT PATH '$.rev', cabinet LONGTEXT PATH '$.cabinet', locker LONGTEXT PATH '$.locker',
    state LONGTEXT PATH '$.state', door LONGTEXT PATH '$.door', label LONGTEXT PATH '$.label',
    rental LONGTEXT PATH '$.rental', verifier LONGTEXT PATH '$.verifier', sealed LONGTEXT PATH '$.sealed')) AS r
  WHERE IF(r.rev REGEXP '^[1-9][0-9]{0,15}\\z', CAST(r.rev AS UNSIGNED), 0) BETWEEN p_after + 1 AND p_to
    AND r.cabinet REGEXP '^[a-z0-9-]{1,32}\\z' AND r.locker REGEXP '^([1-9]|[12][0-9]|3[0-2])\\z'
    AND r.state REGEXP '^[a-z][a-z0-9_]{0,19}\\z' AND r.door REGEXP '^[a-z][a-z0-9_]{0,19}\\z'
    AND CHAR_LENGTH(COALESCE(r.label, '')) <= 20
    AND COALESCE(r.rental, '1') REGEXP '^[1-9][0-9]{0,15}\\z'
    AND (r.verifier IS NULL OR (LENGTH(r.verifier) <= 128 AND UNHEX(r.verifier) IS NOT NULL))
    AND (r.sealed IS NULL OR (LENGTH(r.sealed) <= 8192 AND UNHEX(r.sealed) IS NOT NULL))
  ORDER BY CAST(r.rev AS UNSIGNED)
  ON DUPLICATE KEY UPDATE
    state = r.state, door = r.door, label = r.label, rental = CAST(r.rental AS UNSIGNED),
    verifier = UNHEX(r.verifier), sealed = UNHEX(r.sealed), changed_at = p_now, epoch = p_epoch, rev = CAST(r.rev AS UNSIGNED);

  INSERT INTO event_dead (gateway_id, id, what, epoch, raw, raw_bytes, received_at)
  SELECT p_gateway, p_dead + r.place, 'locker', p_epoch, LEFT(r.raw, 65535), COALESCE(LENGTH(r.raw), 0), p_now
  FROM JSON_TABLE(p_rows, '$.lockers[*]' COLUMNS (
    place FOR ORDINALITY, raw JSON PATH '$', rev LONGTEXT PATH '$.rev', cabinet LONGTEXT PATH '$.cabinet', locker LONGTEXT PATH '$.locker')) AS r
  WHERE NOT (COALESCE(IF(r.rev REGEXP '^[1-9][0-9]{0,15}\\z', CAST(r.rev AS UNSIGNED) <= p_after, FALSE), FALSE))
    AND NOT EXISTS (SELECT 1 FROM locker AS s
      WHERE s.gateway_id = p_gateway AND s.cabinet = r.cabinet AND CAST(s.locker AS CHAR) = r.locker
        AND s.epoch = p_epoch AND CAST(s.rev AS CHAR) = r.rev);
  IF ROW_COUNT() > 0 THEN SET p_dead = p_dead + 1000; END IF;
END //

DROP PROCEDURE IF EXISTS sync_v1_rental //
CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE sync_v1_rental (
  IN p_gateway INT UNSIGNED,
  IN p_epoch BIGINT UNSIGNED,
  IN p_after BIGINT UNSIGNED,
  IN p_to BIGINT UNSIGNED,
  IN p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_now DATETIME(3),
  INOUT p_dead BIGINT UNSIGNED
) SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  INSERT INTO rental (gateway_id, rental, cabinet, locker, number, source, started_at, ended_at, ended_by, phone_masked,
    phone_index, phone_sealed, phone_clear, changed_at, epoch, rev)
  SELECT p_gateway, CAST(r.rental AS UNSIGNED), r.cabinet, CAST(r.locker AS UNSIGNED), CAST(r.number AS UNSIGNED),
    r.source, TIMESTAMPADD(MICROSECOND, CAST(r.started_at AS UNSIGNED) * 1000, '1970-01-01 00:00:00'),
    TIMESTAMPADD(MICROSECOND, CAST(r.ended_at AS UNSIGNED) * 1000, '1970-01-01 00:00:00'), r.ended_by,
    r.phone_masked, UNHEX(r.phone_index), UNHEX(r.phone_sealed), r.phone_clear, p_now, p_epoch,
    CAST(r.rev AS UNSIGNED)
  FROM JSON_TABLE(p_rows, '$.rentals[*]' COLUMNS (
    rev LONGTEXT PATH '$.rev', rental LONGTEXT PATH '$.rental', cabinet LONGTEXT PATH '$.cabinet',
    locker LONGTEXT PATH '$.locker', number LONGTEXT PATH '$.number', source LONGTEXT PATH '$.source',
    started_at LONGTEXT PATH '$.started_at', ended_at LONGTEXT PATH '$.ended_at',
    ended_by LONGTEXT PATH '$.ended_by', phone_masked LONGTEXT PATH '$.phone_masked',
    phone_index LONGTEXT PATH '$.phone_index', phone_sealed LONGTEXT PATH '$.phone_sealed',
    phone_clear LONGTEXT PATH '$.phone_clear')) AS r
  WHERE IF(r.rev REGEXP '^[1-9][0-9]{0,15}\\z', CAST(r.rev AS UNSIGNED), 0) BETWEEN p_after + 1 AND p_to
    AND r.rental REGEXP '^[1-9][0-9]{0,15}\\z' AND r.cabinet REGEXP '^[a-z0-9-]{1,32}\\z'
    AND r.locker REGEXP '^([1-9]|[12][0-9]|3[0-2])\\z'
    AND r.number REGEXP '^[0-9]{1,16}\\z'
    AND r.source REGEXP '^[a-z][a-z0-9_]{0,19}\\z' AND COALESCE(r.started_at, '0') REGEXP '^[0-9]{1,14}\\z'
    AND COALESCE(r.ended_at, '0') REGEXP '^[0-9]{1,14}\\z' AND CHAR_LENGTH(COALESCE(r.ended_by, '')) <= 40
    AND CHAR_LENGTH(COALESCE(r.phone_masked, '')) <= 20
    AND COALESCE(r.phone_index, REPEAT('0', 64)) REGEXP '^[0-9a-f]{64}\\z'
    AND (r.phone_sealed IS NULL OR (LENGTH(r.phone_sealed) <= 510 AND UNHEX(r.phone_sealed) IS NOT NULL))
    AND COALESCE(r.phone_clear, '0000') REGEXP '^[0-9]{4,20}\\z'
  ORDER BY CAST(r.rev AS UNSIGNED)
  ON DUPLICATE KEY UPDATE
    cabinet = r.cabinet, locker = CAST(r.locker AS UNSIGNED), number = CAST(r.number AS UNSIGNED),
    source = r.source,
    started_at = TIMESTAMPADD(MICROSECOND, CAST(r.started_at AS UNSIGNED) * 1000, '1970-01-01 00:00:00'),
    ended_at = TIMESTAMPADD(MICROSECOND, CAST(r.ended_at AS UNSIGNED) * 1000, '1970-01-01 00:00:00'),
    ended_by = r.ended_by, phone_masked = r.phone_masked, phone_index = UNHEX(r.phone_index),
    phone_sealed = UNHEX(r.phone_sealed), phone_clear = r.phone_clear, changed_at = p_now, epoch = p_epoch,
    rev = CAST(r.rev AS UNSIGNED);

  INSERT INTO event_dead (gateway_id, id, what, epoch, raw, raw_bytes, received_at)
  SELECT p_gateway, p_dead + r.place, 'rental', p_epoch, LEFT(r.raw, 65535), COALESCE(LENGTH(r.raw), 0), p_now
  FROM JSON_TABLE(p_rows, '$.rentals[*]' COLUMNS (
    place FOR ORDINALITY, raw JSON PATH '$', rev LONGTEXT PATH '$.rev', rental LONGTEXT PATH '$.rental')) AS r
  WHERE NOT (COALESCE(IF(r.rev REGEXP '^[1-9][0-9]{0,15}\\z', CAST(r.rev AS UNSIGNED) <= p_after, FALSE), FALSE))
    AND NOT EXISTS (SELECT 1 FROM rental AS s
      WHERE s.gateway_id = p_gateway AND CAST(s.rental AS CHAR) = r.rental
        AND s.epoch = p_epoch AND CAST(s.rev AS CHAR) = r.rev);
  IF ROW_COUNT() > 0 THEN SET p_dead = p_dead + 1000; END IF;
END //

DELIMITER ;
