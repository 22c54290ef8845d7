-- sql/queries/personas/copy_link_keys.sql: where keys are written that are not there, in PostgreSQL's binary COPY format.
COPY refinery.link_keys (key, record_id) FROM STDIN (FORMAT binary)
