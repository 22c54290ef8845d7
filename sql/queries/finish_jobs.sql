-- sql/queries/finish_jobs.sql: marks claimed jobs done, with what came of each; runs in the transaction of their effects.
-- $1 ids, $2 fencing tokens, $3 stored, $4 duplicates, $5 rejected. Fewer ids back than sent means that a lease was
-- lost: the caller rolls everything back.
UPDATE refinery.jobs j
   SET state = 'done',
       finished_at = clock_timestamp(),
       stored = f.stored,
       duplicates = f.duplicates,
       rejected = f.rejected
  FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::int[], $5::int[])
       AS f (id, token, stored, duplicates, rejected)
 WHERE j.id = f.id AND j.token = f.token AND j.state = 'claimed'
RETURNING j.id
