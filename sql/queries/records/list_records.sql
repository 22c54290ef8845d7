-- sql/queries/records/list_records.sql: stored records of one import, or of several, in row order, a page at a time, with what is known of the number
-- that is called first; what a simulator said only for imports that pretend.
-- {column_texts}: the columns of the record r, in the order of RecordColumn, each as text.
-- $1 id after which the page begins, $2 id before which the records end, $3 page size; each null for all: $4 line types, $5 states,
-- $6 whether the number is valid: looked up as valid, or where it was not looked up, valid by form, $7 whether
-- their personas decide (decision_makers).
SELECT r.id, r.row_number::text, {column_texts},
       CASE WHEN n.status IN ('answered', 'unknown') THEN (n.status = 'answered' AND n.valid)::text END,
       n.line_type, n.carrier_name, n.validity_score::text,
       to_char(n.looked_up_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), r.import_id
  FROM refinery.records r
  JOIN refinery.imports i ON i.id = r.import_id
  LEFT JOIN refinery.numbers n ON n.e164 = coalesce(r.phone_e164, r.direct_phone_e164)
                              AND (NOT n.is_simulated OR i.options ->> 'lookup_provider' = n.provider)
 WHERE r.id > $1::bigint AND r.id < $2::bigint
   AND ($4::text[] IS NULL OR n.line_type = ANY ($4::text[]))
   AND ($5::text[] IS NULL OR r.state = ANY ($5::text[]))
   AND ($6::boolean IS NULL OR coalesce(CASE n.status WHEN 'answered' THEN n.valid WHEN 'unknown' THEN false END, r.phone_status = 'valid') = $6::boolean)
   AND ($7::boolean IS NOT TRUE
        OR coalesce((SELECT true FROM refinery.persona_records o JOIN refinery.decision_makers d ON d.id = o.persona_id WHERE o.record_id = r.id), false))
 ORDER BY r.id
 LIMIT $3::int
