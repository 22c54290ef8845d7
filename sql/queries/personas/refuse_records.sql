-- sql/queries/personas/refuse_records.sql: a person ($4) says that the records $3 of the persona, or company, $2 are another one. $1 kind. Each of them is refused
-- with each that stays, so that it holds whatever becomes of the others; among themselves they stay one.
WITH members AS MATERIALIZED (
    SELECT m.record_id FROM refinery.persona_records m WHERE $1::text = 'persona' AND m.persona_id = $2::uuid
    UNION ALL
    SELECT m.record_id FROM refinery.company_records m WHERE $1::text = 'company' AND m.company_id = $2::uuid
), pairs AS (
    SELECT least(a.record_id, b.record_id) AS record_id, greatest(a.record_id, b.record_id) AS other_id, 'split' AS rule, 0 AS score, 'refused' AS state
      FROM members a
      JOIN members b ON b.record_id <> ALL ($3::bigint[])
     WHERE a.record_id = ANY ($3::bigint[])
    UNION ALL
    SELECT f.first, a.record_id, 'split', 1, 'confirmed'
      FROM members a
     CROSS JOIN (SELECT min(n) AS first FROM unnest($3::bigint[]) AS n) AS f
     WHERE a.record_id = ANY ($3::bigint[]) AND a.record_id > f.first
)
INSERT INTO refinery.links AS l (kind, record_id, other_id, rule, score, state, decided_at, decided_by)
SELECT $1::text, p.record_id, p.other_id, p.rule, p.score, p.state, clock_timestamp(), coalesce($4::text, session_user) FROM pairs p
    ON CONFLICT (kind, record_id, other_id) DO UPDATE
       SET state = excluded.state, withheld = false, decided_at = excluded.decided_at, decided_by = excluded.decided_by
