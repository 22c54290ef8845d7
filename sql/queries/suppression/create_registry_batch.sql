-- sql/queries/suppression/create_registry_batch.sql: holds a registry's file until it is applied, a row an exchange; several rows of one count together.
SET LOCAL statement_timeout = 0;
CREATE TEMPORARY TABLE registry_batch (prefix integer NOT NULL, added bit(10000) NOT NULL, removed bit(10000)) ON COMMIT DROP;
