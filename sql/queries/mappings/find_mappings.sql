-- sql/queries/mappings/find_mappings.sql: the mappings that a file is compared with: those of the ids $1, and all templates.
SELECT mapping::text FROM refinery.mappings WHERE is_template OR id = ANY ($1::text[]) ORDER BY mapping ->> 'name', id
