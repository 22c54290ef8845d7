-- sql/queries/campaigns/set_call_window.sql: from day $2 on people of state $1 may be called in these hours: $3 Monday to Friday, $4 Saturday, $5 Sunday (null: as before); $6 says why.
SELECT refinery.set_call_window($1::text, $2::text::date, $3::text, $4::text, $5::text, $6::text)
