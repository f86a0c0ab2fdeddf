/** What gateways and admins write in the central database. The rest, schema_version, is the release's. */
export const TABLES = [
  "gateway",
  "life",
  "site",
  "cabinet",
  "locker",
  "rental",
  "event",
  "event_dead",
  "command",
  "rule",
] as const;
