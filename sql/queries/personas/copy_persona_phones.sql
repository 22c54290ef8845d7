-- sql/queries/personas/copy_persona_phones.sql: where numbers of personas are written, in PostgreSQL's binary COPY format.
COPY refinery.persona_phones (persona_id, e164, type, score, record_id, sources, first_seen_at, last_seen_at) FROM STDIN (FORMAT binary)
