-- sql/views/submit_import.sql: a file becomes an import with nothing but SQL, as by `refinery submit`:
--   SELECT refinery.submit_import('leads.csv', pg_read_binary_file('/srv/leads.csv'), '{"rows_per_run": 0}');
-- How the file is written and what its columns mean is found out by the coordinator that splits it.

-- The options there are, the only list in SQL; tests compare it with what the program reads. `place` says what an option is for: the
-- submit itself, reading the beginning of the file (imports.options.reading, until that is done), or the import (imports.options).
-- {fields}: the names that a column of a file can be mapped to.
CREATE OR REPLACE FUNCTION refinery_internal.import_option_rules()
RETURNS TABLE (option text, place text, type text, low numeric, high numeric, words text[], usual jsonb)
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    -- The regions are those whose telephone numbers libphonenumber knows: first letters, each with the second ones.
    WITH letters (first, seconds) AS (VALUES
        ('A', 'CDEFGILMORSTUWXZ'), ('B', 'ABDEFGHIJLMNOQRSTWYZ'), ('C', 'ACDFGHIKLMNORUVWXYZ'), ('D', 'EJKMOZ'), ('E', 'CEGHRST'),
        ('F', 'IJKMOR'), ('G', 'ABDEFGHILMNPQRTUWY'), ('H', 'KNRTU'), ('I', 'DELMNOQRST'), ('J', 'EMOP'), ('K', 'EGHIMNPRWYZ'),
        ('L', 'ABCIKRSTUVY'), ('M', 'ACDEFGHKLMNOPQRSTUVWXYZ'), ('N', 'ACEFGILOPRUZ'), ('O', 'M'), ('P', 'AEFGHKLMRSTWY'), ('Q', 'A'),
        ('R', 'EOSUW'), ('S', 'ABCDEGHIJKLMNORSTVXYZ'), ('T', 'ACDGHJKLMNORTVWZ'), ('U', 'AGSYZ'), ('V', 'ACEGINU'), ('W', 'FS'),
        ('X', 'K'), ('Y', 'ET'), ('Z', 'AMW')
    ), regions (codes) AS (
        SELECT array_agg(l.first || s.second ORDER BY l.first || s.second)
          FROM letters l CROSS JOIN LATERAL unnest(string_to_array(l.seconds, NULL)) AS s (second)
    ), fields (names) AS (VALUES (ARRAY[{fields}]))
    SELECT rule.* FROM regions, fields, LATERAL (VALUES
        ('again',            'submit',  'boolean',   NULL::numeric, NULL::numeric, NULL::text[],                   'false'::jsonb),
        ('priority',         'submit',  'integer',   0,    1000,       NULL,                                       '100'),
        ('max_cost',         'submit',  'number',    0,    1000000000, NULL,                                       NULL),
        ('delimiter',        'reading', 'delimiter', NULL, NULL,       NULL,                                       NULL),
        -- Any name that iconv knows, or people use: whoever reads the file says which is none.
        ('encoding',         'reading', 'text',      NULL, NULL,       NULL,                                       NULL),
        ('header',           'reading', 'boolean',   NULL, NULL,       NULL,                                       NULL),
        ('map',              'reading', 'map',       NULL, NULL,       fields.names || ARRAY['extra', 'ignore'],   NULL),
        ('remembered',       'reading', 'boolean',   NULL, NULL,       NULL,                                       NULL),
        ('sheet',            'reading', 'text',      NULL, NULL,       NULL,                                       NULL),
        ('table',            'reading', 'text',      NULL, NULL,       NULL,                                       NULL),
        ('skip_lines',       'reading', 'integer',   0,    2147483647, NULL,                                       NULL),
        ('without_name',     'reading', 'boolean',   NULL, NULL,       NULL,                                       NULL),
        ('without_phone',    'reading', 'boolean',   NULL, NULL,       NULL,                                       NULL),
        ('yes',              'reading', 'boolean',   NULL, NULL,       NULL,                                       NULL),
        ('batch_size',       'import',  'integer',   1,    100000,     NULL,                                       '250'),
        ('links_records',    'import',  'boolean',   NULL, NULL,       NULL,                                       NULL),
        ('looks_up_numbers', 'import',  'boolean',   NULL, NULL,       NULL,                                       NULL),
        ('on_duplicate',     'import',  'word',      NULL, NULL,       ARRAY['keep', 'fill'],                      '"keep"'),
        ('region',           'import',  'region',    NULL, NULL,       regions.codes,                              '"US"'),
        ('reject_rate_max',  'import',  'number',    0,    1,          NULL,                                       NULL),
        ('required_fields',  'import',  'words',     NULL, NULL,       fields.names,                               '["business_name"]'),
        ('row_bytes_max',    'import',  'integer',   1,    268435456,  NULL,                                       '1048576'),
        ('rows_per_run',     'import',  'integer',   0,    4294967295, NULL,                                       '2000'),
        ('strict_fields',    'import',  'words',     NULL, NULL,       ARRAY['business_email', 'business_phone', 'business_address'], NULL)
    ) AS rule
$$;

-- What is wrong with the value of an option, as the end of a sentence that begins with its name; null when nothing is.
CREATE OR REPLACE FUNCTION refinery_internal.import_option_problem(type text, low numeric, high numeric, words text[], value jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    given text := jsonb_typeof(value);
    content text := value #>> '{}';
    wrong text;
BEGIN
    CASE type
    WHEN 'boolean' THEN
        RETURN CASE WHEN given <> 'boolean' THEN 'has to be true or false' END;
    WHEN 'text' THEN
        RETURN CASE WHEN given <> 'string' OR content = '' THEN 'has to be a text that is not empty' END;
    WHEN 'integer', 'number' THEN
        IF given <> 'number' OR content::numeric NOT BETWEEN low AND high OR (type = 'integer' AND content::numeric <> trunc(content::numeric)) THEN
            RETURN format('has to be a %s from %s to %s', CASE type WHEN 'integer' THEN 'whole number' ELSE 'number' END, low, high);
        END IF;
    WHEN 'word' THEN
        RETURN CASE WHEN given <> 'string' OR lower(content) <> ALL (words) THEN 'has to be one of ' || array_to_string(words, ', ') END;
    WHEN 'words' THEN
        IF given <> 'array' THEN
            RETURN 'has to be an array of ' || array_to_string(words, ', ');
        END IF;
        wrong := (SELECT e.item::text FROM jsonb_array_elements(value) AS e (item)
                   WHERE jsonb_typeof(e.item) <> 'string' OR e.item #>> '{}' <> ALL (words) LIMIT 1);
    WHEN 'map' THEN
        IF given <> 'object' THEN
            RETURN 'has to be an object such as {"Firm": "business_name", "#3": "business_phone"}';
        END IF;
        wrong := (SELECT e.item::text FROM jsonb_each(value) AS e (header, item)
                   -- A role may stand behind the field: other_phones:mobile.
                   WHERE jsonb_typeof(e.item) <> 'string' OR split_part(lower(e.item #>> '{}'), ':', 1) <> ALL (words) LIMIT 1);
    WHEN 'delimiter' THEN
        -- One ASCII character, or its name: all others are two bytes or more. Quotes and ends of lines have another meaning.
        RETURN CASE WHEN given <> 'string' OR (octet_length(content) <> 1 AND lower(content) NOT IN ('tab', '\t'))
                         OR content IN ('"', E'\n', E'\r')
                    THEN 'has to be one character, or "tab", and no quote or end of a line' END;
    WHEN 'region' THEN
        RETURN CASE WHEN given <> 'string' OR upper(content) <> ALL (words)
                    THEN 'has to be a country of two letters (ISO 3166) with telephone numbers, such as "US"' END;
    END CASE;
    RETURN 'names ' || wrong || ', which is none of ' || array_to_string(words, ', ');
END
$$;

-- Checks the options and completes them with what is usual. Gives an object for each place. An option that is null is not given.
CREATE OR REPLACE FUNCTION refinery_internal.checked_import_options(options jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    given jsonb;
    problem record;
    checked jsonb;
BEGIN
    IF jsonb_typeof(options) <> 'object' THEN
        RAISE EXCEPTION 'The options have to be a JSON object, not %.', jsonb_typeof(options) USING ERRCODE = 'invalid_parameter_value';
    END IF;
    given := (SELECT coalesce(jsonb_object_agg(o.key, o.value), '{}') FROM jsonb_each(options) AS o WHERE o.value <> 'null');
    FOR problem IN
        SELECT o.key, r.option IS NULL AS is_unknown,
               CASE WHEN r.option IS NOT NULL THEN refinery_internal.import_option_problem(r.type, r.low, r.high, r.words, o.value) END AS sentence
          FROM jsonb_each(given) AS o
          LEFT JOIN refinery_internal.import_option_rules() AS r ON r.option = o.key
         ORDER BY o.key
    LOOP
        IF problem.is_unknown THEN
            RAISE EXCEPTION 'There is no option "%".', problem.key
                USING ERRCODE = 'invalid_parameter_value',
                      HINT = (SELECT 'The options are: ' || string_agg(r.option, ', ' ORDER BY r.option) || '.' FROM refinery_internal.import_option_rules() AS r);
        ELSIF problem.sentence IS NOT NULL THEN
            RAISE EXCEPTION 'The option "%" %.', problem.key, problem.sentence USING ERRCODE = 'invalid_parameter_value';
        END IF;
    END LOOP;
    SELECT jsonb_object_agg(o.place, o.options) INTO checked
      FROM (SELECT r.place,
                   -- A whole number may be written with a point (5.0); whoever reads the options gets 5.
                   coalesce(jsonb_object_agg(r.option, CASE WHEN r.type = 'integer' AND jsonb_typeof(given -> r.option) = 'number'
                                                            THEN to_jsonb((given ->> r.option)::numeric::bigint)
                                                            ELSE coalesce(given -> r.option, r.usual) END)
                                FILTER (WHERE coalesce(given -> r.option, r.usual) IS NOT NULL), '{}') AS options
              FROM refinery_internal.import_option_rules() AS r
             GROUP BY r.place) AS o;
    -- What depends on others, and one form of what has several.
    IF checked #>> '{reading,delimiter}' IS NOT NULL AND octet_length(checked #>> '{reading,delimiter}') > 1 THEN
        checked := jsonb_set(checked, '{reading,delimiter}', to_jsonb(E'\t'::text));
    END IF;
    checked := jsonb_set(checked, '{import,region}', to_jsonb(upper(checked #>> '{import,region}')));
    checked := jsonb_set(checked, '{import,on_duplicate}', to_jsonb(lower(checked #>> '{import,on_duplicate}')));
    IF (checked #>> '{reading,without_name}')::boolean AND NOT given ? 'required_fields' THEN
        checked := jsonb_set(checked, '{import,required_fields}', '[]');
    END IF;
    IF (checked #>> '{import,rows_per_run}')::bigint = 0 THEN
        checked := checked #- '{import,rows_per_run}';
    END IF;
    IF NOT given ? 'looks_up_numbers' THEN
        checked := jsonb_set(checked, '{import,looks_up_numbers}', to_jsonb(EXISTS (
            SELECT FROM refinery.workers w WHERE w.role = 'lookup-worker' AND w.lease_until > clock_timestamp()
               AND (w.lease_until < 'infinity' OR w.number IN (SELECT refinery_internal.living_numbers())))));
    END IF;
    RETURN checked;
END
$$;

-- Stores the bytes and makes them an import, all of it or nothing. Gives the id of the import.
CREATE OR REPLACE FUNCTION refinery.submit_import(name text, bytes bytea, options jsonb DEFAULT '{}') RETURNS uuid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    chunk_bytes CONSTANT integer := 256 * 1024;
    import uuid := gen_random_uuid();
    hash bytea := sha256(bytes);
    checked jsonb := refinery_internal.checked_import_options(coalesce(options, '{}'));
    submit jsonb := checked -> 'submit';
    earlier record;
BEGIN
    IF coalesce(name, '') = '' THEN
        RAISE EXCEPTION 'The file has no name.' USING ERRCODE = 'invalid_parameter_value', HINT = 'Give it one that tells people what it is.';
    ELSIF coalesce(octet_length(bytes), 0) = 0 THEN
        RAISE EXCEPTION 'The file is empty.' USING ERRCODE = 'invalid_parameter_value', HINT = 'Check that the right file was given.';
    END IF;
    IF NOT (submit ->> 'again')::boolean THEN
        PERFORM refinery_internal.lock_bytes(hash);
        SELECT * INTO earlier FROM refinery_internal.imports_of_bytes(hash) AS i ORDER BY i.created_at DESC LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'The same bytes were submitted before, as import %, which is %.', earlier.id, earlier.status
                USING ERRCODE = 'unique_violation', HINT = 'The option {"again": true} submits them once more.';
        END IF;
    END IF;
    INSERT INTO refinery.source_chunks (source_id, seq, bytes)
    SELECT import, n.seq, substring(submit_import.bytes FROM n.seq * chunk_bytes + 1 FOR chunk_bytes)
      FROM generate_series(0, (octet_length(submit_import.bytes) - 1) / chunk_bytes) AS n (seq);
    INSERT INTO refinery.runs (id, kind, priority) VALUES (import, 'import', (submit ->> 'priority')::smallint);
    INSERT INTO refinery.imports (id, file_name, source_uri, source_bytes, source_file_hash, options, row_limit)
    VALUES (import, submit_import.name, 'postgres:' || import, octet_length(submit_import.bytes), hash,
            (checked -> 'import') || jsonb_build_object('reading', checked -> 'reading'),
            (checked #>> '{import,rows_per_run}')::bigint);
    INSERT INTO refinery.jobs (run_id, stage, seq, priority) VALUES (import, 'split', 1, (submit ->> 'priority')::smallint);
    IF submit ? 'max_cost' THEN
        PERFORM refinery.set_import_spending_limit_v1(import, round((submit ->> 'max_cost')::numeric * 1000000)::bigint);
    END IF;
    PERFORM refinery_internal.record_event(import, 'import_submitted');
    PERFORM pg_notify('refinery_jobs', 'split');
    RETURN import;
END
$$;
