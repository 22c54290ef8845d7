-- sql/queries/lookups/count_fresh_numbers.sql: how many of numbers $1 nobody would have to ask for: answered, unknown or failed, and
-- still fresh. $2 who would be asked.
SELECT count(*)
  FROM refinery.numbers n
 WHERE n.e164 = ANY ($1::text[])
   AND refinery_internal.is_settled(n, $2::text)
