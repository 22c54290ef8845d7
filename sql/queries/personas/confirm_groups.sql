-- sql/queries/personas/confirm_groups.sql: a person ($3) says that the personas, or companies, $2 are one. $1 kind. The records that founded them are linked
-- for good; what was refused between them is confirmed. Returns the links that hold them together.
WITH members AS MATERIALIZED (
    SELECT m.persona_id AS id, m.record_id FROM refinery.persona_records m WHERE $1::text = 'persona' AND m.persona_id = ANY ($2::uuid[])
    UNION ALL
    SELECT m.company_id, m.record_id FROM refinery.company_records m WHERE $1::text = 'company' AND m.company_id = ANY ($2::uuid[])
), founders AS (
    SELECT min(m.record_id) AS record_id FROM members m GROUP BY m.id
), reversed AS (
    UPDATE refinery.links l
       SET state = 'confirmed', decided_at = clock_timestamp(), decided_by = coalesce($3::text, session_user)
      FROM members a, members b
     WHERE l.kind = $1::text AND l.state = 'refused' AND l.record_id = a.record_id AND l.other_id = b.record_id AND a.id <> b.id
       AND NOT (a.record_id IN (SELECT record_id FROM founders) AND b.record_id IN (SELECT record_id FROM founders)
                AND a.record_id = (SELECT min(record_id) FROM founders))
)
INSERT INTO refinery.links AS l (kind, record_id, other_id, rule, score, state, decided_at, decided_by)
SELECT $1::text, (SELECT min(record_id) FROM founders), f.record_id, 'merge', 1, 'confirmed', clock_timestamp(), coalesce($3::text, session_user)
  FROM founders f
 WHERE f.record_id > (SELECT min(record_id) FROM founders)
    ON CONFLICT (kind, record_id, other_id) DO UPDATE
       SET state = excluded.state, withheld = false, decided_at = excluded.decided_at, decided_by = excluded.decided_by
RETURNING record_id, other_id
