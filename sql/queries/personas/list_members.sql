-- sql/queries/personas/list_members.sql: the records of the persona, or company, $2. $1 kind.
SELECT m.record_id FROM refinery.persona_records m WHERE $1::text = 'persona' AND m.persona_id = $2::uuid
UNION ALL
SELECT m.record_id FROM refinery.company_records m WHERE $1::text = 'company' AND m.company_id = $2::uuid
