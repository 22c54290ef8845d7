-- sql/queries/insert_lookup_jobs.sql: the numbers of refined batches become jobs, in the transaction that stores the batches.
-- $1 ids of the refine jobs, $2 how many phone cells each brought. A lookup job covers the rows of its refine job: which
-- numbers those are is read when it is claimed. An import
-- that only pretends has a stage of its own, so that no real account is asked for it, and no simulator for others. One that is
-- paused meanwhile gets its job held when it is claimed.
INSERT INTO refinery.jobs (run_id, stage, seq, state, priority, attempts_max, first_row, row_count, phones)
SELECT r.run_id, CASE WHEN (i.options ->> 'simulates_lookups')::boolean THEN 'simulated_lookup' ELSE 'lookup' END, r.seq, CASE WHEN o.status = 'paused' THEN 'waiting' ELSE 'ready' END, o.priority,
       r.attempts_max, r.first_row, r.row_count, f.phones
  FROM unnest($1::bigint[], $2::int[]) AS f (id, phones)
  JOIN refinery.jobs r ON r.id = f.id
  JOIN refinery.imports i ON i.id = r.run_id
  JOIN refinery.runs o ON o.id = r.run_id
