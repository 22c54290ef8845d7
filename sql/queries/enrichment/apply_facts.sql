-- sql/queries/enrichment/apply_facts.sql: age, income and vetoes that providers know of personas $1: the newest word, and of two words on a veto the one that
-- forbids; nobody else says them, so what came of an answer that is another persona's now goes. A title only where no file has one.
WITH answer AS MATERIALIZED (
    SELECT p.id AS persona_id, e.id, e.answered_at, e.result
      FROM (SELECT p.id FROM refinery.personas p WHERE p.id = ANY ($1::uuid[]) ORDER BY p.id FOR NO KEY UPDATE) AS p
      JOIN refinery.persona_enrichments a ON a.persona_id = p.id
      JOIN refinery.enrichments e ON e.id = a.enrichment_id
     WHERE e.result IS NOT NULL
), merged AS (
    SELECT a.persona_id,
           (array_agg((a.result ->> 'age')::smallint ORDER BY a.answered_at DESC, a.id) FILTER (WHERE a.result ? 'age'))[1] AS age,
           (array_agg((a.result ->> 'income')::bigint ORDER BY a.answered_at DESC, a.id) FILTER (WHERE a.result ? 'income'))[1] AS income,
           bool_or((a.result ->> 'deceased')::boolean) AS deceased, bool_or((a.result ->> 'litigator')::boolean) AS litigator,
           (array_agg(a.result -> 'person' ->> 'title' ORDER BY a.answered_at DESC, a.id)
                FILTER (WHERE a.result -> 'person' ->> 'title' <> ''))[1] AS title
      FROM answer a
     GROUP BY a.persona_id
)
UPDATE refinery.personas p
   SET age = m.age, income = m.income, deceased = m.deceased, litigator = m.litigator, title = coalesce(p.title, m.title), updated_at = clock_timestamp()
  FROM (SELECT o.id AS persona_id, n.age, n.income, n.deceased, n.litigator, n.title
          FROM unnest($1::uuid[]) AS o (id) LEFT JOIN merged n ON n.persona_id = o.id) AS m
 WHERE p.id = m.persona_id
   AND (p.age, p.income, p.deceased, p.litigator, p.title)
       IS DISTINCT FROM (m.age, m.income, m.deceased, m.litigator, coalesce(p.title, m.title))
