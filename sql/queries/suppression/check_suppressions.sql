-- sql/queries/suppression/check_suppressions.sql: what the lists say of numbers, in their order.
SELECT c.number, c.e164, c.status, c.lists, c.valid_until::text FROM refinery.check_suppressions($1::text[]) AS c
