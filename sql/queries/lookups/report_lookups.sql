-- sql/queries/lookups/report_lookups.sql: what came of requests of account $1 whose permits had epoch $2: outcome $3, Retry-After in
-- microseconds $4, requests of this process in flight $5, of the account $6, message for the operator $7 (see sql/views/lookup_budget_feedback.sql).
SELECT refinery.report_lookups_v1($1::text, $2::bigint, $3::text, $4::bigint, $5::int, $6::int, $7::text)
