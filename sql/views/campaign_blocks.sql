-- sql/views/campaign_blocks.sql: blocks of contacts (docs/campaigns.md): made, let go, held against all lists again.

-- Blocks whose scrub does not count any more let their contacts go: others may have them.
CREATE OR REPLACE FUNCTION refinery_internal.expire_blocks() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM refinery.campaign_blocks b WHERE b.status = 'open' AND b.valid_until <= now()) THEN
        PERFORM refinery_internal.lock_campaigns();
        WITH gone AS (
            UPDATE refinery.campaign_blocks b SET status = 'expired' WHERE b.status = 'open' AND b.valid_until <= now() RETURNING b.id)
        UPDATE refinery.campaign_block_contacts c
           SET is_open = false, status = CASE c.status WHEN 'ready' THEN 'released' ELSE c.status END, changed_at = clock_timestamp()
          FROM gone g WHERE c.block_id = g.id AND c.is_open;
    END IF;
END
$$;

-- Rebuilds the rows of personas in campaign_contacts, and takes those that nobody may call now out of open blocks. Returns how many.
CREATE OR REPLACE FUNCTION refinery_internal.withdraw_contacts(personas uuid[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
    withdrawn bigint;
    gone uuid[];
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    personas := refinery_internal.rehome_contacts(personas);
    PERFORM refinery_internal.refresh_contacts(personas);
    gone := ARRAY(SELECT u FROM unnest(personas) AS u EXCEPT SELECT p.id FROM refinery.personas p WHERE p.id = ANY (personas));
    IF gone <> '{}' THEN
        -- Who is gone without an heir, by an erasure perhaps, leaves no number behind; nor does who went into him before.
        gone := ARRAY(SELECT u FROM unnest(gone) AS u UNION SELECT f.former_id FROM refinery_internal.former_personas(gone) AS f
                      EXCEPT SELECT h.persona_id FROM refinery_internal.persona_heirs(gone || ARRAY(SELECT f.former_id FROM refinery_internal.former_personas(gone) AS f)) AS h);
        DELETE FROM refinery.campaign_block_contacts b WHERE b.persona_id = ANY (gone);
        DELETE FROM refinery.campaign_pushes p WHERE p.persona_id = ANY (gone);
        DELETE FROM refinery.call_results r WHERE r.persona_id = ANY (gone);
        DELETE FROM refinery.persona_moves m WHERE m.from_id = ANY (gone);
    END IF;
    WITH held AS MATERIALIZED (
        SELECT b.block_id, b.persona_id, b.phone_e164, b.registry FROM refinery.campaign_block_contacts b WHERE b.is_open AND b.persona_id = ANY (personas)
    ), listed AS MATERIALIZED (
        SELECT r.number, min(r.list) AS list FROM refinery_internal.registered(ARRAY(SELECT h.phone_e164 FROM held h)) AS r GROUP BY r.number
    )
    UPDATE refinery.campaign_block_contacts b
       SET status = 'suppressed', reason = v.reason, is_open = false, changed_at = clock_timestamp()
      FROM held h
      JOIN refinery.campaign_contacts k ON k.persona_id = h.persona_id
      LEFT JOIN listed l ON l.number = h.phone_e164
      LEFT JOIN refinery.suppression_entries e ON e.kind = 'number' AND e.value = h.phone_e164 AND e.removed_at IS NULL
     CROSS JOIN LATERAL (
           SELECT CASE WHEN k.veto IN ('opted_out', 'litigator', 'competitor', 'customer', 'deceased') THEN k.veto
                       WHEN e.list = 'opt_out' THEN 'opted_out'
                       WHEN e.list IS NOT NULL THEN e.list
                       WHEN l.list IS NOT NULL AND h.registry <> 'exempt' THEN CASE l.list WHEN 'national' THEN 'dnc_listed' ELSE 'state_dnc_listed' END
                       WHEN k.phone_e164 = h.phone_e164 THEN k.veto END AS reason) AS v
     WHERE b.block_id = h.block_id AND b.persona_id = h.persona_id AND v.reason IS NOT NULL;
    GET DIAGNOSTICS withdrawn = ROW_COUNT;
    RETURN withdrawn;
END
$$;

-- Makes blocks, and answers as refinery.preview_campaign_blocks does, with their ids.
CREATE OR REPLACE FUNCTION refinery_internal.make_campaign_blocks(criteria jsonb, by_rule text DEFAULT NULL, by_version integer DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET work_mem = '256MB'
SET jit = off
AS $$
DECLARE
    whole jsonb;
    answer jsonb;
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    PERFORM refinery_internal.expire_blocks();
    PERFORM refinery_internal.refresh_changed_contacts();
    whole := refinery_internal.complete_criteria(criteria);
    EXECUTE format($statement$
        WITH candidate AS MATERIALIZED (%s
        ), segment AS MATERIALIZED (
            SELECT row_number() OVER () AS segment, c.d1, c.d2, c.d3, c.d4, count(*) AS contacts FROM candidate c WHERE c.reason IS NULL GROUP BY c.d1, c.d2, c.d3, c.d4
        ), %s, block AS MATERIALIZED (
            SELECT gen_random_uuid() AS id, c.segment, c.object, n, c.placed / c.blocks + (n <= c.placed %% c.blocks)::integer AS contacts,
                   c.name || CASE WHEN c.blocks > 1 THEN format(' (%%s of %%s)', n, c.blocks) ELSE '' END AS name
              FROM (SELECT c.*, refinery_internal.block_segment($1, ARRAY[c.d1, c.d2, c.d3, c.d4]) AS object FROM cut c WHERE c.blocks > 0 OFFSET 0) AS c
             CROSS JOIN LATERAL generate_series(1, c.blocks) AS n
        ), ordered AS (
            SELECT c.persona_id, c.company_id, c.phone_e164, c.phone_type, c.place_id, c.registry, s.segment,
                   row_number() OVER (PARTITION BY s.segment ORDER BY c.seniority_rank, c.phone_type <> 'mobile', c.score DESC, c.persona_id) AS n
              FROM candidate c
              -- Equal texts, not IS NOT DISTINCT FROM: only these are found by a hash.
              JOIN segment s ON coalesce(s.d1, chr(1)) = coalesce(c.d1, chr(1)) AND coalesce(s.d2, chr(1)) = coalesce(c.d2, chr(1))
                            AND coalesce(s.d3, chr(1)) = coalesce(c.d3, chr(1)) AND coalesce(s.d4, chr(1)) = coalesce(c.d4, chr(1))
             WHERE c.reason IS NULL
        ), place AS MATERIALIZED (
            -- Before blocks are joined: by segment and number, never each contact with all blocks of its segment.
            -- The first blocks of a segment hold one more where it does not come out even.
            SELECT o.*, CASE WHEN o.n <= m.more * (m.size + 1) THEN (o.n - 1) / (m.size + 1) + 1
                             ELSE m.more + (o.n - m.more * (m.size + 1) - 1) / m.size + 1 END AS block_n,
                   CASE WHEN o.n <= m.more * (m.size + 1) THEN (o.n - 1) %% (m.size + 1) ELSE (o.n - m.more * (m.size + 1) - 1) %% m.size END + 1 AS position
              FROM ordered o
              JOIN cut c ON c.segment = o.segment
             CROSS JOIN LATERAL (SELECT c.placed / nullif(c.blocks, 0) AS size, c.placed %% nullif(c.blocks, 0) AS more) AS m
             WHERE o.n <= c.placed
        ), member AS MATERIALIZED (
            SELECT b.id AS block_id, p.* FROM place p JOIN block b ON b.n = p.block_n AND b.segment = p.segment
        ), scrub AS (
            SELECT m.block_id, min(v.as_of) AS as_of
              FROM member m
              LEFT JOIN refinery_internal.checked_areas() AS v ON m.registry = 'clean' AND v.area_code = substr(m.phone_e164, 3, 3)
             GROUP BY m.block_id
        ), new_block AS (
            INSERT INTO refinery.campaign_blocks (id, name, criteria, segment, contacts, scrubbed_at, valid_until, registry_as_of, bands_version, rule, rule_version)
            SELECT b.id, b.name, $1, b.object, b.contacts, now(),
                   refinery_internal.scrub_end(s.as_of), s.as_of, refinery_internal.bands_version(), $2, $3
              FROM block b JOIN scrub s ON s.block_id = b.id
        ), new_contact AS (
            INSERT INTO refinery.campaign_block_contacts (
                block_id, persona_id, position, company_id, phone_e164, phone_type, registry, timezone, call_from_local, call_until_local,
                saturday_from_local, saturday_until_local, sunday_from_local, sunday_until_local, window_rule)
            SELECT m.block_id, m.persona_id, m.position, m.company_id, m.phone_e164, m.phone_type, m.registry, w.timezone, w.weekday_from, w.weekday_until,
                   w.saturday_from, w.saturday_until, w.sunday_from, w.sunday_until, w.window_rule
              FROM member m JOIN refinery_internal.place_windows() AS w ON w.place_id = m.place_id
        ), excluded AS (
            SELECT c.reason, count(*) AS contacts FROM candidate c WHERE c.reason IS NOT NULL GROUP BY c.reason
            UNION ALL
            SELECT 'block_too_small', sum(c.left_out)::bigint FROM cut c HAVING sum(c.left_out) > 0
        )
        SELECT jsonb_build_object(
                   'blocks', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'contacts', b.contacts) ORDER BY b.name, b.n), '[]') FROM block b),
                   'excluded', (SELECT coalesce(jsonb_object_agg(e.reason, e.contacts), '{}') FROM excluded e),
                   'contacts', (SELECT coalesce(sum(b.contacts), 0) FROM block b),
                   'matched', (SELECT count(*) FROM candidate),
                   'not_checked', (SELECT count(*) FROM member m WHERE m.registry = 'not_checked'),
                   'not_checked_areas', (SELECT coalesce(jsonb_object_agg(m.missing, m.contacts), '{}')
                                           FROM (SELECT c.missing, count(*) AS contacts FROM candidate c WHERE c.reason = 'dnc_not_checked' GROUP BY 1) AS m),
                   'bands_version', refinery_internal.bands_version(), 'criteria', $1)
        $statement$, refinery_internal.candidates_statement(whole), refinery_internal.cut_statement()) INTO answer USING whole, by_rule, by_version;
    RETURN answer;
END
$$;

-- Until when a scrub counts: the oldest file of a registry that it used, and 31 days at most.
CREATE OR REPLACE FUNCTION refinery_internal.scrub_end(as_of date) RETURNS timestamptz
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT least(now() + interval '1 day' * refinery_internal.registry_days(), (as_of + refinery_internal.registry_days())::timestamp AT TIME ZONE 'UTC')
$$;

CREATE OR REPLACE FUNCTION refinery_internal.block_segment(criteria jsonb, segment text[]) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT jsonb_object_agg(b.dimension, segment[b.n]) FROM jsonb_array_elements_text(criteria -> 'by') WITH ORDINALITY AS b (dimension, n) $$;

-- Makes blocks of the contacts that criteria find: a row a block.
CREATE OR REPLACE FUNCTION refinery.generate_campaign_blocks(criteria jsonb) RETURNS TABLE (block_id uuid, name text, contacts integer)
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT b.id, b.name, b.contacts
      FROM jsonb_to_recordset(refinery_internal.make_campaign_blocks(criteria) -> 'blocks') AS b (id uuid, name text, contacts integer)
$$;

-- The block, locked; refuses where there is none.
CREATE OR REPLACE FUNCTION refinery_internal.lock_block(block uuid) RETURNS refinery.campaign_blocks
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found_block refinery.campaign_blocks;
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    PERFORM refinery_internal.expire_blocks();
    SELECT * INTO found_block FROM refinery.campaign_blocks b WHERE b.id = block FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no block %.', block USING ERRCODE = 'no_data_found';
    END IF;
    RETURN found_block;
END
$$;

-- Lets all contacts of a block go. Returns how many it held.
CREATE OR REPLACE FUNCTION refinery.cancel_campaign_block(block uuid) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.campaign_blocks := refinery_internal.lock_block(block);
    released bigint;
BEGIN
    IF current.status = 'completed' THEN
        RAISE EXCEPTION 'Block % is completed.', block USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    UPDATE refinery.campaign_blocks b SET status = 'cancelled', closed_at = coalesce(b.closed_at, clock_timestamp()) WHERE b.id = block;
    UPDATE refinery.campaign_block_contacts c
       SET is_open = false, status = CASE c.status WHEN 'ready' THEN 'released' ELSE c.status END, changed_at = clock_timestamp()
     WHERE c.block_id = block AND c.is_open;
    GET DIAGNOSTICS released = ROW_COUNT;
    RETURN released;
END
$$;

-- Holds a block against all lists again. One that had expired takes back those of its contacts who are still free and may be called. Returns
-- how many it holds, how many went, and until when it counts.
CREATE OR REPLACE FUNCTION refinery.scrub_campaign_block(block uuid, OUT contacts bigint, OUT withdrawn bigint, OUT valid_until timestamptz)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.campaign_blocks := refinery_internal.lock_block(block);
    before bigint;
BEGIN
    IF current.status NOT IN ('open', 'expired') THEN
        RAISE EXCEPTION 'Block % is %: only an open or an expired one is scrubbed.', block, current.status USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    PERFORM refinery_internal.refresh_changed_contacts();
    SELECT count(*) INTO before FROM refinery.campaign_block_contacts c WHERE c.block_id = block AND (c.is_open OR c.status IN ('released', 'called'));
    IF current.status = 'expired' THEN
        UPDATE refinery.campaign_block_contacts c
           SET is_open = true, status = CASE c.status WHEN 'released' THEN 'ready' ELSE c.status END, changed_at = clock_timestamp()
         WHERE c.block_id = block AND c.status IN ('released', 'called')
           AND NOT EXISTS (SELECT FROM refinery.campaign_block_contacts o WHERE o.persona_id = c.persona_id AND o.is_open);
    END IF;
    PERFORM refinery_internal.withdraw_contacts(ARRAY(SELECT c.persona_id FROM refinery.campaign_block_contacts c WHERE c.block_id = block AND c.is_open));
    -- The hours that count now; without any the contact goes.
    UPDATE refinery.campaign_block_contacts c
       SET timezone = w.timezone, call_from_local = coalesce(w.weekday_from, c.call_from_local), call_until_local = coalesce(w.weekday_until, c.call_until_local),
           saturday_from_local = w.saturday_from, saturday_until_local = w.saturday_until, sunday_from_local = w.sunday_from,
           sunday_until_local = w.sunday_until, window_rule = w.window_rule, is_open = w.weekday_from IS NOT NULL,
           status = CASE WHEN w.weekday_from IS NULL THEN 'suppressed' ELSE c.status END,
           reason = CASE WHEN w.weekday_from IS NULL THEN 'no_calling_window' ELSE c.reason END
      FROM refinery.campaign_contacts k
      JOIN refinery_internal.place_windows() AS w ON w.place_id = k.place_id
     WHERE c.block_id = block AND c.is_open AND k.persona_id = c.persona_id AND k.phone_e164 = c.phone_e164;
    UPDATE refinery.campaign_block_contacts c
       SET registry = s.registry,
           status = CASE WHEN s.registry = 'not_checked' AND current.criteria ->> 'registry' <> 'told' THEN 'suppressed' ELSE c.status END,
           reason = CASE WHEN s.registry = 'not_checked' AND current.criteria ->> 'registry' <> 'told' THEN 'dnc_not_checked' ELSE c.reason END,
           is_open = s.registry <> 'not_checked' OR current.criteria ->> 'registry' = 'told'
      FROM (SELECT o.persona_id,
                   CASE WHEN v.area_code IS NOT NULL AND (k.state = ANY (refinery_internal.stale_states())) IS NOT TRUE THEN 'clean'
                        WHEN o.registry = 'exempt' THEN 'exempt' ELSE 'not_checked' END AS registry
              FROM refinery.campaign_block_contacts o
              LEFT JOIN refinery.campaign_contacts k ON k.persona_id = o.persona_id
              LEFT JOIN refinery_internal.checked_areas() AS v ON v.area_code = substring(o.phone_e164 FROM '^\+1([0-9]{3})[0-9]{7}$')
             WHERE o.block_id = block AND o.is_open AND o.registry <> 'exempt') AS s
     WHERE c.block_id = block AND c.persona_id = s.persona_id;
    UPDATE refinery.campaign_blocks b
       SET status = 'open', scrubbed_at = now(), valid_until = refinery_internal.scrub_end(s.as_of), registry_as_of = s.as_of
      FROM (SELECT min(v.as_of) AS as_of
              FROM refinery.campaign_block_contacts o
              JOIN refinery_internal.checked_areas() AS v ON v.area_code = substring(o.phone_e164 FROM '^\+1([0-9]{3})[0-9]{7}$')
             WHERE o.block_id = block AND o.is_open AND o.registry = 'clean') AS s
     WHERE b.id = block
    RETURNING b.valid_until INTO scrub_campaign_block.valid_until;
    SELECT count(*) INTO contacts FROM refinery.campaign_block_contacts c WHERE c.block_id = block AND c.is_open;
    withdrawn := before - contacts;
END
$$;

-- Puts other bands in the place of those of a dimension, from now on: [{"code", "label", "low", "high"}], without gaps; the last may have no
-- high. Blocks that are there keep their names. Returns the version.
CREATE OR REPLACE FUNCTION refinery.set_campaign_bands(dimension text, bands jsonb) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    of_dimension text := dimension;
    new_version integer;
    gap text;
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    IF dimension NOT IN ('revenue', 'employees') OR dimension IS NULL OR jsonb_typeof(bands) IS DISTINCT FROM 'array' OR bands = '[]' THEN
        RAISE EXCEPTION 'Bands are a list, of revenue or of employees.' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT b.code INTO gap
      FROM (SELECT b.*, lead(b.low) OVER (ORDER BY b.low) AS next_low, row_number() OVER (ORDER BY b.low) AS n,
                   count(*) OVER (PARTITION BY b.code) AS same
              FROM jsonb_to_recordset(bands) AS b (code text, label text, low bigint, high bigint)) AS b
     WHERE b.code IS NULL OR b.label IS NULL OR b.low IS NULL OR b.low < 0 OR (b.n = 1 AND b.low <> 0) OR b.same > 1
        OR (b.next_low IS NOT NULL AND b.high IS DISTINCT FROM b.next_low - 1) OR b.high < b.low
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The band “%” leaves a gap, overlaps another, or lacks a code, a label or a low.', coalesce(gap, '?')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'The first begins at 0; each ends one below the next.';
    END IF;
    SELECT coalesce(max(b.version), 0) + 1 INTO new_version FROM refinery.campaign_bands b WHERE b.dimension = of_dimension;
    INSERT INTO refinery.campaign_bands (dimension, version, code, label, low, high)
    SELECT of_dimension, new_version, b.code, b.label, b.low, b.high FROM jsonb_to_recordset(bands) AS b (code text, label text, low bigint, high bigint);
    RETURN new_version;
END
$$;

-- Who changes bands or hours waits for who makes blocks: a generation never sees some of the old and some of the new.
CREATE OR REPLACE FUNCTION refinery_internal.await_generation() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER await_generation BEFORE INSERT OR UPDATE OR DELETE ON refinery.campaign_bands
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.await_generation();
CREATE OR REPLACE TRIGGER await_generation BEFORE INSERT OR UPDATE OR DELETE ON refinery.call_windows
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.await_generation();

-- Hours as people write them: 09:00-20:30, or none.
CREATE OR REPLACE FUNCTION refinery_internal.read_hours(hours text, OUT starts time, OUT ends time)
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF hours = 'none' THEN
        RETURN;
    END IF;
    IF hours !~ '^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$' OR split_part(hours, '-', 1) >= split_part(hours, '-', 2) THEN
        RAISE EXCEPTION '“%” are no hours.', hours USING ERRCODE = 'invalid_parameter_value', HINT = 'Write 09:00-20:00, or none.';
    END IF;
    starts := split_part(hours, '-', 1)::time;
    ends := split_part(hours, '-', 2)::time;
END
$$;

-- From a day on, people of a state (US: of all) may be called in these hours at their place; null: as before. Blocks that are there have theirs until they are scrubbed.
CREATE OR REPLACE FUNCTION refinery.set_call_window(state text, effective_from date, weekdays text, saturday text DEFAULT NULL, sunday text DEFAULT NULL, basis text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    of_state text := upper(btrim(state));
    before refinery.call_windows;
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    IF of_state IS NULL OR (of_state <> 'US' AND NOT EXISTS (SELECT FROM refinery.zip3_places p WHERE p.state = of_state)) THEN
        RAISE EXCEPTION 'There is no state “%”.', state USING ERRCODE = 'invalid_parameter_value', HINT = 'Write its two letters, or US for all.';
    END IF;
    IF effective_from IS NULL OR effective_from < current_date THEN
        RAISE EXCEPTION 'Hours count from today or a later day on, not from %.', effective_from USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT * INTO before FROM refinery.call_windows w
     WHERE w.state IN (of_state, 'US') AND w.effective_from <= set_call_window.effective_from ORDER BY w.state = 'US', w.effective_from DESC LIMIT 1;
    IF weekdays IS NOT NULL THEN SELECT h.starts, h.ends INTO before.weekday_from, before.weekday_until FROM refinery_internal.read_hours(weekdays) AS h; END IF;
    IF saturday IS NOT NULL THEN SELECT h.starts, h.ends INTO before.saturday_from, before.saturday_until FROM refinery_internal.read_hours(saturday) AS h; END IF;
    IF sunday IS NOT NULL THEN SELECT h.starts, h.ends INTO before.sunday_from, before.sunday_until FROM refinery_internal.read_hours(sunday) AS h; END IF;
    INSERT INTO refinery.call_windows AS w (state, effective_from, weekday_from, weekday_until, saturday_from, saturday_until, sunday_from, sunday_until,
                                            legal_holidays, calls_per_day, basis, confidence, note)
    VALUES (of_state, set_call_window.effective_from, before.weekday_from, before.weekday_until, before.saturday_from, before.saturday_until,
            before.sunday_from, before.sunday_until, before.legal_holidays, before.calls_per_day, coalesce(nullif(btrim(basis), ''), 'set by ' || session_user),
            'operator', before.note)
    ON CONFLICT ON CONSTRAINT call_windows_pkey DO UPDATE
       SET (weekday_from, weekday_until, saturday_from, saturday_until, sunday_from, sunday_until, basis, confidence)
         = (excluded.weekday_from, excluded.weekday_until, excluded.saturday_from, excluded.saturday_until, excluded.sunday_from, excluded.sunday_until,
            excluded.basis, excluded.confidence);
END
$$;

-- Keeps a standing segmentation, checked; the same one again keeps its version. Returns the version.
CREATE OR REPLACE FUNCTION refinery.set_campaign_rule(name text, criteria jsonb, after_import boolean DEFAULT false) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    of_name text := name;
    newest refinery.campaign_rules;
BEGIN
    of_name := refinery_internal.checked_name('The name of a rule', name);
    PERFORM refinery_internal.lock_campaigns();
    PERFORM refinery_internal.complete_criteria(criteria);
    SELECT * INTO newest FROM refinery.campaign_rules r WHERE r.name = of_name ORDER BY r.version DESC LIMIT 1;
    IF newest.criteria = criteria AND newest.after_import = set_campaign_rule.after_import THEN
        RETURN newest.version;
    END IF;
    INSERT INTO refinery.campaign_rules (name, version, criteria, after_import) VALUES (of_name, coalesce(newest.version, 0) + 1, criteria, after_import);
    RETURN coalesce(newest.version, 0) + 1;
END
$$;

-- The standing segmentations of a document: {"rules": [{"name", "after_import", …criteria}]}, each checked.
CREATE OR REPLACE FUNCTION refinery_internal.read_campaign_rules(document jsonb) RETURNS TABLE (name text, criteria jsonb, after_import boolean)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rules jsonb := CASE jsonb_typeof(document) WHEN 'array' THEN document ELSE document -> 'rules' END;
    rule jsonb;
BEGIN
    IF jsonb_typeof(rules) IS DISTINCT FROM 'array' OR rules = '[]' THEN
        RAISE EXCEPTION 'The file has no rules.' USING ERRCODE = 'invalid_parameter_value', HINT = 'Write {"rules": [{"name": "…", "by": ["sic2", "state"], "where": {}}]}.';
    END IF;
    FOR rule IN SELECT e FROM jsonb_array_elements(rules) AS e LOOP
        IF jsonb_typeof(rule) <> 'object' OR coalesce(btrim(rule ->> 'name'), '') = '' OR jsonb_typeof(coalesce(rule -> 'after_import', 'false')) <> 'boolean' THEN
            RAISE EXCEPTION 'A rule is an object with a name; after_import is true or false.' USING ERRCODE = 'invalid_parameter_value';
        END IF;
        PERFORM refinery_internal.checked_name('The name of a rule', rule ->> 'name'), refinery_internal.complete_criteria(rule - 'name' - 'after_import');
        RETURN QUERY SELECT btrim(rule ->> 'name'), rule - 'name' - 'after_import', coalesce((rule ->> 'after_import')::boolean, false);
    END LOOP;
END
$$;

-- A person goes by an erasure, in its transaction: from blocks, results of calls and what blocks are chosen from. Suppressions stay, so that nobody calls again.
CREATE OR REPLACE FUNCTION refinery_internal.erase_contacts(personas uuid[], number text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    holders uuid[] := personas || ARRAY(SELECT k.persona_id FROM refinery.campaign_contacts k WHERE k.phone_e164 = number);
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    DELETE FROM refinery.campaign_block_contacts b WHERE b.phone_e164 = number;
    DELETE FROM refinery.call_results r WHERE r.e164 = number;
    PERFORM refinery_internal.withdraw_contacts(holders);
END
$$;
