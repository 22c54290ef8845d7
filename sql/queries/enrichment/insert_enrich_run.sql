-- sql/queries/enrichment/insert_enrich_run.sql: begins a run of the kind `enrich` with the id $1: asks providers $2, in their order, for $3 of the personas
-- that criteria $4 mean (sql/views/personas_matching.sql), $5 at most or all for null; $6 personas a job, $7 attempts of a job, $8 the most that it may
-- cost in micro-dollars or null. Says how many personas; none: nothing was begun.
WITH meant AS MATERIALIZED (
    SELECT m.persona_id, row_number() OVER (ORDER BY m.persona_id) AS place
      FROM refinery_internal.personas_matching($4::jsonb) AS m (persona_id)
     ORDER BY m.persona_id
     LIMIT $5::bigint
), run AS (
    INSERT INTO refinery.runs (id, kind)
    SELECT $1::uuid, 'enrich' WHERE EXISTS (SELECT FROM meant)
    RETURNING id
), enrich_run AS (
    INSERT INTO refinery.enrich_runs (run_id, providers, wants, criteria, batches)
    SELECT run.id, $2::text[], $3::text[], $4::jsonb, (SELECT (count(*) + $6::int - 1) / $6::int FROM meant)::int FROM run
    RETURNING run_id, batches
), targets AS (
    INSERT INTO refinery.enrich_targets (run_id, place, persona_id)
    SELECT e.run_id, m.place, m.persona_id FROM enrich_run e CROSS JOIN meant m
    RETURNING place
), made AS (
    INSERT INTO refinery.jobs (run_id, stage, provider, seq, state, attempts_max, first_row, row_count)
    SELECT e.run_id, 'enrich', ($2::text[])[1], b.seq, 'ready', $7::int, (b.seq - 1)::bigint * $6::int + 1,
           least($6::int, (SELECT count(*) FROM meant) - (b.seq - 1)::bigint * $6::int)
      FROM enrich_run e CROSS JOIN LATERAL generate_series(1, e.batches) AS b (seq)
    RETURNING id
), spending AS (
    INSERT INTO refinery.run_spending (run_id, limit_micros)
    SELECT run.id, $8::bigint FROM run WHERE $8::bigint IS NOT NULL
    RETURNING run_id
)
SELECT count(*) FROM targets
