-- sql/queries/records/list_row_outcomes.sql: what became of rows $3 to $4 of import $1, whose number is $2, in row order: the record that was stored from the row, the
-- record that it repeats, or why it was rejected; whether nothing of a reject's text may be shown, as somebody in it was erased. A row without any of these
-- was erased where a batch with it is done, and is still to be refined else: the batches that are done come as rows of their own, with the last row of each.
SELECT r.row_number, 'stored' AS outcome, r.id AS record_id, NULL AS code, NULL AS message, false AS is_erased, NULL::bigint AS last_row
  FROM refinery.records r
 WHERE r.id BETWEEN ($2::bigint << 32) + $3::bigint AND ($2::bigint << 32) + $4::bigint
UNION ALL
SELECT d.row_number, 'duplicate', d.record_id, NULL, NULL, false, NULL
  FROM refinery.duplicates d
 WHERE d.import_id = $1::uuid AND d.row_number BETWEEN $3::bigint AND $4::bigint
UNION ALL
SELECT j.row_number, 'rejected', NULL, j.code, j.message, j.raw = '' AND j.byte_offset IS NULL AND j.code <> 'batch_discarded', NULL
  FROM refinery.rejects j
 WHERE j.import_id = $1::uuid AND j.row_number BETWEEN $3::bigint AND $4::bigint
UNION ALL
SELECT b.first_row, 'refined', NULL, NULL, NULL, false, b.first_row + b.row_count - 1
  FROM refinery.jobs b
 WHERE b.run_id = $1::uuid AND b.stage = 'refine' AND b.state = 'done'
   AND b.first_row <= $4::bigint AND b.first_row + b.row_count > $3::bigint
