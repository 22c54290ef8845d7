-- sql/queries/sources/delete_source_chunks.sql: removes the stored bytes of source $1 from chunk $2 on.
DELETE FROM refinery.source_chunks WHERE source_id = $1::uuid AND seq >= $2::int
