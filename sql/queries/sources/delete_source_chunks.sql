-- sql/queries/sources/delete_source_chunks.sql: removes the stored bytes of source $1, chunks $2 to $3.
DELETE FROM refinery.source_chunks WHERE source_id = $1::uuid AND seq BETWEEN $2::int AND $3::int
