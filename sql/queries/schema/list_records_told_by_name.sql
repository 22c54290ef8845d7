-- sql/queries/schema/list_records_told_by_name.sql: up to $2 records after id $1 whose fingerprint may have a name in it, ascending, each as JSON by column.
SELECT r.id, (to_jsonb(r) - 'processing_errors' - 'fingerprint' - 'created_at')::text
  FROM refinery.records r
 WHERE r.id > $1::bigint AND (r.business_email IS NULL OR r.contact_name IS NOT NULL)
 ORDER BY r.id
 LIMIT $2::int
