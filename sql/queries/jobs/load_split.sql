-- sql/queries/jobs/load_split.sql: where the splitting of import $1 stands.
SELECT i.number, i.source_uri, coalesce(i.source_received, i.source_bytes), i.options, r.status, i.split_offset, i.split_rows, i.row_limit, r.priority,
       (SELECT coalesce(max(j.seq), 0) FROM refinery.jobs j WHERE j.run_id = i.id AND j.stage = 'refine') AS last_seq,
       i.source_received IS NULL AS is_whole
  FROM refinery.imports i
  JOIN refinery.runs r ON r.id = i.id
 WHERE i.id = $1::uuid
