-- sql/queries/lookups/set_run_spending_limit.sql: the paid requests of run $1 may cost at most $2 micro-dollars, null for
-- no limit (see sql/views/lookup_budget_control.sql).
SELECT refinery.set_run_spending_limit_v1($1::uuid, $2::bigint)
