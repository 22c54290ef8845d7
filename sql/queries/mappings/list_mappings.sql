-- sql/queries/mappings/list_mappings.sql: all mappings that are kept, with who confirmed them, when, and for which import.
SELECT mapping::text, import_id, extract(epoch FROM confirmed_at)::float8, confirmed_by FROM refinery.mappings ORDER BY is_template, mapping ->> 'name', id
