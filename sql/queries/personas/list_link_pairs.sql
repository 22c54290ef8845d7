-- sql/queries/personas/list_link_pairs.sql: pairs of records in the state $1, the surest first, a page at a time: what both say, and why they may be the
-- same. A candidate whose records came together since is none any more, nor is one between two that a person said are not the same.
-- $2 kind or null for both, $3 page size; where the page begins, or null: $4 score, $5 kind, $6 and $7 ids; $8 only these records, or null.
SELECT l.kind, l.record_id, l.other_id, l.rule, l.score::float8, l.state, refinery_internal.utc_time(l.decided_at), l.decided_by, refinery_internal.utc_time(l.found_at),
       (SELECT json_agg(json_build_object(
                   'record_id', r.id, 'import_id', r.import_id, 'row', r.row_number, 'business_name', r.business_name,
                   'name', coalesce(r.contact_name, nullif(concat_ws(' ', r.first_name, r.last_name), '')), 'title', r.title,
                   'email', r.business_email, 'phone', coalesce(r.direct_phone_e164, r.phone_e164), 'address', r.business_address, 'city', r.city,
                   'state', r.state, 'persona_id', p.persona_id, 'company_id', c.company_id) ORDER BY r.id)::text
          FROM refinery.records r
          LEFT JOIN refinery.persona_records p ON p.record_id = r.id
          LEFT JOIN refinery.company_records c ON c.record_id = r.id
         WHERE r.id IN (l.record_id, l.other_id))
  FROM refinery.links l
 WHERE l.state = $1::text AND ($2::text IS NULL OR l.kind = $2::text)
   AND ($4::float8::real IS NULL OR l.score < $4::float8::real OR (l.score = $4::float8::real AND (l.kind, l.record_id, l.other_id) > ($5::text, $6::bigint, $7::bigint)))
   AND ($8::bigint[] IS NULL OR (l.record_id = ANY ($8::bigint[]) AND l.other_id = ANY ($8::bigint[])))
   AND (l.state <> 'candidate'
        OR NOT refinery_internal.is_refused(l.kind, l.record_id, l.other_id)
       AND CASE l.kind
               WHEN 'persona' THEN (SELECT o.persona_id FROM refinery.persona_records o WHERE o.record_id = l.record_id)
                                   IS DISTINCT FROM (SELECT o.persona_id FROM refinery.persona_records o WHERE o.record_id = l.other_id)
               ELSE (SELECT o.company_id FROM refinery.company_records o WHERE o.record_id = l.record_id)
                    IS DISTINCT FROM (SELECT o.company_id FROM refinery.company_records o WHERE o.record_id = l.other_id)
           END)
 ORDER BY l.score DESC, l.kind, l.record_id, l.other_id
 LIMIT $3::int
