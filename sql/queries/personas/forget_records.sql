-- sql/queries/personas/forget_records.sql: records $1 are gone: so are their keys, their links and to whom they belonged; comes back: which companies and personas that were,
-- and those that a link to one of them kept from another one: they may hang together now.
-- That two are not the same was said of whom the records are of: another record of the same one says it from now on.
WITH keys AS (
    DELETE FROM refinery.link_keys k WHERE k.record_id = ANY ($1::bigint[])
), links AS (
    DELETE FROM refinery.links l
     USING unnest($1::bigint[]) AS g (id), (VALUES ('company'), ('persona')) AS k (kind)
     WHERE l.kind = k.kind AND l.record_id = g.id
    RETURNING l.*
), other_links AS (
    DELETE FROM refinery.links l
     USING unnest($1::bigint[]) AS g (id), (VALUES ('company'), ('persona')) AS k (kind)
     WHERE l.kind = k.kind AND l.other_id = g.id AND l.record_id <> ALL ($1::bigint[])
    RETURNING l.*
), refused AS MATERIALIZED (
    SELECT * FROM links l WHERE l.state = 'refused' UNION ALL SELECT * FROM other_links l WHERE l.state = 'refused'
), staying AS MATERIALIZED (
    SELECT r.kind, e.id, CASE WHEN e.id <> ALL ($1::bigint[]) THEN e.id
                              WHEN r.kind = 'persona' THEN (SELECT min(o.record_id) FROM refinery.persona_records m JOIN refinery.persona_records o ON o.persona_id = m.persona_id
                                                             WHERE m.record_id = e.id AND o.record_id <> ALL ($1::bigint[]))
                              ELSE (SELECT min(o.record_id) FROM refinery.company_records m JOIN refinery.company_records o ON o.company_id = m.company_id
                                     WHERE m.record_id = e.id AND o.record_id <> ALL ($1::bigint[])) END AS heir_id
      FROM (SELECT DISTINCT r.kind, u.id FROM refused r CROSS JOIN LATERAL (VALUES (r.record_id), (r.other_id)) AS u (id)) AS e
     CROSS JOIN LATERAL (SELECT e.kind) AS r
), carried AS (
    INSERT INTO refinery.links AS l (kind, record_id, other_id, rule, score, state, decided_at, decided_by)
    SELECT DISTINCT ON (r.kind, p.record_id, p.other_id) r.kind, p.record_id, p.other_id, r.rule, r.score, r.state, r.decided_at, r.decided_by
      FROM refused r
      JOIN staying one ON one.kind = r.kind AND one.id = r.record_id
      JOIN staying other ON other.kind = r.kind AND other.id = r.other_id
     CROSS JOIN LATERAL (SELECT least(one.heir_id, other.heir_id) AS record_id, greatest(one.heir_id, other.heir_id) AS other_id) AS p
     WHERE one.heir_id <> other.heir_id
     ORDER BY r.kind, p.record_id, p.other_id, r.decided_at DESC
        ON CONFLICT (kind, record_id, other_id) DO UPDATE
           SET state = excluded.state, withheld = false, decided_at = excluded.decided_at, decided_by = excluded.decided_by
), companies AS (
    DELETE FROM refinery.company_records m WHERE m.record_id = ANY ($1::bigint[]) RETURNING m.company_id
), personas AS (
    DELETE FROM refinery.persona_records m WHERE m.record_id = ANY ($1::bigint[]) RETURNING m.persona_id
), kept_apart AS (
    SELECT w.kind, u.id
      FROM (SELECT * FROM links UNION ALL SELECT * FROM other_links) AS w
     CROSS JOIN LATERAL (VALUES (w.record_id), (w.other_id)) AS u (id)
     WHERE w.withheld AND u.id <> ALL ($1::bigint[])
)
SELECT 'company', company_id FROM companies
UNION
SELECT 'company', m.company_id FROM kept_apart k JOIN refinery.company_records m ON m.record_id = k.id WHERE k.kind = 'company'
UNION
SELECT 'persona', persona_id FROM personas
UNION
SELECT 'persona', m.persona_id FROM kept_apart k JOIN refinery.persona_records m ON m.record_id = k.id WHERE k.kind = 'persona'
