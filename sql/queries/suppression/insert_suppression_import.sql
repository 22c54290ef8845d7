-- sql/queries/suppression/insert_suppression_import.sql: notes a file that was imported.
INSERT INTO refinery.suppression_imports (list, kind, file_name, version, as_of, areas, accepted, rejected, withdrawn)
VALUES ($1::text, $2::text, $3::text, $4::bigint, $5::text::date, $6::integer, $7::bigint, $8::bigint, $9::bigint)
