-- sql/queries/count_fresh_numbers.sql: how many of numbers $1 nobody would have to ask for: answered, unknown or failed, and
-- still fresh. $2 whether answers of a simulated account count.
SELECT count(*)
  FROM refinery.numbers n
 WHERE n.e164 = ANY ($1::text[])
   AND n.status <> 'pending' AND n.fresh_until > clock_timestamp() AND (NOT n.is_simulated OR $2::boolean)
