-- sql/views/campaign_plan.sql: what is asked of a segmentation, and which contacts it finds. Preview and generation run the same statement.

-- Criteria in full: what is not said has its default; what chooses contacts lies in "where". Refuses what it does not know.
CREATE OR REPLACE FUNCTION refinery_internal.complete_criteria(criteria jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    settings constant text[] := '{by,where,min,max,name,per_company,per_number,registry,rest_days,bands_version}';
    whole jsonb;
    dimensions text[];
    unknown text;
    bands integer;
BEGIN
    IF jsonb_typeof(criteria) IS DISTINCT FROM 'object' OR jsonb_typeof(coalesce(criteria -> 'where', '{}')) <> 'object' THEN
        RAISE EXCEPTION 'Criteria are a JSON object.' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- Criteria may stand beside the settings, too.
    SELECT coalesce(jsonb_object_agg(e.key, e.value) FILTER (WHERE e.key = ANY (settings) AND e.value <> 'null'), '{}')
           || jsonb_build_object('where', coalesce(criteria -> 'where', '{}') || coalesce(jsonb_object_agg(e.key, e.value) FILTER (WHERE e.key <> ALL (settings)), '{}'))
      INTO whole FROM jsonb_each(criteria) AS e;
    PERFORM refinery_internal.contact_condition(whole -> 'where');
    PERFORM refinery_internal.criterion_texts('by', coalesce(whole -> 'by', '["sic2"]'));
    -- In the order in which they were given: names follow it.
    dimensions := ARRAY(SELECT btrim(d.d) FROM jsonb_array_elements_text(CASE jsonb_typeof(whole -> 'by') WHEN 'array' THEN whole -> 'by'
                                  ELSE to_jsonb(string_to_array(coalesce(whole ->> 'by', 'sic2,state,revenue'), ',')) END) WITH ORDINALITY AS d (d, n)
                         WHERE btrim(d.d) <> '' ORDER BY d.n);
    SELECT d INTO unknown FROM unnest(dimensions) AS d GROUP BY d HAVING count(*) > 1 LIMIT 1;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'The dimension % is named twice.', unknown USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT d INTO unknown FROM unnest(dimensions) AS d WHERE refinery_internal.dimension_expression(d) IS NULL LIMIT 1;
    IF unknown IS NOT NULL OR cardinality(dimensions) > 4 THEN
        RAISE EXCEPTION '%', CASE WHEN unknown IS NULL THEN 'Contacts are cut by four dimensions at most.' ELSE format('There is no dimension “%s”.', unknown) END
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'Dimensions are sic2, sic3, sic4, naics2 to naics6, industry, state, zip3, city, area_code, timezone, revenue, employees, seniority and line_type.';
    END IF;
    bands := refinery_internal.bands_version();
    whole := whole || jsonb_build_object('by', to_jsonb(dimensions),
        'min', refinery_internal.criterion_count('min', coalesce(whole -> 'min', '1'), 1, 1000000),
        'max', refinery_internal.criterion_count('max', coalesce(whole -> 'max', '500'), 1, 1000000));
    IF (whole ->> 'min')::numeric > (whole ->> 'max')::numeric THEN
        RAISE EXCEPTION 'A block cannot have % contacts at least and % at most.', whole ->> 'min', whole ->> 'max' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF whole ? 'per_company' THEN PERFORM refinery_internal.criterion_count('per_company', whole -> 'per_company', 1, 1000000); END IF;
    IF whole ? 'per_number' THEN PERFORM refinery_internal.criterion_count('per_number', whole -> 'per_number', 1, 1000000); END IF;
    IF whole ? 'rest_days' THEN PERFORM refinery_internal.criterion_count('rest_days', whole -> 'rest_days', 0, 36500); END IF;
    IF whole ? 'name' THEN
        PERFORM refinery_internal.checked_name('The name before those of blocks', CASE jsonb_typeof(whole -> 'name') WHEN 'string' THEN whole ->> 'name' END);
    END IF;
    IF whole ? 'bands_version' AND refinery_internal.criterion_number('bands_version', whole -> 'bands_version', 1, 1e9) <> bands THEN
        RAISE EXCEPTION 'The bands were changed: they have version %, not %.', bands, whole ->> 'bands_version'
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Look at the preview again.';
    END IF;
    -- Whoever has the national registry holds against it; who never had is told which numbers are not checked.
    IF NOT whole ? 'registry' THEN
        whole := whole || jsonb_build_object('registry', CASE WHEN EXISTS (SELECT FROM refinery.registry_areas a WHERE a.list = 'national') THEN 'required' ELSE 'told' END);
    ELSIF whole ->> 'registry' NOT IN ('required', 'business', 'told') THEN
        RAISE EXCEPTION 'registry cannot be “%”.', whole ->> 'registry' USING ERRCODE = 'invalid_parameter_value', HINT = 'It is required, business or told.';
    END IF;
    RETURN whole;
END
$$;

-- Grows with every change of bands.
CREATE OR REPLACE FUNCTION refinery_internal.bands_version() RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(sum(m.version), 0)::integer FROM (SELECT max(b.version) AS version FROM refinery.campaign_bands b GROUP BY b.dimension) AS m $$;

-- The value of a dimension, as an expression over a row k of campaign_contacts and its place's windows w; null: there is no such dimension.
CREATE OR REPLACE FUNCTION refinery_internal.dimension_expression(dimension text) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        -- Without a code, what the file calls the industry.
        WHEN dimension ~ '^sic[234]$' THEN format('coalesce(left(k.sic_code, %s), lower(k.industry))', right(dimension, 1))
        WHEN dimension ~ '^naics[23456]$' THEN format('coalesce(left(k.naics_code, %s), lower(k.industry))', right(dimension, 1))
        WHEN dimension = 'industry' THEN 'lower(k.industry)'
        WHEN dimension IN ('state', 'seniority', 'area_code') THEN 'k.' || dimension
        WHEN dimension = 'city' THEN 'lower(k.city)'
        WHEN dimension = 'zip3' THEN 'left(k.zip_code, 3)'
        WHEN dimension = 'line_type' THEN 'k.phone_type'
        WHEN dimension = 'timezone' THEN 'w.timezone'
        WHEN dimension IN ('revenue', 'employees') THEN refinery_internal.band_expression(dimension) END
$$;

-- How a value of a dimension is called in the name of a block.
CREATE OR REPLACE FUNCTION refinery_internal.dimension_label(dimension text, value text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN value IS NULL THEN 'Unknown ' || CASE WHEN dimension ~ '^(sic|naics)' THEN 'Industry' ELSE initcap(replace(dimension, '_', ' ')) END
        WHEN dimension ~ '^(sic|naics)' AND value ~ '^[0-9]+$' THEN coalesce(
            (SELECT c.title FROM refinery.industry_codes c WHERE c.system = rtrim(dimension, '0123456789') AND c.code = value),
            upper(rtrim(dimension, '0123456789')) || ' ' || value)
        WHEN dimension IN ('revenue', 'employees') THEN coalesce(
            (SELECT b.label FROM refinery.campaign_bands b WHERE b.dimension = dimension_label.dimension AND b.code = value ORDER BY b.version DESC LIMIT 1), value)
        WHEN dimension = 'seniority' THEN CASE value WHEN 'c_suite' THEN 'C-Suite' WHEN 'vp' THEN 'VP' ELSE initcap(value) END
        WHEN dimension IN ('state', 'timezone') THEN value
        WHEN dimension IN ('zip3', 'area_code') THEN CASE dimension WHEN 'zip3' THEN 'ZIP ' ELSE 'Area ' END || value
        ELSE initcap(replace(value, '_', ' ')) END
$$;

-- The statement that finds the contacts of completed criteria: of each persona_id, its dimensions d1 to d4, and why it is left out (reason; null: it is not).
CREATE OR REPLACE FUNCTION refinery_internal.candidates_statement(criteria jsonb) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    dimensions text[] := ARRAY(SELECT jsonb_array_elements_text(criteria -> 'by'));
    -- What the registries say of a number, for each way to heed them.
    exempt text := CASE criteria ->> 'registry' WHEN 'business' THEN 'k.is_exempt' ELSE 'false' END;
    -- As texts of arrays: Postgres looks into a hash of them, which a join with so many rows would not be.
    areas text := quote_literal(ARRAY(SELECT v.area_code FROM refinery_internal.checked_areas() AS v));
    stale text := quote_literal(refinery_internal.stale_states());
    -- The same of places: what they are worked out from would keep a statement over all contacts from running in parallel.
    windows text := (SELECT format('unnest(%L::integer[], %L::text[], %L::boolean[])', coalesce(array_agg(w.place_id), '{}'), coalesce(array_agg(w.timezone), '{}'),
                                   coalesce(array_agg(w.weekday_from IS NOT NULL), '{}')) FROM refinery_internal.place_windows() AS w);
    statement text;
    step text;
BEGIN
    statement := format($statement$
        SELECT k.persona_id, k.company_id, k.phone_e164, k.phone_type, k.phone_type <> 'mobile' AS is_other_line, k.seniority_rank, k.score, k.place_id, %s,
               CASE WHEN k.listed IS NULL AND k.area_code = ANY (%s::text[]) AND (k.state = ANY (%s::text[])) IS NOT TRUE THEN 'clean'
                    WHEN %s THEN 'exempt' ELSE 'not_checked' END AS registry,
               -- The list that has no valid file, by area code or state.
               CASE WHEN (k.area_code = ANY (%s::text[])) IS NOT TRUE THEN coalesce(k.area_code, 'other')
                    WHEN k.state = ANY (%s::text[]) THEN 'state-' || k.state END AS missing,
               CASE WHEN k.veto IS NOT NULL THEN k.veto
                    WHEN b.persona_id IS NOT NULL THEN 'in_open_block'
                    WHEN k.listed IS NOT NULL AND NOT %s THEN CASE k.listed WHEN 'national' THEN 'dnc_listed' ELSE 'state_dnc_listed' END
                    WHEN k.place_id IS NULL THEN 'no_time_zone'
                    WHEN w.is_callable IS NOT TRUE THEN 'no_calling_window'
                    WHEN %s AND ((k.area_code = ANY (%s::text[])) IS NOT TRUE OR k.state = ANY (%s::text[])) AND NOT %s THEN 'dnc_not_checked'
                    %s END AS reason
          FROM refinery.campaign_contacts k
          LEFT JOIN refinery.campaign_block_contacts b ON b.persona_id = k.persona_id AND b.is_open
          LEFT JOIN %s AS w (place_id, timezone, is_callable) ON w.place_id = k.place_id
         WHERE %s$statement$,
        (SELECT string_agg(format('%s::text COLLATE "C" AS d%s', coalesce('(' || refinery_internal.dimension_expression(dimensions[n]) || ')', 'NULL'), n), ', ') FROM generate_series(1, 4) AS n),
        areas, stale, exempt, areas, stale, exempt, CASE criteria ->> 'registry' WHEN 'told' THEN 'false' ELSE 'true' END, areas, stale, exempt,
        CASE WHEN criteria ? 'rest_days' THEN format(
            'WHEN EXISTS (SELECT FROM refinery.call_results r WHERE r.persona_id = k.persona_id AND r.called_at > now() - interval ''1 day'' * %s) THEN ''called_recently''',
            criteria ->> 'rest_days') ELSE '' END,
        windows, refinery_internal.contact_condition(criteria -> 'where'));
    -- The best of each company, of each number: who ranks highest, then who has a mobile, then the score.
    FOREACH step IN ARRAY ARRAY['company', 'number'] LOOP
        IF criteria ? ('per_' || step) THEN
            statement := format($statement$
                SELECT c.persona_id, c.company_id, c.phone_e164, c.phone_type, c.is_other_line, c.seniority_rank, c.score, c.place_id, c.d1, c.d2, c.d3, c.d4, c.registry,
                       c.missing,
                       CASE WHEN c.reason IS NULL AND c.%1$I IS NOT NULL
                             AND row_number() OVER (PARTITION BY c.%1$I ORDER BY c.reason NULLS FIRST, c.seniority_rank, c.is_other_line, c.score DESC, c.persona_id) > %2$s
                            THEN %3$L ELSE c.reason END AS reason
                  -- Sorted before it is numbered: the narrow outcome, not the wide row that it is made of, and by all processes that made it.
                  FROM (%4$s ORDER BY %1$I, reason NULLS FIRST, seniority_rank, is_other_line, score DESC, persona_id) AS c$statement$,
                CASE step WHEN 'company' THEN 'company_id' ELSE 'phone_e164' END, criteria ->> ('per_' || step), step || '_limit', statement);
        END IF;
    END LOOP;
    RETURN statement;
END
$$;

-- States whose own registry was loaded, but has no valid file now: their numbers are not checked.
CREATE OR REPLACE FUNCTION refinery_internal.stale_states() RETURNS text[]
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(s.state), '{}')
      FROM (SELECT substring(a.list FROM 7) AS state FROM refinery.registry_areas a WHERE a.list LIKE 'state-%'
             GROUP BY a.list HAVING max(a.as_of) + refinery_internal.registry_days() <= current_date) AS s
$$;

-- How many blocks so many contacts make, and how many of them find no place. As few and as even as possible; where even ones would be too
-- small, full ones, and the rest is left out.
CREATE OR REPLACE FUNCTION refinery_internal.cut(contacts bigint, smallest bigint, largest bigint, OUT blocks bigint, OUT left_out bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN contacts < smallest THEN 0 WHEN contacts / n.even >= smallest THEN n.even ELSE contacts / largest END,
           CASE WHEN contacts < smallest THEN contacts WHEN contacts / n.even >= smallest THEN 0 ELSE contacts % largest END
      FROM (SELECT greatest(1, (contacts + largest - 1) / largest) AS even) AS n
$$;

-- What a segmentation would make, changing nothing: blocks with their names and sizes, contacts that are left out by reason, and how many of
-- the chosen are not checked against the national registry.
CREATE OR REPLACE FUNCTION refinery.preview_campaign_blocks(criteria jsonb) RETURNS jsonb
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET work_mem = '256MB'
SET jit = off
-- What two processes read and sort is worth to be handed over, a row each.
SET parallel_tuple_cost = 0.01
AS $$
DECLARE
    whole jsonb;
    answer jsonb;
BEGIN
    PERFORM refinery_internal.expire_blocks();
    PERFORM refinery_internal.refresh_changed_contacts();
    whole := refinery_internal.complete_criteria(criteria);
    EXECUTE format($statement$
        WITH counted AS MATERIALIZED (
            SELECT c.d1, c.d2, c.d3, c.d4, c.reason, c.registry, CASE c.reason WHEN 'dnc_not_checked' THEN c.missing END AS missing, count(*) AS contacts
              FROM (%s) AS c GROUP BY 1, 2, 3, 4, 5, 6, 7
        ), segment AS MATERIALIZED (
            SELECT c.d1, c.d2, c.d3, c.d4, sum(c.contacts)::bigint AS contacts FROM counted c WHERE c.reason IS NULL GROUP BY 1, 2, 3, 4
        ), %s, block AS (
            SELECT c.name || CASE WHEN c.blocks > 1 THEN format(' (%%s of %%s)', n, c.blocks) ELSE '' END AS name,
                   (c.contacts - c.left_out) / c.blocks + (n <= (c.contacts - c.left_out) %% c.blocks)::integer AS contacts
              FROM cut c CROSS JOIN LATERAL generate_series(1, c.blocks) AS n
             WHERE c.blocks > 0
        ), excluded AS (
            SELECT c.reason, sum(c.contacts)::bigint AS contacts FROM counted c WHERE c.reason IS NOT NULL GROUP BY c.reason
            UNION ALL
            SELECT 'block_too_small', sum(c.left_out)::bigint FROM cut c HAVING sum(c.left_out) > 0
        )
        SELECT jsonb_build_object(
                   'blocks', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', NULL, 'name', b.name, 'contacts', b.contacts) ORDER BY b.name), '[]') FROM block b),
                   'excluded', (SELECT coalesce(jsonb_object_agg(e.reason, e.contacts), '{}') FROM excluded e),
                   'contacts', (SELECT coalesce(sum(b.contacts), 0) FROM block b),
                   'matched', (SELECT coalesce(sum(c.contacts), 0) FROM counted c),
                   'not_checked', (SELECT coalesce(sum(c.contacts), 0) FROM counted c WHERE c.reason IS NULL AND c.registry = 'not_checked'),
                   'not_checked_areas', (SELECT coalesce(jsonb_object_agg(m.missing, m.contacts), '{}')
                                           FROM (SELECT c.missing, sum(c.contacts) AS contacts FROM counted c WHERE c.missing IS NOT NULL GROUP BY 1) AS m),
                   'bands_version', refinery_internal.bands_version(), 'criteria', $1)
        $statement$, refinery_internal.candidates_statement(whole), refinery_internal.cut_statement()) INTO answer USING whole;
    RETURN answer;
END
$$;

-- How segments are cut and called, as parts of a statement whose $1 are the criteria: a value is put into words once, however many segments have it.
CREATE OR REPLACE FUNCTION refinery_internal.cut_statement() RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT $statement$label AS MATERIALIZED (
            SELECT v.n, v.value, refinery_internal.dimension_label($1 -> 'by' ->> v.n, v.value) AS label
              FROM (SELECT DISTINCT u.n, u.value FROM segment s CROSS JOIN LATERAL (VALUES (0, s.d1), (1, s.d2), (2, s.d3), (3, s.d4)) AS u (n, value)) AS v
             WHERE v.n < jsonb_array_length($1 -> 'by')
        ), cut AS MATERIALIZED (
            SELECT s.*, t.blocks, t.left_out, s.contacts - t.left_out AS placed,
                   concat($1 ->> 'name' || ': ', concat_ws(' – ', l1.label, l2.label, l3.label, l4.label)) AS name
              FROM segment s
             CROSS JOIN LATERAL refinery_internal.cut(s.contacts, ($1 ->> 'min')::bigint, ($1 ->> 'max')::bigint) AS t
              LEFT JOIN label l1 ON l1.n = 0 AND coalesce(l1.value, chr(1)) = coalesce(s.d1, chr(1))
              LEFT JOIN label l2 ON l2.n = 1 AND coalesce(l2.value, chr(1)) = coalesce(s.d2, chr(1))
              LEFT JOIN label l3 ON l3.n = 2 AND coalesce(l3.value, chr(1)) = coalesce(s.d3, chr(1))
              LEFT JOIN label l4 ON l4.n = 3 AND coalesce(l4.value, chr(1)) = coalesce(s.d4, chr(1))
        )$statement$
$$;
