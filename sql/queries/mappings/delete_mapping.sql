-- sql/queries/mappings/delete_mapping.sql: forgets the mapping $1. No row: it was not there.
DELETE FROM refinery.mappings WHERE id = $1::text RETURNING id
