-- sql/queries/campaigns/begin_push_run.sql: begins a run of the kind `push` with the id $1: to destination $2, contacts of blocks $3 that it has not, and those with a status
-- in $4; $5 contacts a message, $6 a job, $7 attempts of a job. Says how many contacts; none: nothing was begun.
SELECT refinery_internal.begin_push_run($1::uuid, $2::text, $3::uuid[], $4::text[], $5::integer, $6::integer, $7::integer)
