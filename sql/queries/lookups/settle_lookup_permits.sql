-- sql/queries/lookups/settle_lookup_permits.sql: gives $2 unused permits of lease $1 back, once (see sql/views/lookup_budget.sql).
SELECT refinery.settle_lookup_permits_v1($1::bigint, $2::int)
