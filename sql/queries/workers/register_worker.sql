-- sql/queries/workers/register_worker.sql: makes a process known: $1 id, $2 role, $3 host, $4 pid, $5 version, $6 lease in
-- milliseconds, $7 the account that a lookup worker asks, null for others. Registering again (after a lost connection) keeps the number; its lock has
-- to be confirmed again. Says how many processes the fleet has.
INSERT INTO refinery.workers (id, role, host, pid, version, lease_until, account)
VALUES ($1::uuid, $2::text, $3::text, $4::int, $5::text, clock_timestamp() + make_interval(secs => $6::int / 1000.0), $7::text)
ON CONFLICT (id) DO UPDATE
   SET lease_until = excluded.lease_until, holds_lock = false
RETURNING number, (SELECT count(*) + 1 FROM refinery.workers w WHERE w.id <> $1::uuid)
