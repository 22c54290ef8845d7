-- sql/queries/personas/find_groups.sql: personas, or companies, whose ids lie between $2 and $3, two at most: what the beginning of an id means. $1 kind.
(SELECT p.id FROM refinery.personas p WHERE $1::text = 'persona' AND p.id BETWEEN $2::uuid AND $3::uuid ORDER BY p.id LIMIT 2)
UNION ALL
(SELECT c.id FROM refinery.companies c WHERE $1::text = 'company' AND c.id BETWEEN $2::uuid AND $3::uuid ORDER BY c.id LIMIT 2)
