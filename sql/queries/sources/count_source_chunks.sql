-- sql/queries/sources/count_source_chunks.sql: how many chunks of source $1 are there.
SELECT count(*) FROM refinery.source_chunks WHERE source_id = $1::uuid
