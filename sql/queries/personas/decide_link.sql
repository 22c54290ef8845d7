-- sql/queries/personas/decide_link.sql: a person says of the records $2 and $3 that they are the same ($4 confirmed) or are not ($4 refused). $1 kind,
-- $5 who says so. A refusal is of all candidates between the two owners of the records. Returns what the link was before, how many
-- candidates went with it, and the owners of the records.
WITH sides AS MATERIALIZED (
    SELECT (SELECT m.persona_id FROM refinery.persona_records m WHERE $1::text = 'persona' AND m.record_id = $2::bigint
            UNION ALL SELECT m.company_id FROM refinery.company_records m WHERE $1::text = 'company' AND m.record_id = $2::bigint) AS one,
           (SELECT m.persona_id FROM refinery.persona_records m WHERE $1::text = 'persona' AND m.record_id = $3::bigint
            UNION ALL SELECT m.company_id FROM refinery.company_records m WHERE $1::text = 'company' AND m.record_id = $3::bigint) AS other
), before AS MATERIALIZED (
    SELECT l.kind, l.record_id, l.other_id, l.state
      FROM refinery.links l
     WHERE l.kind = $1::text AND l.record_id = $2::bigint AND l.other_id = $3::bigint
       FOR UPDATE
), ones AS (
    SELECT m.record_id FROM sides s JOIN refinery.persona_records m ON m.persona_id = s.one WHERE $1::text = 'persona' AND s.one <> s.other
    UNION ALL SELECT m.record_id FROM sides s JOIN refinery.company_records m ON m.company_id = s.one WHERE $1::text = 'company' AND s.one <> s.other
), others AS (
    SELECT m.record_id FROM sides s JOIN refinery.persona_records m ON m.persona_id = s.other WHERE $1::text = 'persona' AND s.one <> s.other
    UNION ALL SELECT m.record_id FROM sides s JOIN refinery.company_records m ON m.company_id = s.other WHERE $1::text = 'company' AND s.one <> s.other
), candidates AS MATERIALIZED (
    SELECT l.kind, l.record_id, l.other_id
      FROM refinery.links l
     WHERE $4::text = 'refused' AND l.kind = $1::text AND l.state = 'candidate' AND (l.record_id, l.other_id) <> ($2::bigint, $3::bigint)
       AND (l.record_id IN (SELECT record_id FROM ones) AND l.other_id IN (SELECT record_id FROM others)
            OR l.record_id IN (SELECT record_id FROM others) AND l.other_id IN (SELECT record_id FROM ones))
), decided AS (
    UPDATE refinery.links l
       SET state = $4::text, withheld = false, decided_at = clock_timestamp(), decided_by = coalesce($5::text, session_user)
      FROM (SELECT b.kind, b.record_id, b.other_id FROM before b UNION ALL SELECT * FROM candidates) AS d
     WHERE l.kind = d.kind AND l.record_id = d.record_id AND l.other_id = d.other_id
)
SELECT b.state, (SELECT count(*) FROM candidates), ARRAY(SELECT DISTINCT g FROM unnest(ARRAY[s.one, s.other]) AS g WHERE g IS NOT NULL)
  FROM before b CROSS JOIN sides s
