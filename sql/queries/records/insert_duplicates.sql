-- sql/queries/records/insert_duplicates.sql: rows that repeat a stored record: $1 import ids, $2 rows, $3 surviving records; $4 their titles, kept where the record
-- has none and the contact's name ($5) is the same.
INSERT INTO refinery.duplicates (import_id, row_number, record_id, title)
SELECT d.import_id, d.row_number, d.record_id,
       CASE WHEN d.title IS NOT NULL THEN (
           SELECT d.title
             FROM refinery.records r
            WHERE r.id = d.record_id AND r.title IS NULL
              AND lower(regexp_replace(coalesce(r.contact_name, ''), '[^[:alnum:]]', '', 'g'))
                  = lower(regexp_replace(coalesce(d.contact_name, ''), '[^[:alnum:]]', '', 'g'))) END
  FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[]) AS d (import_id, row_number, record_id, title, contact_name)
