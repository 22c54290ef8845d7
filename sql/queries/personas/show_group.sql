-- sql/queries/personas/show_group.sql: one persona, or company, $2 of the kind $1: its overview, what reaches it, its records and the links of
-- these, each as JSON. Of records and links 1,000 at most.
WITH members AS MATERIALIZED (
    (SELECT m.record_id, m.rule, m.score FROM refinery.persona_records m
      WHERE $1::text = 'persona' AND m.persona_id = $2::uuid ORDER BY m.record_id LIMIT 1000)
    UNION ALL
    (SELECT m.record_id, m.rule, m.score FROM refinery.company_records m
      WHERE $1::text = 'company' AND m.company_id = $2::uuid ORDER BY m.record_id LIMIT 1000)
), links AS (
    SELECT l.* FROM members m JOIN refinery.links l ON l.kind = $1::text AND l.record_id = m.record_id
    UNION
    SELECT l.* FROM members m JOIN refinery.links l ON l.kind = $1::text AND l.other_id = m.record_id
)
SELECT coalesce((SELECT row_to_json(p)::text FROM refinery.persona_overview p WHERE $1::text = 'persona' AND p.id = $2::uuid),
                (SELECT row_to_json(c)::text FROM refinery.company_overview c WHERE $1::text = 'company' AND c.id = $2::uuid)),
       (SELECT coalesce(json_agg(t.phone ORDER BY t.sources DESC, t.e164), '[]')::text
          FROM (SELECT p.e164, p.sources,
                       json_build_object('e164', p.e164, 'type', p.type, 'score', p.score, 'do_not_call', p.do_not_call, 'sources', p.sources,
                                         'record_id', p.record_id, 'answer_id', p.answer_id,
                                         'first_seen_at', refinery_internal.utc_time(p.first_seen_at),
                                         'last_seen_at', refinery_internal.utc_time(p.last_seen_at)) AS phone
                  FROM refinery.persona_phones p WHERE $1::text = 'persona' AND p.persona_id = $2::uuid
                UNION ALL
                SELECT p.e164, p.sources,
                       json_build_object('e164', p.e164, 'type', p.type, 'sources', p.sources, 'record_id', p.record_id,
                                         'first_seen_at', refinery_internal.utc_time(p.first_seen_at),
                                         'last_seen_at', refinery_internal.utc_time(p.last_seen_at))
                  FROM refinery.company_phones p WHERE $1::text = 'company' AND p.company_id = $2::uuid) AS t),
       (SELECT coalesce(json_agg(json_build_object('email', e.email, 'type', e.type, 'score', e.score, 'sources', e.sources, 'record_id', e.record_id,
                                                   'answer_id', e.answer_id, 'first_seen_at', refinery_internal.utc_time(e.first_seen_at),
                                                   'last_seen_at', refinery_internal.utc_time(e.last_seen_at))
                                 ORDER BY e.type = 'generic', e.sources DESC, e.email), '[]')::text
          FROM refinery.persona_emails e WHERE $1::text = 'persona' AND e.persona_id = $2::uuid),
       (SELECT coalesce(json_agg(json_build_object('network', s.network, 'url', s.url, 'record_id', s.record_id, 'answer_id', s.answer_id)
                                 ORDER BY s.network, s.url), '[]')::text
          FROM refinery.social_profiles s WHERE $1::text = 'persona' AND s.persona_id = $2::uuid),
       (SELECT coalesce(json_agg(json_build_object(
                   'record_id', r.id, 'import_id', r.import_id, 'file_name', i.file_name, 'row', r.row_number, 'rule', m.rule, 'score', m.score,
                   'business_name', r.business_name, 'name', coalesce(r.contact_name, nullif(concat_ws(' ', r.first_name, r.last_name), '')),
                   'title', r.title, 'email', r.business_email, 'phone', coalesce(r.direct_phone_e164, r.phone_e164), 'city', r.city,
                   'state', r.state) ORDER BY r.id), '[]')::text
          FROM members m
          JOIN refinery.records r ON r.id = m.record_id
          JOIN refinery.imports i ON i.id = r.import_id),
       (SELECT coalesce(json_agg(json_build_object(
                   'record_id', l.record_id, 'other_id', l.other_id, 'rule', l.rule, 'score', l.score, 'state', l.state,
                   'found_at', refinery_internal.utc_time(l.found_at), 'decided_at', refinery_internal.utc_time(l.decided_at),
                   'decided_by', l.decided_by) ORDER BY l.record_id, l.other_id), '[]')::text
          FROM (SELECT * FROM links ORDER BY record_id, other_id LIMIT 1000) AS l)
