-- sql/queries/alerts/set_alert.sql: a condition of kind $1 at $2 that this process sees itself: whether it is there $3, and not over yet $4, with facts $5.
SELECT refinery_internal.set_alert($1::text, $2::text, $3::boolean, $4::boolean, $5::text::jsonb)
