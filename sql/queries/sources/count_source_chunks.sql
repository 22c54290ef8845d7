-- sql/queries/sources/count_source_chunks.sql: how many chunks of source $1 are there, of those from $2 to $3.
SELECT count(*) FROM refinery.source_chunks WHERE source_id = $1::uuid AND seq BETWEEN $2::int AND $3::int
