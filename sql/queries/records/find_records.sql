-- sql/queries/records/find_records.sql: the records $1, each as list_records.sql has it, in the order asked; those that are gone are left out.
-- $2 line types, $3 states, $4 whether the number is valid, $5 whether their personas decide: each null for all, as there.
SELECT r.id, r.row_number::text, {column_texts},
       CASE WHEN n.status IN ('answered', 'unknown') THEN (n.status = 'answered' AND n.valid)::text END,
       n.line_type, n.carrier_name, n.validity_score::text,
       to_char(n.looked_up_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), r.import_id
  FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (id, place)
  JOIN refinery.records r ON r.id = wanted.id
  JOIN refinery.imports i ON i.id = r.import_id
  LEFT JOIN refinery.numbers n ON n.e164 = coalesce(r.phone_e164, r.direct_phone_e164)
                              AND (NOT n.is_simulated OR i.options ->> 'lookup_provider' = n.provider)
 WHERE ($2::text[] IS NULL OR n.line_type = ANY ($2::text[]))
   AND ($3::text[] IS NULL OR r.state = ANY ($3::text[]))
   AND ($4::boolean IS NULL OR coalesce(CASE n.status WHEN 'answered' THEN n.valid WHEN 'unknown' THEN false END, r.phone_status = 'valid') = $4::boolean)
   AND ($5::boolean IS NOT TRUE
        OR coalesce((SELECT true FROM refinery.persona_records o JOIN refinery.decision_makers d ON d.id = o.persona_id WHERE o.record_id = r.id), false))
 ORDER BY wanted.place
