-- sql/queries/records/find_number_facts.sql: what lookups said of numbers $1: whether each is valid, null where it was not answered, and its type of line. What a
-- simulator said counts only for import $2 where that import pretends.
SELECT n.e164, CASE n.status WHEN 'answered' THEN n.valid WHEN 'unknown' THEN false END, n.line_type
  FROM refinery.numbers n
 WHERE n.e164 = ANY ($1::text[])
   AND (NOT n.is_simulated
        OR n.provider = (SELECT i.options ->> 'lookup_provider' FROM refinery.imports i WHERE i.id = $2::uuid))
