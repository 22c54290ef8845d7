-- sql/queries/personas/find_large_company_records.sql: those of records $1 whose company has more than $2 records.
SELECT m.record_id
  FROM refinery.company_records m
  JOIN refinery.companies c ON c.id = m.company_id
 WHERE m.record_id = ANY ($1::bigint[]) AND c.records > $2::bigint
