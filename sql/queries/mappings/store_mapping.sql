-- sql/queries/mappings/store_mapping.sql: keeps a mapping; another one of the same headers, or of a template's name, gives way to it.
-- $1 id, $2 whether it is a template, $3 mapping, $4 import or null, $5 who confirms it; null: the user of the database.
INSERT INTO refinery.mappings (id, is_template, mapping, import_id, confirmed_by)
VALUES ($1::text, $2::boolean, $3::jsonb, $4::uuid, coalesce($5::text, session_user))
ON CONFLICT (id) DO UPDATE
   SET mapping = excluded.mapping, import_id = excluded.import_id, confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by
RETURNING id
