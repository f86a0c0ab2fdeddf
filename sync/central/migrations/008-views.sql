-- For people with SQL, BI tools and phpMyAdmin. Nothing here is an open door or a whole phone number.

CREATE OR REPLACE DEFINER = 'holdfast_definer'@'localhost' SQL SECURITY DEFINER VIEW site_overview AS
SELECT g.name AS gateway, s.name AS site, s.software, g.last_seen,
  TIMESTAMPDIFF(SECOND, g.last_seen, UTC_TIMESTAMP()) AS stale_seconds, g.epoch, g.last_seq AS events,
  (SELECT COUNT(*) FROM cabinet AS c WHERE c.gateway_id = g.id AND c.removed = 0) AS cabinets,
  (SELECT COUNT(*) FROM locker AS l WHERE l.gateway_id = g.id) AS lockers,
  (SELECT COUNT(*) FROM locker AS l WHERE l.gateway_id = g.id AND l.state = 'held') AS held,
  (SELECT COUNT(*) FROM locker AS l WHERE l.gateway_id = g.id AND l.state = 'out_of_service') AS out_of_service,
  (SELECT COUNT(*) FROM locker AS l WHERE l.gateway_id = g.id AND l.state = 'faulty') AS faulty,
  (SELECT COUNT(*) FROM command AS c WHERE c.gateway_id = g.id AND c.state IN ('queued', 'delivered')) AS commands,
  (SELECT COUNT(*) FROM event_dead AS d WHERE d.gateway_id = g.id) AS put_aside
FROM gateway AS g LEFT JOIN site AS s ON s.gateway_id = g.id;

CREATE OR REPLACE DEFINER = 'holdfast_definer'@'localhost' SQL SECURITY DEFINER VIEW open_rentals AS
SELECT g.name AS gateway, r.cabinet, r.locker, l.label, r.rental, r.source, r.started_at,
  TIMESTAMPDIFF(HOUR, r.started_at, UTC_TIMESTAMP()) AS hours, r.phone_masked AS phone
FROM rental AS r JOIN gateway AS g ON g.id = r.gateway_id
LEFT JOIN locker AS l ON l.gateway_id = r.gateway_id AND l.cabinet = r.cabinet AND l.locker = r.locker
WHERE r.ended_at IS NULL;

CREATE OR REPLACE DEFINER = 'holdfast_definer'@'localhost' SQL SECURITY DEFINER VIEW overdue AS
SELECT o.* FROM open_rentals AS o JOIN rule AS u ON u.name = 'overdue_hours'
WHERE o.hours >= u.value;

CREATE OR REPLACE DEFINER = 'holdfast_definer'@'localhost' SQL SECURITY DEFINER VIEW denied_attempts AS
SELECT g.name AS gateway, e.epoch, e.seq, e.at, e.kind, JSON_VALUE(e.body, '$.cabinet') AS cabinet,
  JSON_VALUE(e.body, '$.locker') AS locker, JSON_VALUE(e.body, '$.outcome') AS outcome,
  JSON_VALUE(e.body, '$.phone') AS phone
FROM event AS e JOIN gateway AS g ON g.id = e.gateway_id
WHERE e.class = 'denied';

CREATE OR REPLACE DEFINER = 'holdfast_definer'@'localhost' SQL SECURITY DEFINER VIEW door_faults AS
SELECT g.name AS gateway, e.epoch, e.seq, e.at, e.kind, JSON_VALUE(e.body, '$.cabinet') AS cabinet,
  JSON_VALUE(e.body, '$.locker') AS locker, JSON_VALUE(e.body, '$.outcome') AS outcome
FROM event AS e JOIN gateway AS g ON g.id = e.gateway_id
WHERE e.class = 'fault';

CREATE OR REPLACE DEFINER = 'holdfast_definer'@'localhost' SQL SECURITY DEFINER VIEW stale_gateways AS
SELECT g.name AS gateway, g.last_seen, TIMESTAMPDIFF(MINUTE, g.last_seen, UTC_TIMESTAMP()) AS minutes
FROM gateway AS g JOIN rule AS u ON u.name = 'stale_minutes'
WHERE g.last_seen IS NULL OR g.last_seen < TIMESTAMPADD(MINUTE, -CAST(u.value AS SIGNED), UTC_TIMESTAMP());

-- overdue reads another view as its owner.
GRANT SELECT ON open_rentals TO 'holdfast_definer'@'localhost';

GRANT SELECT ON site_overview TO central_reader;
GRANT SELECT ON open_rentals TO central_reader;
GRANT SELECT ON overdue TO central_reader;
GRANT SELECT ON denied_attempts TO central_reader;
GRANT SELECT ON door_faults TO central_reader;
GRANT SELECT ON stale_gateways TO central_reader;
GRANT central_reader TO central_admin;
