-- sql/views/campaign_contacts.sql: a narrow row a persona, with what blocks are chosen by; rebuilt for those that something changed of.

-- Rebuilds the rows of personas. Of several numbers the one to call is one that can be called at all, then one on no registry, then a
-- mobile, then what lookups and files say.
CREATE OR REPLACE FUNCTION refinery_internal.refresh_contacts(personas uuid[]) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET work_mem = '64MB'
-- Some of many rows, found by their ids: a scan of a large table is never worth it.
SET enable_seqscan = off
SET enable_mergejoin = off
SET jit = off
AS $$
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    DELETE FROM refinery.campaign_contacts k
     WHERE k.persona_id = ANY (ARRAY(SELECT u FROM unnest(personas) AS u EXCEPT SELECT p.id FROM refinery.personas p WHERE p.id = ANY (personas)));

    CREATE TEMPORARY TABLE fresh_contacts ON COMMIT DROP AS
    WITH persona AS MATERIALIZED (
        SELECT p.id, p.company_id, p.seniority, p.likely_decision_maker, p.generic_contact, p.score, p.deceased, p.litigator,
               coalesce(p.state, c.state) AS state, coalesce(p.zip_code, c.zip_code) AS zip_code, coalesce(p.city, c.city) AS city,
               coalesce(p.country, c.country) AS country, c.industry, c.sic_code, c.naics_code, c.employee_count, c.annual_revenue, c.name AS company,
               c.domain
          FROM refinery.personas p
          LEFT JOIN refinery.companies c ON c.id = p.company_id
         WHERE p.id = ANY (personas)
    ), own AS MATERIALIZED (
        SELECT f.persona_id, f.e164, f.type, f.score, f.sources, f.do_not_call, f.last_seen_at
          FROM refinery.persona_phones f
         WHERE f.persona_id = ANY (personas)
    ), phone AS MATERIALIZED (
        SELECT o.* FROM own o
        UNION ALL
        -- Who has no number of his own is asked for at the company.
        SELECT p.id, f.e164, f.type, NULL, f.sources, 'unknown', f.last_seen_at
          FROM persona p
          JOIN refinery.company_phones f ON f.company_id = p.company_id
         WHERE NOT EXISTS (SELECT FROM own o WHERE o.persona_id = p.id)
    ), registered AS MATERIALIZED (
        SELECT r.number, min(r.list) AS list FROM refinery_internal.registered(ARRAY(SELECT DISTINCT o.e164 FROM phone o)) AS r GROUP BY r.number
    ), result AS MATERIALIZED (
        SELECT DISTINCT ON (r.persona_id, r.e164) r.persona_id, r.e164, r.disposition
          FROM refinery.call_results r
         WHERE r.persona_id = ANY (personas)
         ORDER BY r.persona_id, r.e164, r.called_at DESC, r.id DESC
    ), chosen AS MATERIALIZED (
        SELECT DISTINCT ON (o.persona_id) o.persona_id, o.e164, coalesce(t.type, o.type) AS type, coalesce(n.validity_score, o.score) AS validity, g.list,
               -- Cheaper than a regular expression: all of these are numbers.
               o.last_seen_at, v.veto, CASE WHEN o.e164 LIKE '+1%' AND length(o.e164) = 12 THEN substr(o.e164, 3, 3) END AS area_code
          FROM phone o
          LEFT JOIN refinery.numbers n ON n.e164 = o.e164
          LEFT JOIN registered g ON g.number = o.e164
          LEFT JOIN result r ON r.persona_id = o.persona_id AND r.e164 = o.e164
         CROSS JOIN LATERAL (
               SELECT CASE WHEN r.disposition IN ('wrong_number', 'disconnected') THEN r.disposition
                           WHEN n.status = 'answered' AND NOT n.valid THEN 'invalid_number'
                           WHEN o.do_not_call = 'yes' THEN 'do_not_call' END AS veto) AS v
         CROSS JOIN LATERAL (
               SELECT CASE n.line_type WHEN 'tollFree' THEN 'toll_free' WHEN 'fixedVoip' THEN 'voip' WHEN 'nonFixedVoip' THEN 'voip'
                                       WHEN 'mobile' THEN 'mobile' WHEN 'landline' THEN 'landline' WHEN 'voip' THEN 'voip' END AS type) AS t
         ORDER BY o.persona_id, v.veto IS NOT NULL, g.list IS NOT NULL,
                  CASE coalesce(t.type, o.type) WHEN 'mobile' THEN 1 WHEN 'toll_free' THEN 3 ELSE 2 END,
                  coalesce(n.validity_score, o.score) DESC NULLS LAST, o.sources DESC, o.last_seen_at DESC, o.e164
    ), trait AS MATERIALIZED (
        SELECT o.persona_id, 'number' AS kind, o.e164 AS value FROM phone o
        UNION ALL
        SELECT m.persona_id, k.kind, k.value
          FROM refinery.persona_emails m
         CROSS JOIN LATERAL (VALUES ('email', m.email), ('domain', split_part(m.email, '@', 2)),
                                    ('domain', substring(split_part(m.email, '@', 2) FROM '[^.]+\.[^.]+$')),
                                    ('domain', substring(split_part(m.email, '@', 2) FROM '[^.]+\.[^.]+\.[^.]+$')),
                                    ('domain', substring(split_part(m.email, '@', 2) FROM '[^.]+\.[^.]+\.[^.]+\.[^.]+$'))) AS k (kind, value)
         WHERE m.persona_id = ANY (personas)
        UNION ALL
        SELECT p.id, k.kind, k.value
          FROM persona p
         CROSS JOIN LATERAL (VALUES ('domain', p.domain), ('domain', substring(p.domain FROM '[^.]+\.[^.]+$')), ('domain', substring(p.domain FROM '[^.]+\.[^.]+\.[^.]+$')), ('persona', p.id::text),
                                    ('company', CASE WHEN p.company IS NOT NULL THEN refinery_internal.company_key(p.company) END)) AS k (kind, value)
         -- The key of a company's name costs more than the rest.
         WHERE EXISTS (SELECT FROM refinery.suppression_entries)
        UNION ALL
        -- What was said of a persona holds for the one that it went into.
        SELECT f.persona_id, 'persona', f.former_id::text FROM refinery_internal.former_personas(personas) AS f
         WHERE EXISTS (SELECT FROM refinery.suppression_entries)
    ), suppressed AS MATERIALIZED (
        SELECT t.persona_id,
               (array_agg(e.list ORDER BY array_position('{opt_out,litigator,competitor,customer}'::text[], e.list)))[1] AS list
          FROM trait t
          JOIN refinery.suppression_entries e ON e.kind = t.kind AND e.value = t.value AND e.removed_at IS NULL
         GROUP BY t.persona_id
    ), state_zones AS MATERIALIZED (
        SELECT z.state, array_agg(z.zone ORDER BY z.places DESC, z.zone) AS zones
          FROM (SELECT t.state, u.zone, count(*) AS places FROM refinery.zip3_places t JOIN refinery.zip_zones u ON u.zip_prefix = t.zip3 GROUP BY 1, 2) AS z
         GROUP BY z.state
    ), placed AS MATERIALIZED (
        -- The zones that the time of a contact goes by: of the ZIP code, else of the number, else of the state. Where address and number
        -- disagree, or the number has several, all of them count: the window is what they have in common.
        SELECT p.id, CASE WHEN h.zone IS NULL THEN coalesce(f.zones, s.zones, '{}')
                          ELSE h.zone || array_remove(coalesce(f.zones, '{}'), h.zone) END AS zones,
               CASE WHEN p.state IS NULL OR p.state = a.state THEN array_remove(ARRAY[a.state], NULL)
                    WHEN a.state IS NULL THEN ARRAY[p.state]
                    ELSE ARRAY[least(p.state, a.state), greatest(p.state, a.state)] END AS states
          FROM persona p
          LEFT JOIN chosen c ON c.persona_id = p.id
          LEFT JOIN refinery.zip_zones z5 ON z5.zip_prefix = left(p.zip_code, 5) AND coalesce(p.country, 'US') = 'US'
          LEFT JOIN refinery.zip_zones z3 ON z3.zip_prefix = left(p.zip_code, 3) AND coalesce(p.country, 'US') = 'US' AND p.zip_code ~ '^[0-9]{5}'
          LEFT JOIN refinery.area_codes a ON a.area_code = c.area_code
          -- The longer prefixes name the exceptions.
          LEFT JOIN refinery.number_prefix_zones n6 ON cardinality(a.zones) > 1 AND n6.prefix = substring(c.e164 FROM 3 FOR 6)
          LEFT JOIN refinery.number_prefix_zones n5 ON cardinality(a.zones) > 1 AND n5.prefix = substring(c.e164 FROM 3 FOR 5)
          LEFT JOIN refinery.number_prefix_zones n4 ON cardinality(a.zones) > 1 AND n4.prefix = substring(c.e164 FROM 3 FOR 4)
          LEFT JOIN state_zones s ON s.state = p.state
         CROSS JOIN LATERAL (SELECT coalesce(z5.zone, z3.zone) AS zone) AS h
         CROSS JOIN LATERAL (SELECT nullif(coalesce(n6.zones, n5.zones, n4.zones, a.zones), '{}') AS zones) AS f
    )
    SELECT p.id AS persona_id, p.company_id, c.e164, c.type, c.validity, c.area_code,
           (c.type = 'landline' AND p.company_id IS NOT NULL) IS TRUE AS is_exempt, c.list AS listed,
           CASE WHEN s.list = 'opt_out' THEN 'opted_out'
                WHEN p.litigator THEN 'litigator'
                WHEN s.list IS NOT NULL THEN s.list
                WHEN p.deceased THEN 'deceased'
                WHEN c.e164 IS NULL THEN 'no_phone'
                ELSE c.veto END AS veto,
           p.state, p.zip_code, p.city, p.country, p.industry, p.sic_code, p.naics_code, p.employee_count, p.annual_revenue, p.seniority,
           (coalesce(array_position('{owner,c_suite,partner,vp,head,director,manager,senior,entry,intern}'::text[],
                                    CASE p.seniority WHEN 'founder' THEN 'owner' ELSE p.seniority END), 11))::smallint AS seniority_rank,
           p.likely_decision_maker, p.generic_contact, p.score, c.last_seen_at, z.zones, z.states
      FROM persona p
      LEFT JOIN chosen c ON c.persona_id = p.id
      LEFT JOIN suppressed s ON s.persona_id = p.id
      JOIN placed z ON z.id = p.id;

    INSERT INTO refinery.call_places (zones, states)
    SELECT DISTINCT f.zones, f.states FROM pg_temp.fresh_contacts f WHERE f.zones <> '{}'
    EXCEPT SELECT c.zones, c.states FROM refinery.call_places c
    ON CONFLICT DO NOTHING;

    INSERT INTO refinery.campaign_contacts AS k
    SELECT f.persona_id, f.company_id, f.e164, f.type, f.validity, f.area_code, c.id, f.is_exempt, f.listed, f.veto, f.state, f.zip_code, f.city, f.country,
           f.industry, f.sic_code, f.naics_code, f.employee_count, f.annual_revenue, f.seniority, f.seniority_rank, f.likely_decision_maker,
           f.generic_contact, f.score, f.last_seen_at
      FROM pg_temp.fresh_contacts f
      LEFT JOIN refinery.call_places c ON c.zones = f.zones AND c.states = f.states
    ON CONFLICT (persona_id) DO UPDATE
       SET (company_id, phone_e164, phone_type, validity, area_code, place_id, is_exempt, listed, veto, state, zip_code, city, country, industry, sic_code,
            naics_code, employees, revenue, seniority, seniority_rank, decision_maker, generic, score, seen_at)
         = (excluded.company_id, excluded.phone_e164, excluded.phone_type, excluded.validity, excluded.area_code, excluded.place_id, excluded.is_exempt,
            excluded.listed, excluded.veto, excluded.state, excluded.zip_code, excluded.city, excluded.country, excluded.industry, excluded.sic_code,
            excluded.naics_code, excluded.employees, excluded.revenue, excluded.seniority, excluded.seniority_rank, excluded.decision_maker,
            excluded.generic, excluded.score, excluded.seen_at)
     WHERE k.* IS DISTINCT FROM excluded.*;
    DROP TABLE pg_temp.fresh_contacts;
END
$$;

-- Rebuilds the rows of up to so many changes (null: of all), and takes out of open blocks who may not be called any more. Returns how many
-- changes it took.
CREATE OR REPLACE FUNCTION refinery_internal.refresh_changed_contacts(changes_max integer DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    personas uuid[];
    taken bigint;
    total bigint := 0;
BEGIN
    IF NOT EXISTS (SELECT FROM refinery.campaign_contact_changes) THEN
        RETURN 0;
    END IF;
    PERFORM refinery_internal.lock_campaigns();
    LOOP
        -- With other changes of the same personas, so that each is rebuilt once: those that stand near, as a job of the linker writes them, not the whole
        -- table, which is long after an import.
        WITH near AS MATERIALIZED (
            SELECT c.ctid AS place, c.persona_id FROM refinery.campaign_contact_changes c LIMIT 10 * coalesce(changes_max, 5000)
        ), picked AS MATERIALIZED (
            SELECT DISTINCT n.persona_id FROM (SELECT n.persona_id FROM near n LIMIT coalesce(changes_max, 5000)) AS n
        ), gone AS (
            DELETE FROM refinery.campaign_contact_changes c
             WHERE c.ctid = ANY (ARRAY(SELECT n.place FROM near n JOIN picked p ON p.persona_id = n.persona_id))
            RETURNING c.persona_id)
        SELECT array_agg(DISTINCT g.persona_id), count(*) INTO personas, taken FROM gone g;
        EXIT WHEN taken = 0;
        PERFORM refinery_internal.withdraw_contacts(personas);
        total := total + taken;
        EXIT WHEN changes_max IS NOT NULL OR taken < 5000;
    END LOOP;
    RETURN total;
END
$$;

-- When each place may be called, in the time of its first zone: what the windows of all its states, and the federal one, have in common in
-- all its zones, in winter and in summer. Null on a day on which that is nothing.
CREATE OR REPLACE FUNCTION refinery_internal.place_windows()
RETURNS TABLE (
    place_id integer, timezone text, weekday_from time, weekday_until time, saturday_from time, saturday_until time, sunday_from time, sunday_until time,
    window_rule text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 200
SET search_path = pg_catalog, pg_temp
AS $$
    WITH law AS MATERIALIZED (
        SELECT DISTINCT ON (w.state) w.* FROM refinery.call_windows w WHERE w.effective_from <= current_date ORDER BY w.state, w.effective_from DESC
    ), season AS (
        SELECT date_trunc('year', now()) + o AS at FROM unnest(ARRAY[interval '14 days', interval '195 days']) AS o
    ), shift AS MATERIALIZED (
        -- Minutes by which the clock of a zone is ahead of the place's own.
        SELECT c.id, max(m.ahead) AS ahead, min(m.ahead) AS behind
          FROM refinery.call_places c
         CROSS JOIN LATERAL unnest(c.zones) AS z (zone)
         CROSS JOIN season s
         CROSS JOIN LATERAL (SELECT (extract(epoch FROM (s.at AT TIME ZONE z.zone) - (s.at AT TIME ZONE c.zones[1])) / 60)::integer AS ahead) AS m
         GROUP BY c.id
    ), common AS (
        SELECT c.id, c.zones, string_agg(l.state, '+' ORDER BY l.state) AS laws,
               max(l.weekday_from) AS wf, min(l.weekday_until) AS wu, bool_and(l.weekday_from IS NOT NULL) AS w,
               max(l.saturday_from) AS af, min(l.saturday_until) AS au, bool_and(l.saturday_from IS NOT NULL) AS a,
               max(l.sunday_from) AS sf, min(l.sunday_until) AS su, bool_and(l.sunday_from IS NOT NULL) AS s
          FROM refinery.call_places c
          JOIN law l ON l.state = 'US' OR l.state = ANY (c.states)
         GROUP BY c.id, c.zones
    )
    SELECT c.id, c.zones[1], w.f, w.u, a.f, a.u, s.f, s.u, c.laws || ' in ' || array_to_string(c.zones, ' and ')
      FROM common c
      JOIN shift h ON h.id = c.id
     CROSS JOIN LATERAL refinery_internal.narrowed(c.w, c.wf, c.wu, h.behind, h.ahead) AS w (f, u)
     CROSS JOIN LATERAL refinery_internal.narrowed(c.a, c.af, c.au, h.behind, h.ahead) AS a (f, u)
     CROSS JOIN LATERAL refinery_internal.narrowed(c.s, c.sf, c.su, h.behind, h.ahead) AS s (f, u)
$$;

-- A window in the time of a place of which other zones are ahead by between `behind` and `ahead` minutes (behind: less than 0).
CREATE OR REPLACE FUNCTION refinery_internal.narrowed(is_open boolean, opens time, closes time, behind integer, ahead integer, OUT starts time, OUT ends time)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN o THEN time '00:00' + f * interval '1 minute' END, CASE WHEN o THEN time '00:00' + u * interval '1 minute' END
      FROM (SELECT f, u, is_open AND f < u AS o
              FROM (SELECT greatest(0, (extract(epoch FROM opens) / 60)::integer - behind) AS f,
                           least(1439, (extract(epoch FROM closes) / 60)::integer - ahead) AS u) AS m) AS w
$$;
