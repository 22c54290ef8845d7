-- sql/views/fencing_token.sql: a number that no claim before or after this one has, on whatever copy of the database it was made.
-- A sequence alone repeats itself where history does: a standby that lost the last transactions, or a restored backup, hands out
-- numbers that workers of the lost history still hold. So the high 31 bits are random, and the low 32 count.
CREATE OR REPLACE FUNCTION refinery_internal.next_fencing_token() RETURNS bigint
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT (floor(random() * 2147483648)::bigint << 32) + nextval('refinery.fencing_token') % 4294967296 $$;
