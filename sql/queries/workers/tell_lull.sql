-- sql/queries/workers/tell_lull.sql: whether nobody of the fleet has anything to do. Tells it on channel $1: payload $2 when it is so, else the
-- stages ($3) that have ready jobs, whose own NOTIFY may be lost. Something to do is also a lost worker: its lease lapsed, or it held
-- its lock and does not any more (find_lost_workers.sql says for certain).
WITH ready AS MATERIALIZED (
    SELECT s.stage
      FROM unnest($3::text[]) AS s (stage)
     WHERE EXISTS (SELECT FROM refinery.jobs j WHERE j.state = 'ready' AND j.stage = s.stage)
), work AS MATERIALIZED (
    SELECT EXISTS (SELECT FROM ready)
        OR EXISTS (SELECT FROM refinery.runs r WHERE r.status = 'running')
        OR EXISTS (SELECT FROM refinery.imports i WHERE i.receiver_until IS NOT NULL)
        OR EXISTS (SELECT FROM refinery.runs r WHERE r.status = 'undone' AND r.status_reason = 'requested')
        OR EXISTS (SELECT FROM refinery.jobs j WHERE j.state = 'claimed')
        OR EXISTS (SELECT FROM refinery.campaign_contact_changes)
        -- Who rests does not look whether it is to end.
        OR EXISTS (SELECT FROM refinery.workers w WHERE w.draining_at IS NOT NULL)
        OR EXISTS (SELECT FROM refinery.jobs j WHERE j.state = 'waiting' AND j.ready_at IS NOT NULL)
        OR EXISTS (SELECT FROM refinery.workers w
                    WHERE w.lease_until < clock_timestamp()
                       OR (w.holds_lock AND w.number NOT IN (SELECT refinery_internal.living_numbers()))) AS is_there
), told AS MATERIALIZED (
    SELECT pg_notify($1::text, p.payload)
      FROM (SELECT stage FROM ready UNION ALL SELECT $2::text FROM work WHERE NOT is_there) AS p (payload)
)
SELECT NOT work.is_there, (SELECT count(*) FROM told)
  FROM work
