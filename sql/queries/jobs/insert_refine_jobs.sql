-- sql/queries/jobs/insert_refine_jobs.sql: adds the batches of import $1 that one step of the splitter found.
-- $2 priority, $3 attempts, $4 whether they are held (import paused); $5 seqs, $6 offsets, $7 lengths, $8 first rows,
-- $9 row counts.
INSERT INTO refinery.jobs (run_id, stage, seq, state, priority, attempts_max, byte_offset, byte_length, first_row, row_count)
SELECT $1::uuid, 'refine', b.seq, CASE WHEN $4::boolean THEN 'waiting' ELSE 'ready' END, $2::smallint, $3::smallint,
       b.byte_offset, b.byte_length, b.first_row, b.row_count
  FROM unnest($5::int[], $6::bigint[], $7::int[], $8::bigint[], $9::int[])
       AS b (seq, byte_offset, byte_length, first_row, row_count)
