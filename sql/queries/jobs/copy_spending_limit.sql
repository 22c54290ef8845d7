-- sql/queries/jobs/copy_spending_limit.sql: the lookups of imports $2 may cost what those of import $1 may.
SELECT refinery.set_import_spending_limit_v1(c.id, s.limit_micros)
  FROM refinery.run_spending s CROSS JOIN unnest($2::uuid[]) AS c (id)
 WHERE s.run_id = $1::uuid AND s.limit_micros IS NOT NULL
