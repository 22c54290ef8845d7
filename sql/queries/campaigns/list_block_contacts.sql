-- sql/queries/campaigns/list_block_contacts.sql: contacts that block $1 holds and that are to be called, in their order, from behind position $2, $3 at most: the
-- cells of a CSV, and the same as an object.
SELECT c.position, ARRAY(SELECT e.value FROM json_each_text(o.object) AS e), o.object::text
  FROM refinery.campaign_block_contacts c
  LEFT JOIN refinery.personas p ON p.id = c.persona_id
  LEFT JOIN refinery.companies m ON m.id = c.company_id
  LEFT JOIN LATERAL (
       SELECT a.email FROM refinery.persona_emails a WHERE a.persona_id = c.persona_id
        ORDER BY a.type = 'generic', a.score DESC NULLS LAST, a.sources DESC, a.last_seen_at DESC, a.email LIMIT 1) AS e ON true
 CROSS JOIN LATERAL (
       SELECT json_build_object(
           'block_id', c.block_id, 'persona_id', c.persona_id, 'position', c.position, 'phone_e164', c.phone_e164, 'phone_type', c.phone_type,
           'first_name', p.first_name, 'last_name', p.last_name, 'title', p.title, 'company', m.name, 'email', e.email,
           'address', coalesce(p.address, m.address), 'city', coalesce(p.city, m.city), 'state', coalesce(p.state, m.state),
           'zip_code', coalesce(p.zip_code, m.zip_code), 'timezone', c.timezone, 'call_from_local', to_char(c.call_from_local, 'HH24:MI'),
           'call_until_local', to_char(c.call_until_local, 'HH24:MI'), 'saturday_from_local', to_char(c.saturday_from_local, 'HH24:MI'),
           'saturday_until_local', to_char(c.saturday_until_local, 'HH24:MI'), 'sunday_from_local', to_char(c.sunday_from_local, 'HH24:MI'),
           'sunday_until_local', to_char(c.sunday_until_local, 'HH24:MI'), 'window_rule', c.window_rule, 'registry', c.registry,
           'sic_code', m.sic_code, 'naics_code', m.naics_code, 'employees', m.employee_count, 'revenue', m.annual_revenue, 'status', c.status,
           'reason', c.reason) AS object) AS o
 WHERE c.block_id = $1::uuid AND c.is_open AND c.status IN ('ready', 'called') AND c.position > $2::integer
 ORDER BY c.position
 LIMIT $3::integer
