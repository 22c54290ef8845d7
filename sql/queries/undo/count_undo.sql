-- sql/queries/undo/count_undo.sql: what an undo of import $1 would take away: records, rejects, its own duplicates, duplicates of other imports that
-- repeat its records, those of them whose source is gone, and numbers that no other record has.
WITH bounds AS MATERIALIZED (
    SELECT i.id, i.number::bigint << 32 AS low, (i.number::bigint + 1) << 32 AS high FROM refinery.imports i WHERE i.id = $1::uuid
), own AS MATERIALIZED (
    SELECT r.id, r.phone_e164, r.direct_phone_e164 FROM bounds b JOIN refinery.records r ON r.id >= b.low AND r.id < b.high
), repeating AS (
    SELECT i.source_deleted_at
      FROM bounds b
      JOIN refinery.duplicates d ON d.record_id >= b.low AND d.record_id < b.high AND d.import_id <> b.id
      JOIN refinery.imports i ON i.id = d.import_id
      JOIN refinery.runs u ON u.id = i.id AND u.status <> 'undone'
), numbers AS (
    SELECT o.phone_e164 AS e164 FROM own o WHERE o.phone_e164 IS NOT NULL
    UNION SELECT o.direct_phone_e164 FROM own o WHERE o.direct_phone_e164 IS NOT NULL
)
SELECT (SELECT count(*) FROM own),
       (SELECT count(*) FROM refinery.rejects j WHERE j.import_id = $1::uuid),
       (SELECT count(*) FROM refinery.duplicates d WHERE d.import_id = $1::uuid),
       (SELECT count(*) FROM repeating),
       (SELECT count(*) FROM repeating WHERE source_deleted_at IS NOT NULL),
       (SELECT count(*)
          FROM numbers n
          CROSS JOIN bounds b
         WHERE NOT EXISTS (SELECT FROM refinery.records r WHERE r.phone_e164 = n.e164 AND (r.id < b.low OR r.id >= b.high))
           AND NOT EXISTS (SELECT FROM refinery.records r WHERE r.direct_phone_e164 = n.e164 AND (r.id < b.low OR r.id >= b.high)))
