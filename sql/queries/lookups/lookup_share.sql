-- sql/queries/lookups/lookup_share.sql: how many requests of account $1 worker $2 may have in flight (see
-- sql/views/lookup_budget_feedback.sql).
SELECT in_flight, workers, fraction, reason FROM refinery.lookup_share_v1($1::text, $2::uuid)
