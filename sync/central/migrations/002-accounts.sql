-- The owner of procedures, views and scheduled events: nobody can log in as it, and it may do what they need and no
-- more. If somebody found a way to make a procedure do something else, this is the fence.
CREATE USER IF NOT EXISTS 'holdfast_definer'@'localhost' ACCOUNT LOCK;

GRANT SELECT ON schema_version TO 'holdfast_definer'@'localhost';
GRANT SELECT ON rule TO 'holdfast_definer'@'localhost';
-- Never its name or account. last_command belongs to the procedures that queue.
GRANT SELECT, UPDATE (epoch, epoch_id, last_seq, last_hash, last_rev, last_command, last_dead, exchanges, challenge,
  restore_until, last_seen) ON gateway TO 'holdfast_definer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON life TO 'holdfast_definer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON site TO 'holdfast_definer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON cabinet TO 'holdfast_definer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON locker TO 'holdfast_definer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON rental TO 'holdfast_definer'@'localhost';
GRANT SELECT, INSERT, DELETE, UPDATE (body, erased_at) ON event TO 'holdfast_definer'@'localhost';
GRANT SELECT, INSERT, DELETE ON event_dead TO 'holdfast_definer'@'localhost';
GRANT SELECT, INSERT, DELETE, UPDATE (state, result, delivered_at, finished_at) ON command
  TO 'holdfast_definer'@'localhost';
-- Scheduled events run only as long as their owner may have some. The name of the database has no wildcards in it.
GRANT EVENT ON * TO 'holdfast_definer'@'localhost';

CREATE ROLE IF NOT EXISTS central_reader;
CREATE ROLE IF NOT EXISTS central_admin;
