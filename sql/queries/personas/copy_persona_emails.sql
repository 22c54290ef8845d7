-- sql/queries/personas/copy_persona_emails.sql: where addresses of personas are written, in PostgreSQL's binary COPY format.
COPY refinery.persona_emails (persona_id, email, type, score, record_id, sources, first_seen_at, last_seen_at) FROM STDIN (FORMAT binary)
