-- sql/queries/sources/read_source_chunks.sql: the chunks of source $1 from seq $2 to $3.
SELECT seq, bytes FROM refinery.source_chunks WHERE source_id = $1::uuid AND seq BETWEEN $2::int AND $3::int ORDER BY seq
