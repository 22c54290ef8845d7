-- sql/queries/sources/copy_source_chunks.sql: where the raw bytes of a source are written, in PostgreSQL's binary COPY format.
COPY refinery.source_chunks (source_id, seq, bytes) FROM STDIN (FORMAT binary)
