-- sql/views/registry_import.sql: files of registries. The program reads a file into the temporary table pg_temp.registry_batch (prefix, added, removed: a bit a
-- number; several rows of a prefix count together), and then calls this.

-- Puts what was read in the place of what was there (full), or changes that (change). Refuses what is older than what is there, and a change
-- list that does not go on where the stored version ends. Returns how many area codes it covers, numbers they have now, and contacts that it took out of open blocks.
CREATE OR REPLACE FUNCTION refinery_internal.apply_registry_file(
    to_list text, is_change boolean, new_version bigint, new_as_of date, base_version bigint, covered text[],
    OUT areas integer, OUT numbers bigint, OUT withdrawn bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    read_areas text[];
    conflict record;
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    IF new_as_of > current_date THEN
        RAISE EXCEPTION 'The file is of %, which has not come yet.', new_as_of USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT array_agg(a ORDER BY a) INTO read_areas
      FROM (SELECT DISTINCT left(b.prefix::text, 3) AS a FROM pg_temp.registry_batch b UNION SELECT unnest(covered)) AS found;
    read_areas := coalesce(read_areas, '{}');
    IF is_change THEN
        SELECT a, r.version INTO conflict FROM unnest(read_areas) AS a LEFT JOIN refinery.registry_areas r ON r.list = to_list AND r.area_code = a
         WHERE r.version IS NULL LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'The change list has area code %, for which there is no full list.', conflict.a
                USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Import the full list of that area code first.';
        END IF;
        SELECT r.area_code, r.version INTO conflict FROM refinery.registry_areas r
         WHERE r.list = to_list AND r.area_code = ANY (read_areas) AND base_version IS NOT NULL AND r.version <> base_version ORDER BY 1 LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'The change list goes on from version %, and area code % has version %.', base_version, conflict.area_code, conflict.version
                USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Import the change lists in between first, or the full list.';
        END IF;
    END IF;
    SELECT r.area_code, r.version, r.as_of INTO conflict FROM refinery.registry_areas r
     WHERE r.list = to_list AND r.area_code = ANY (read_areas)
       AND (r.version > new_version OR r.as_of > new_as_of OR (is_change AND r.version = new_version)) ORDER BY 1 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Area code % has version % of % already; the file is version % of %.', conflict.area_code, conflict.version, conflict.as_of,
            new_version, new_as_of
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Files are imported in the order in which they were made.';
    END IF;
    IF is_change THEN
        INSERT INTO refinery.registered_numbers AS r (list, prefix, numbers)
        SELECT to_list, b.prefix, bit_or(b.added) FROM pg_temp.registry_batch b GROUP BY b.prefix
        ON CONFLICT (list, prefix) DO UPDATE SET numbers = r.numbers | excluded.numbers;
        -- A number that a file adds and removes is added: who asks too often does no harm.
        UPDATE refinery.registered_numbers r SET numbers = r.numbers & ~ b.removed
          FROM (SELECT b.prefix, bit_or(b.removed) & ~ bit_or(b.added) AS removed FROM pg_temp.registry_batch b GROUP BY b.prefix) AS b
         WHERE r.list = to_list AND r.prefix = b.prefix AND bit_count(b.removed) > 0;
    ELSE
        DELETE FROM refinery.registered_numbers r USING unnest(read_areas) AS a
         WHERE r.list = to_list AND r.prefix BETWEEN a::integer * 1000 AND a::integer * 1000 + 999;
        INSERT INTO refinery.registered_numbers (list, prefix, numbers)
        SELECT to_list, b.prefix, bit_or(b.added) FROM pg_temp.registry_batch b GROUP BY b.prefix ORDER BY b.prefix;
    END IF;
    INSERT INTO refinery.registry_areas AS r (list, area_code, version, as_of, numbers)
    SELECT to_list, a, new_version, new_as_of,
           (SELECT coalesce(sum(bit_count(r.numbers)), 0) FROM refinery.registered_numbers r
             WHERE r.list = to_list AND r.prefix BETWEEN a::integer * 1000 AND a::integer * 1000 + 999)
      FROM unnest(read_areas) AS a
    ON CONFLICT (list, area_code) DO UPDATE
       SET version = excluded.version, as_of = excluded.as_of, numbers = excluded.numbers, imported_at = excluded.imported_at;
    areas := cardinality(read_areas);
    numbers := coalesce((SELECT sum(r.numbers) FROM refinery.registry_areas r WHERE r.list = to_list AND r.area_code = ANY (read_areas)), 0);
    -- Contacts whose number came or went.
    CREATE TEMPORARY TABLE registry_flips ON COMMIT DROP AS
        SELECT k.persona_id
          FROM refinery.campaign_contacts k
          LEFT JOIN refinery.registered_numbers r ON r.list = to_list AND r.prefix = substring(k.phone_e164 FROM 3 FOR 6)::integer
         WHERE k.area_code = ANY (read_areas)
           AND (k.listed IS NOT DISTINCT FROM to_list) <> coalesce(get_bit(r.numbers, right(k.phone_e164, 4)::integer) = 1, false)
        UNION
        SELECT b.persona_id
          FROM refinery.campaign_block_contacts b
          JOIN refinery.registered_numbers r ON r.list = to_list AND r.prefix = substring(b.phone_e164 FROM 3 FOR 6)::integer
         WHERE b.is_open AND b.phone_e164 ~ '^\+1[2-9][0-9]{9}$' AND substring(b.phone_e164 FROM 3 FOR 3) = ANY (read_areas)
           AND get_bit(r.numbers, right(b.phone_e164, 4)::integer) = 1;
    withdrawn := refinery_internal.withdraw_contacts(ARRAY(SELECT f.persona_id FROM pg_temp.registry_flips f));
    DROP TABLE pg_temp.registry_flips;
END
$$;
