-- sql/views/partitions.sql: records by import and fingerprints by their hash in tables of their own, for databases of hundreds of millions
-- of rows (docs/scaling.md). Nothing else knows of it: keys, columns and statements are the same, since an id says the import and a
-- fingerprint its hash.

-- Makes the table for the records of an import, unless one has them already.
-- Locks: SHARE UPDATE EXCLUSIVE on records until the end of the transaction, so that imports are submitted one after the other; nobody who
-- reads or writes records waits.
CREATE OR REPLACE FUNCTION refinery_internal.add_record_partition(import_number integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    name text := 'records_' || import_number;
BEGIN
    IF to_regclass('refinery_internal.' || name) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE refinery_internal.%I (LIKE refinery.records INCLUDING ALL)', name);
    EXECUTE format('ALTER TABLE refinery.records ATTACH PARTITION refinery_internal.%I FOR VALUES FROM (%s) TO (%s)',
                   name, import_number::bigint << 32, (import_number::bigint + 1) << 32);
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.add_record_partition(integer) FROM PUBLIC;

CREATE OR REPLACE FUNCTION refinery_internal.add_partition_of_import() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM refinery_internal.add_record_partition(NEW.number);
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.add_partition_of_import() FROM PUBLIC;

-- Takes the table of an import away in one step, if it is empty or `with_rows` says so. Whether it did.
-- Locks: ACCESS EXCLUSIVE on records for a moment: waits for statements that run, and whoever comes later waits for it.
CREATE OR REPLACE FUNCTION refinery_internal.drop_record_partition(import_number integer, with_rows boolean DEFAULT false) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '2s'
AS $$
DECLARE
    name text := 'records_' || import_number;
    is_filled boolean;
BEGIN
    IF to_regclass('refinery_internal.' || name) IS NULL THEN RETURN false; END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM refinery_internal.%I)', name) INTO is_filled;
    IF is_filled AND NOT with_rows THEN RETURN false; END IF;
    EXECUTE format('DROP TABLE refinery_internal.%I', name);
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    -- Somebody reads for longer: the table stays, and costs nothing but its name.
    RETURN false;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.drop_record_partition(integer, boolean) FROM PUBLIC;

-- Turns records and fingerprints into partitioned tables; false: they are already. What is stored becomes the first partition of records;
-- fingerprints are copied. Views that read these tables go, and come back when sql/views is applied again.
-- Locks: ACCESS EXCLUSIVE on imports, records and fingerprints for as long as that takes: stop the fleet before.
CREATE OR REPLACE FUNCTION refinery_internal.partition_tables(hash_partitions integer) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    owner text;
    bound bigint;
    item record;
BEGIN
    IF EXISTS (SELECT FROM refinery.workers WHERE lease_until > clock_timestamp()) THEN
        RAISE EXCEPTION 'Processes of the fleet are running.'
            USING ERRCODE = 'object_in_use', HINT = 'Stop them all (refinery drain), wait 15 seconds, and migrate again.';
    END IF;
    LOCK TABLE refinery.imports, refinery.records, refinery.fingerprints IN ACCESS EXCLUSIVE MODE;
    SELECT pg_get_userbyid(c.relowner) INTO owner FROM pg_class c WHERE c.oid = 'refinery.records'::regclass AND c.relkind = 'r';
    IF owner IS NULL THEN RETURN false; END IF;

    -- Records: all numbers that were given out until now belong to the table that is there.
    SELECT (coalesce(max(i.number), 0)::bigint + 1) << 32 INTO bound FROM refinery.imports i;
    ALTER TABLE refinery.records RENAME TO records_before;
    ALTER TABLE refinery.records_before SET SCHEMA refinery_internal;
    ALTER TABLE refinery_internal.records_before RENAME CONSTRAINT records_pkey TO records_before_pkey;
    CREATE TABLE refinery.records (LIKE refinery_internal.records_before INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (id);
    ALTER TABLE refinery.records ADD CONSTRAINT records_pkey PRIMARY KEY (id);
    IF EXISTS (SELECT FROM refinery_internal.records_before) OR bound > 1::bigint << 32 THEN
        EXECUTE format('ALTER TABLE refinery.records ATTACH PARTITION refinery_internal.records_before FOR VALUES FROM (MINVALUE) TO (%s)', bound);
    END IF;

    ALTER TABLE refinery.fingerprints RENAME TO fingerprints_before;
    ALTER TABLE refinery.fingerprints_before SET SCHEMA refinery_internal;
    ALTER TABLE refinery_internal.fingerprints_before RENAME CONSTRAINT fingerprints_pkey TO fingerprints_before_pkey;
    CREATE TABLE refinery.fingerprints (LIKE refinery_internal.fingerprints_before INCLUDING ALL EXCLUDING INDEXES) PARTITION BY HASH (fingerprint);
    FOR item IN SELECT part FROM generate_series(0, hash_partitions - 1) AS part LOOP
        EXECUTE format('CREATE TABLE refinery_internal.fingerprints_%s PARTITION OF refinery.fingerprints FOR VALUES WITH (MODULUS %s, REMAINDER %s)',
                       item.part, hash_partitions, item.part);
        EXECUTE format('ALTER TABLE refinery_internal.fingerprints_%s OWNER TO %I', item.part, owner);
    END LOOP;
    INSERT INTO refinery.fingerprints SELECT * FROM refinery_internal.fingerprints_before;
    ALTER TABLE refinery.fingerprints ADD CONSTRAINT fingerprints_pkey PRIMARY KEY (fingerprint);

    EXECUTE format('ALTER TABLE refinery.records OWNER TO %I', owner);
    EXECUTE format('ALTER TABLE refinery.fingerprints OWNER TO %I', owner);
    DROP TABLE refinery_internal.fingerprints_before CASCADE;
    -- Views know a table by what it was, not by its name.
    FOR item IN
        SELECT DISTINCT v.oid::regclass::text AS name
          FROM pg_depend d
          JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
          JOIN pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'
         WHERE d.refobjid = 'refinery_internal.records_before'::regclass
    LOOP
        EXECUTE format('DROP VIEW IF EXISTS %s CASCADE', item.name);
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = 'refinery_internal.records_before'::regclass) THEN
        DROP TABLE refinery_internal.records_before;
    END IF;
    CREATE TRIGGER partition_of_import AFTER INSERT ON refinery.imports
        FOR EACH ROW EXECUTE FUNCTION refinery_internal.add_partition_of_import();
    DELETE FROM refinery.schema_views;
    RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.partition_tables(integer) FROM PUBLIC;
