-- sql/queries/personas/forget_records.sql: records $1 are gone: so are their keys, their links and to whom they belonged; comes back: which companies and personas that were.
WITH keys AS (
    DELETE FROM refinery.link_keys k WHERE k.record_id = ANY ($1::bigint[])
), links AS (
    DELETE FROM refinery.links l
     USING unnest($1::bigint[]) AS g (id), (VALUES ('company'), ('persona')) AS k (kind)
     WHERE l.kind = k.kind AND l.record_id = g.id
), other_links AS (
    DELETE FROM refinery.links l
     USING unnest($1::bigint[]) AS g (id), (VALUES ('company'), ('persona')) AS k (kind)
     WHERE l.kind = k.kind AND l.other_id = g.id AND l.record_id <> ALL ($1::bigint[])
), companies AS (
    DELETE FROM refinery.company_records m WHERE m.record_id = ANY ($1::bigint[]) RETURNING m.company_id
), personas AS (
    DELETE FROM refinery.persona_records m WHERE m.record_id = ANY ($1::bigint[]) RETURNING m.persona_id
)
SELECT DISTINCT 'company', company_id FROM companies
UNION ALL
SELECT DISTINCT 'persona', persona_id FROM personas
