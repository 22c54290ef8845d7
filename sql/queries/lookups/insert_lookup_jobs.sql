-- sql/queries/lookups/insert_lookup_jobs.sql: the numbers of refined batches become jobs, in the transaction that stores the batches.
-- $1 ids of the refine jobs, $2 how many phone cells each brought. A lookup job covers the rows of its refine job: which
-- numbers those are is read when it is claimed. It is
-- claimed by workers of the provider that its import names, and by no others. The job of an import that is paused is held.
-- Imports of older programs, and of SQL, name no provider.
INSERT INTO refinery.jobs (run_id, stage, provider, seq, state, priority, attempts_max, first_row, row_count, phones)
SELECT r.run_id, 'lookup', coalesce(i.options ->> 'lookup_provider', 'twilio'), r.seq,
       CASE WHEN o.status = 'paused' THEN 'waiting' ELSE 'ready' END, o.priority, r.attempts_max, r.first_row, r.row_count, f.phones
  FROM unnest($1::bigint[], $2::int[]) AS f (id, phones)
  JOIN refinery.jobs r ON r.id = f.id
  JOIN refinery.imports i ON i.id = r.run_id
  JOIN refinery.runs o ON o.id = r.run_id
