-- sql/queries/lookups/set_lookup_budget.sql: sets limits of account $1: rate a second $2, burst $3, requests a month $4, money a month
-- in micro-dollars $5 or none when $6, prices $7, requests in flight $8; null leaves one as it is (see
-- sql/views/lookup_budget_control.sql).
SELECT refinery.set_lookup_budget_v1($1::text, $2::float8::numeric, $3::int, $4::bigint, $5::bigint, $6::boolean, $7::jsonb, $8::int)
