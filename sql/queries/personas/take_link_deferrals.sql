-- sql/queries/personas/take_link_deferrals.sql: whether job $2 is the last of link run $1; if so, the records that other groups of it have left, or groups of runs that ended
-- without a last one. Under the lock of owners, under which all of them end: one sees all the others done.
WITH turn AS MATERIALIZED (
    SELECT NOT EXISTS (SELECT FROM refinery.jobs j
                        WHERE j.run_id = $1::uuid AND j.stage = 'link' AND j.id <> $2::bigint AND j.state IN ('ready', 'waiting', 'claimed')) AS is_last
), taken AS (
    DELETE FROM refinery.link_deferrals d
     USING turn t, refinery.runs r
     WHERE t.is_last AND r.id = d.run_id AND (d.run_id = $1::uuid OR r.status NOT IN ('running', 'paused'))
    RETURNING d.record_id
)
SELECT t.is_last, ARRAY(SELECT DISTINCT k.record_id FROM taken k ORDER BY 1) FROM turn t
