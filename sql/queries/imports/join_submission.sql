-- sql/queries/imports/join_submission.sql: import $1 belongs to submission $2, which is made with the first of them; $3 who submits it or null.
WITH submission AS (
    INSERT INTO refinery.submissions (id, submitted_by) VALUES ($2::uuid, coalesce($3::text, session_user)) ON CONFLICT (id) DO NOTHING
)
UPDATE refinery.imports SET submission_id = $2::uuid WHERE id = $1::uuid
