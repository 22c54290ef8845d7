-- sql/queries/personas/copy_company_phones.sql: where numbers of companies are written, in PostgreSQL's binary COPY format.
COPY refinery.company_phones (company_id, e164, type, record_id, sources, first_seen_at, last_seen_at) FROM STDIN (FORMAT binary)
