-- sql/queries/lookups/resume_lookup_budget.sql: lets account $1 go on (see sql/views/lookup_budget_control.sql).
SELECT refinery.resume_lookup_budget_v1($1::text)
