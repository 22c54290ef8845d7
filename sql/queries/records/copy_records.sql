-- sql/queries/records/copy_records.sql: where encoded records are written, in PostgreSQL's binary COPY format. {table} is refinery.records, or
-- pg_temp.fill_rows for rows that may complete stored records. {columns}: RecordColumn, in its order.
COPY {table} (id, import_id, row_number, fingerprint, {columns}) FROM STDIN (FORMAT binary)
