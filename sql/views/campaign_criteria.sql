-- sql/views/campaign_criteria.sql: the language in which contacts are chosen (docs/campaigns.md): a JSON object, all of whose keys have to be true of a
-- contact; a list means any of its values.

-- A value as texts: a list, one text with commas, a number.
CREATE OR REPLACE FUNCTION refinery_internal.criterion_texts(key text, value jsonb) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    texts text[];
BEGIN
    CASE jsonb_typeof(value)
    WHEN 'array' THEN
        IF EXISTS (SELECT FROM jsonb_array_elements(value) AS e WHERE jsonb_typeof(e) NOT IN ('string', 'number')) THEN
            RAISE EXCEPTION 'The criterion % has a value that is no text.', key USING ERRCODE = 'invalid_parameter_value';
        END IF;
        texts := ARRAY(SELECT btrim(e) FROM jsonb_array_elements_text(value) AS e);
    WHEN 'string' THEN texts := ARRAY(SELECT btrim(e) FROM unnest(string_to_array(value #>> '{}', ',')) AS e);
    WHEN 'number' THEN texts := ARRAY[value #>> '{}'];
    ELSE
        RAISE EXCEPTION 'The criterion % takes a text or a list of texts.', key USING ERRCODE = 'invalid_parameter_value';
    END CASE;
    texts := array_remove(texts, '');
    IF texts = '{}' THEN
        RAISE EXCEPTION 'The criterion % has no value.', key USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF cardinality(texts) > 10000 THEN
        RAISE EXCEPTION 'The criterion % has % values; it may have 10000.', key, cardinality(texts) USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN ARRAY(SELECT DISTINCT t FROM unnest(texts) AS t);
END
$$;

CREATE OR REPLACE FUNCTION refinery_internal.criterion_number(key text, value jsonb, lowest numeric, highest numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    number numeric;
BEGIN
    IF jsonb_typeof(value) = 'number' OR (jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^-?[0-9]{1,15}(\.[0-9]+)?$') THEN
        number := (value #>> '{}')::numeric;
    END IF;
    IF number IS NULL OR number NOT BETWEEN lowest AND highest THEN
        RAISE EXCEPTION 'The criterion % has to be a number from % to %.', key, lowest, highest USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN number;
END
$$;

-- A whole number.
CREATE OR REPLACE FUNCTION refinery_internal.criterion_count(key text, value jsonb, lowest numeric, highest numeric) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    number numeric := refinery_internal.criterion_number(key, value, lowest, highest);
BEGIN
    IF number <> trunc(number) THEN
        RAISE EXCEPTION 'The criterion % has to be a whole number from % to %.', key, lowest, highest USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN number::bigint;
END
$$;

-- Refuses a name that could not be shown in a line: longer than 100 characters, or with characters that control how text is shown.
CREATE OR REPLACE FUNCTION refinery_internal.checked_name(what text, name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF coalesce(btrim(name), '') = '' OR length(name) > 100
       OR name ~ '[\u0001-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]' THEN
        RAISE EXCEPTION '% has to be a text of 1 to 100 characters, in one line.', what USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN btrim(name);
END
$$;

CREATE OR REPLACE FUNCTION refinery_internal.criterion_flag(key text, value jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF jsonb_typeof(value) <> 'boolean' THEN
        RAISE EXCEPTION 'The criterion % has to be true or false.', key USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN value::boolean;
END
$$;

-- Codes of an industry by the beginning of a code, or by words of its name; what a file calls the industry counts too.
CREATE OR REPLACE FUNCTION refinery_internal.industry_condition(key text, texts text[]) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    prefixes text[] := ARRAY(SELECT t FROM unnest(texts) AS t WHERE t ~ '^[0-9]{1,8}$');
    words text[] := ARRAY(SELECT '%' || replace(replace(replace(t, '\', '\\'), '%', '\%'), '_', '\_') || '%' FROM unnest(texts) AS t WHERE t !~ '^[0-9]+$');
    of_words text[] := ARRAY(SELECT c.code FROM refinery.industry_codes c WHERE c.system = key AND c.title ILIKE ANY (words));
    parts text[] := ARRAY(SELECT format('k.%I LIKE %L', key || '_code', p || '%') FROM unnest(prefixes || of_words) AS p);
BEGIN
    IF EXISTS (SELECT FROM unnest(texts) AS t WHERE t ~ '^[0-9]{9,}$') THEN
        RAISE EXCEPTION 'The criterion % has a code that is longer than a code can be.', key USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF words <> '{}' THEN
        parts := parts || format('k.industry ILIKE ANY (%L::text[])', words);
    END IF;
    RETURN '(' || array_to_string(parts, ' OR ') || ')';
END
$$;

-- How the newest bands cut a column, as an expression with their codes.
CREATE OR REPLACE FUNCTION refinery_internal.band_expression(dimension text) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT 'CASE WHEN k.' || band_expression.dimension || ' IS NULL THEN NULL '
        || string_agg(format('WHEN k.%I >= %s AND k.%I <= %s THEN %L', b.dimension, b.low, b.dimension, coalesce(b.high::text, '9223372036854775807'), b.code), ' ' ORDER BY b.low)
        || ' END'
      FROM refinery.campaign_bands b
     WHERE b.dimension = band_expression.dimension
       AND b.version = (SELECT max(v.version) FROM refinery.campaign_bands v WHERE v.dimension = band_expression.dimension)
$$;

-- Employees and revenue: {"min", "max"}, a number as the least, or names of bands.
CREATE OR REPLACE FUNCTION refinery_internal.band_condition(key text, value jsonb) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    texts text[];
    unknown text;
    known text;
BEGIN
    IF jsonb_typeof(value) = 'number' THEN
        RETURN format('k.%I >= %s', key, floor(refinery_internal.criterion_number(key, value, 0, 1e15)));
    ELSIF jsonb_typeof(value) = 'object' THEN
        SELECT o INTO unknown FROM jsonb_object_keys(value) AS o WHERE o NOT IN ('min', 'max') LIMIT 1;
        IF unknown IS NOT NULL OR value = '{}' THEN
            RAISE EXCEPTION 'The criterion % takes min and max.', key USING ERRCODE = 'invalid_parameter_value';
        END IF;
        IF refinery_internal.criterion_number(key || '.min', coalesce(value -> 'min', '0'), 0, 1e15)
           > refinery_internal.criterion_number(key || '.max', coalesce(value -> 'max', '1e15'), 0, 1e15) THEN
            RAISE EXCEPTION 'The criterion % has a min above its max.', key USING ERRCODE = 'invalid_parameter_value';
        END IF;
        RETURN concat_ws(' AND ',
            CASE WHEN value ? 'min' THEN format('k.%I >= %s', key, ceil(refinery_internal.criterion_number(key || '.min', value -> 'min', 0, 1e15))) END,
            CASE WHEN value ? 'max' THEN format('k.%I <= %s', key, floor(refinery_internal.criterion_number(key || '.max', value -> 'max', 0, 1e15))) END);
    END IF;
    texts := refinery_internal.criterion_texts(key, value);
    SELECT string_agg(b.code, ', ' ORDER BY b.low), (SELECT t FROM unnest(texts) AS t WHERE t <> ALL (array_agg(b.code)) LIMIT 1) INTO known, unknown
      FROM refinery.campaign_bands b
     WHERE b.dimension = key AND b.version = (SELECT max(v.version) FROM refinery.campaign_bands v WHERE v.dimension = key);
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'There is no band “%” of %.', unknown, key USING ERRCODE = 'invalid_parameter_value', HINT = format('Bands are %s.', known);
    END IF;
    RETURN format('(%s) = ANY (%L::text[])', refinery_internal.band_expression(key), texts);
END
$$;

-- ZIP codes within so many miles, by the middles of their first three digits.
CREATE OR REPLACE FUNCTION refinery_internal.near_condition(value jsonb) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    miles numeric;
    near text[];
BEGIN
    IF jsonb_typeof(value) <> 'object' OR coalesce(value ->> 'zip', '') !~ '^[0-9]{3}([0-9]{2}(-[0-9]{4})?)?$' OR EXISTS (SELECT FROM jsonb_object_keys(value) AS o WHERE o NOT IN ('zip', 'miles')) THEN
        RAISE EXCEPTION 'The criterion near takes a zip and miles.' USING ERRCODE = 'invalid_parameter_value', HINT = 'As {"zip": "78701", "miles": 50}.';
    END IF;
    miles := refinery_internal.criterion_number('near.miles', coalesce(value -> 'miles', '50'), 0, 12500);
    SELECT array_agg(t.zip3) INTO near
      FROM refinery.zip3_places t, refinery.zip3_places c
     WHERE c.zip3 = left(value ->> 'zip', 3)
       AND (t.zip3 = c.zip3
            OR 7917.5 * asin(sqrt(power(sin(radians(t.latitude - c.latitude) / 2), 2)
                                  + cos(radians(t.latitude)) * cos(radians(c.latitude)) * power(sin(radians(t.longitude - c.longitude) / 2), 2))) <= miles);
    IF near IS NULL THEN
        RAISE EXCEPTION 'The ZIP code % is not known.', value ->> 'zip' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN format('left(k.zip_code, 3) = ANY (%L::text[])', near);
END
$$;

-- What has to be true of a contact, as an expression over a row k of refinery.campaign_contacts. Refuses what it does not know.
CREATE OR REPLACE FUNCTION refinery_internal.contact_condition(criteria jsonb) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    parts text[] := '{}';
    item record;
    texts text[];
    unknown text;
BEGIN
    IF jsonb_typeof(criteria) <> 'object' THEN
        RAISE EXCEPTION 'Criteria are a JSON object.' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR item IN SELECT e.key, e.value FROM jsonb_each(criteria) AS e ORDER BY e.key LOOP
        -- Taken for no condition, it would mean all.
        IF item.value = 'null' THEN
            RAISE EXCEPTION 'The criterion % has no value.', item.key USING ERRCODE = 'invalid_parameter_value', HINT = 'Leave it out where it does not matter.';
        END IF;
        CASE item.key
        WHEN 'sic', 'naics' THEN parts := parts || refinery_internal.industry_condition(item.key, refinery_internal.criterion_texts(item.key, item.value));
        WHEN 'industry' THEN
            texts := refinery_internal.criterion_texts(item.key, item.value);
            parts := parts || format('(k.industry ILIKE ANY (%L::text[]) OR %s)',
                ARRAY(SELECT '%' || replace(replace(replace(t, '\', '\\'), '%', '\%'), '_', '\_') || '%' FROM unnest(texts) AS t),
                refinery_internal.industry_condition('sic', texts));
        WHEN 'state', 'states', 'country' THEN
            parts := parts || format('k.%I = ANY (%L::text[])', CASE item.key WHEN 'states' THEN 'state' ELSE item.key END,
                ARRAY(SELECT upper(t) FROM unnest(refinery_internal.criterion_texts(item.key, item.value)) AS t));
        WHEN 'city' THEN
            parts := parts || format('lower(k.city) = ANY (%L::text[])', ARRAY(SELECT lower(t) FROM unnest(refinery_internal.criterion_texts(item.key, item.value)) AS t));
        WHEN 'zip' THEN
            texts := refinery_internal.criterion_texts(item.key, item.value);
            SELECT t INTO unknown FROM unnest(texts) AS t WHERE t !~* '^[0-9a-z][0-9a-z -]{0,9}$' LIMIT 1;
            IF unknown IS NOT NULL THEN
                RAISE EXCEPTION '“%” is no beginning of a ZIP code.', unknown USING ERRCODE = 'invalid_parameter_value';
            END IF;
            parts := parts || format('k.zip_code LIKE ANY (%L::text[])', ARRAY(SELECT upper(t) || '%' FROM unnest(texts) AS t));
        WHEN 'near' THEN parts := parts || refinery_internal.near_condition(item.value);
        WHEN 'employees', 'revenue' THEN parts := parts || refinery_internal.band_condition(item.key, item.value);
        WHEN 'seniority' THEN
            texts := ARRAY(SELECT lower(t) FROM unnest(refinery_internal.criterion_texts(item.key, item.value)) AS t);
            SELECT t INTO unknown FROM unnest(texts) AS t
             WHERE t NOT IN ('owner', 'founder', 'c_suite', 'partner', 'vp', 'head', 'director', 'manager', 'senior', 'entry', 'intern') LIMIT 1;
            IF unknown IS NOT NULL THEN
                RAISE EXCEPTION 'There is no seniority “%”.', unknown USING ERRCODE = 'invalid_parameter_value',
                    HINT = 'They are owner, founder, c_suite, partner, vp, head, director, manager, senior, entry and intern.';
            END IF;
            parts := parts || format('k.seniority = ANY (%L::text[])', texts);
        WHEN 'decision_maker', 'decision_makers' THEN
            parts := parts || format('k.decision_maker = %L', refinery_internal.criterion_flag(item.key, item.value));
        WHEN 'generic' THEN parts := parts || format('k.generic = %L', refinery_internal.criterion_flag(item.key, item.value));
        WHEN 'line_type' THEN
            texts := ARRAY(SELECT lower(t) FROM unnest(refinery_internal.criterion_texts(item.key, item.value)) AS t);
            SELECT t INTO unknown FROM unnest(texts) AS t WHERE t NOT IN ('mobile', 'landline', 'voip', 'toll_free', 'other', 'unknown') LIMIT 1;
            IF unknown IS NOT NULL THEN
                RAISE EXCEPTION 'There is no line type “%”.', unknown USING ERRCODE = 'invalid_parameter_value',
                    HINT = 'They are mobile, landline, voip, toll_free, other and unknown.';
            END IF;
            parts := parts || format('k.phone_type = ANY (%L::text[])', texts);
        WHEN 'validity' THEN parts := parts || format('k.validity >= %s', refinery_internal.criterion_number(item.key, item.value, 0, 1));
        WHEN 'min_score' THEN parts := parts || format('k.score >= %s', refinery_internal.criterion_number(item.key, item.value, 0, 1));
        WHEN 'fresh_days' THEN
            parts := parts || format('k.seen_at >= now() - interval ''1 day'' * %s', refinery_internal.criterion_number(item.key, item.value, 0, 36500));
        WHEN 'import', 'imports' THEN
            texts := refinery_internal.criterion_texts(item.key, item.value);
            SELECT t INTO unknown FROM unnest(texts) AS t WHERE t !~* '^[0-9a-f][0-9a-f-]{0,35}$' LIMIT 1;
            IF unknown IS NOT NULL THEN
                RAISE EXCEPTION '“%” is no id of an import.', unknown USING ERRCODE = 'invalid_parameter_value';
            END IF;
            -- The ids of an import's records are one range.
            parts := parts || format('k.persona_id IN (SELECT o.persona_id FROM refinery.imports i JOIN refinery.persona_records o ON o.record_id BETWEEN i.number::bigint << 32 AND (i.number::bigint << 32) + 4294967295 WHERE i.id::text LIKE ANY (%L::text[]))',
                ARRAY(SELECT lower(t) || '%' FROM unnest(texts) AS t));
        WHEN 'persona' THEN
            texts := refinery_internal.criterion_texts(item.key, item.value);
            SELECT t INTO unknown FROM unnest(texts) AS t WHERE t !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' LIMIT 1;
            IF unknown IS NOT NULL THEN
                RAISE EXCEPTION '“%” is no id of a persona.', unknown USING ERRCODE = 'invalid_parameter_value';
            END IF;
            parts := parts || format('k.persona_id = ANY (%L::uuid[])', texts);
        WHEN 'has', 'missing' THEN
            FOREACH unknown IN ARRAY refinery_internal.criterion_texts(item.key, item.value) LOOP
                parts := parts || (CASE item.key WHEN 'missing' THEN 'NOT ' ELSE '' END || CASE unknown
                    WHEN 'phone' THEN 'EXISTS (SELECT FROM refinery.persona_phones f WHERE f.persona_id = k.persona_id)'
                    WHEN 'mobile' THEN 'EXISTS (SELECT FROM refinery.persona_phones f WHERE f.persona_id = k.persona_id AND f.type = ''mobile'')'
                    WHEN 'email' THEN 'EXISTS (SELECT FROM refinery.persona_emails m WHERE m.persona_id = k.persona_id)'
                    WHEN 'work_email' THEN 'EXISTS (SELECT FROM refinery.persona_emails m WHERE m.persona_id = k.persona_id AND m.type = ''work'')' END);
                IF parts[cardinality(parts)] IS NULL THEN
                    RAISE EXCEPTION 'The criterion % knows no “%”.', item.key, unknown USING ERRCODE = 'invalid_parameter_value',
                        HINT = 'It may be phone, mobile, email or work_email.';
                END IF;
            END LOOP;
        ELSE
            RAISE EXCEPTION 'There is no criterion “%”.', item.key USING ERRCODE = 'invalid_parameter_value',
                HINT = 'They are city, country, decision_maker, employees, fresh_days, generic, has, import, industry, line_type, min_score, missing, naics, near, persona, revenue, seniority, sic, state, validity and zip.';
        END CASE;
    END LOOP;
    RETURN CASE WHEN parts = '{}' THEN 'true' ELSE array_to_string(parts, ' AND ') END;
END
$$;
