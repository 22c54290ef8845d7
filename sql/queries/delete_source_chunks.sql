-- sql/queries/delete_source_chunks.sql: removes the stored bytes of source $1.
DELETE FROM refinery.source_chunks WHERE source_id = $1::uuid
