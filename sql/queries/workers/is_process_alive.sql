-- sql/queries/workers/is_process_alive.sql: whether the fleet knows process $2 of host $1 as alive, with revision $3 where that is given.
SELECT EXISTS (
    SELECT FROM refinery.worker_activity w
     WHERE w.alive AND w.host = $1::text AND w.pid = $2::int AND ($3::text IS NULL OR split_part(w.version, '+', 2) = $3::text))
