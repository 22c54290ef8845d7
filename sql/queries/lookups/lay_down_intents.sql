-- sql/queries/lookups/lay_down_intents.sql: job $1 with token $2 asks for numbers $3 no more; $4 what was, or may have been, paid for each, in
-- micro-dollars. All of them stay locked, in order, for what is stored after it in the same transaction. Where the intent is somebody
-- else's now, what this asker may have paid was added when he took over.
WITH locked AS MATERIALIZED (
    SELECT n.e164
      FROM refinery.numbers n
     WHERE n.e164 = ANY ($3::text[])
     ORDER BY n.e164
       FOR NO KEY UPDATE
)
UPDATE refinery.numbers n
   SET asked_job = NULL, asked_token = NULL, cost_micros = n.cost_micros + t.cost_micros
  FROM locked l
  JOIN unnest($3::text[], $4::bigint[]) AS t (e164, cost_micros) ON t.e164 = l.e164
 WHERE n.e164 = l.e164 AND n.asked_job = $1::bigint AND n.asked_token = $2::bigint
RETURNING n.e164
