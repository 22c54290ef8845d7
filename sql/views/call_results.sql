-- sql/views/call_results.sql: what came of calls, as the dialer tells it: kept, and heeded at once (docs/campaigns.md).

-- Results of calls, each of a persona or of a number, in a block or in whichever holds the contact. Returns how many were new, how many contacts
-- left open blocks by what they said, and the places (from 1) of those that name nobody, with why.
CREATE OR REPLACE FUNCTION refinery_internal.store_call_results(
    personas text[], phones text[], blocks text[], dispositions text[], called text[], notes text[],
    OUT stored bigint, OUT withdrawn bigint, OUT refused integer[], OUT refusals text[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
    touched uuid[];
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    PERFORM refinery_internal.expire_blocks();
    -- A dialer names a persona as it was when it got it.
    PERFORM refinery_internal.rehome_contacts(ARRAY(SELECT DISTINCT refinery_internal.read_uuid(u) FROM unnest(personas) AS u WHERE refinery_internal.read_uuid(u) IS NOT NULL));
    CREATE TEMPORARY TABLE told_results ON COMMIT DROP AS
    WITH read AS MATERIALIZED (
        SELECT t.place::integer AS place, t.disposition, refinery_internal.read_uuid(t.persona) AS persona_id, refinery_internal.read_uuid(t.block) AS block_id,
               refinery_internal.e164(t.phone) AS e164, refinery_internal.instant(t.called_at) AS called_at, nullif(t.note, '') AS note, t.persona, t.phone, t.called_at AS called_text
          FROM unnest(personas, phones, blocks, dispositions, called, notes) WITH ORDINALITY AS t (persona, phone, block, disposition, called_at, note, place)
    ), told AS MATERIALIZED (
        SELECT r.place, r.disposition, r.block_id, r.e164, r.persona_id AS told_id, r.called_at, r.note, r.persona, r.phone, r.called_text,
               CASE WHEN p.id IS NULL THEN coalesce(refinery_internal.persona_now(r.persona_id, r.e164), r.persona_id) ELSE r.persona_id END AS persona_id
          FROM read r LEFT JOIN refinery.personas p ON p.id = r.persona_id
    )
    SELECT t.place, t.told_id, t.note, coalesce(t.called_at, now()) AS called_at, t.disposition, coalesce(h.persona_id, p.id, f.persona_id) AS persona_id,
           coalesce(t.e164, o.phone_e164, h.phone_e164, k.phone_e164) AS e164, h.block_id,
           CASE WHEN t.disposition IS NULL OR t.disposition <> ALL (refinery_internal.dispositions()) THEN 'unknown disposition'
                WHEN t.called_text <> '' AND t.called_at IS NULL THEN 'unreadable time'
                WHEN coalesce(h.persona_id, p.id, f.persona_id) IS NULL THEN 'unknown contact'
                WHEN coalesce(t.e164, o.phone_e164, h.phone_e164, k.phone_e164) IS NULL THEN 'no number' END AS refusal
      FROM told t
      LEFT JOIN refinery.personas p ON p.id = t.persona_id
      LEFT JOIN LATERAL (
           -- By persona, or by number: each by its index, which one condition for all would keep from.
           SELECT x.persona_id, x.phone_e164, x.block_id
             FROM (SELECT c.* FROM refinery.campaign_block_contacts c WHERE c.persona_id = t.persona_id AND (t.block_id IS NULL OR c.block_id = t.block_id)
                   UNION ALL
                   SELECT c.* FROM refinery.campaign_block_contacts c
                    WHERE t.persona_id IS NULL AND c.is_open AND c.phone_e164 = t.e164 AND (t.block_id IS NULL OR c.block_id = t.block_id)
                   UNION ALL
                   SELECT c.* FROM refinery.campaign_block_contacts c
                    WHERE t.persona_id IS NULL AND NOT c.is_open AND c.block_id = t.block_id AND c.phone_e164 = t.e164) AS x
            ORDER BY x.is_open DESC, x.changed_at DESC
            LIMIT 1) AS h ON true
      LEFT JOIN LATERAL (
           -- The number that somebody had who is another one now: his contact went to that one, or waits in the same block.
           SELECT x.phone_e164
             FROM (SELECT c.* FROM refinery.campaign_block_contacts c WHERE c.persona_id = t.persona_id AND c.origin_id = t.told_id
                   UNION ALL
                   SELECT c.* FROM refinery.campaign_block_contacts c WHERE c.persona_id = t.told_id AND t.told_id <> t.persona_id) AS x
            ORDER BY x.block_id = t.block_id DESC NULLS LAST, x.changed_at DESC LIMIT 1) AS o ON true
      LEFT JOIN LATERAL (
           SELECT f.persona_id FROM refinery.persona_phones f WHERE t.persona_id IS NULL AND f.e164 = t.e164 ORDER BY f.sources DESC, f.persona_id LIMIT 1) AS f ON true
      LEFT JOIN refinery.campaign_contacts k ON k.persona_id = coalesce(p.id, f.persona_id);
    SELECT coalesce(array_agg(t.place ORDER BY t.place), '{}'), coalesce(array_agg(t.refusal ORDER BY t.place), '{}')
      INTO refused, refusals FROM pg_temp.told_results t WHERE t.refusal IS NOT NULL;
    WITH new AS (
        INSERT INTO refinery.call_results (persona_id, e164, block_id, disposition, called_at, note)
        SELECT t.persona_id, t.e164, t.block_id, t.disposition, t.called_at, t.note FROM pg_temp.told_results t WHERE t.refusal IS NULL
        ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*) INTO stored FROM new;
    UPDATE refinery.campaign_block_contacts c
       SET status = CASE WHEN t.disposition = ANY (refinery_internal.passing_dispositions()) THEN 'called' ELSE 'done' END, reason = t.disposition, changed_at = clock_timestamp()
      FROM (SELECT DISTINCT ON (t.block_id, t.persona_id) t.* FROM pg_temp.told_results t WHERE t.refusal IS NULL ORDER BY t.block_id, t.persona_id, t.called_at DESC) AS t
     WHERE c.persona_id = t.persona_id AND c.status IN ('ready', 'called')
       -- Of a person who was two, another contact is open.
       AND (c.block_id = t.block_id OR (c.is_open AND EXISTS (SELECT FROM refinery.campaign_block_contacts m
                                                              WHERE m.block_id = t.block_id AND m.persona_id = t.persona_id AND m.is_merged)));
    -- Of the one the dialer named, should the two be told apart again.
    UPDATE refinery.campaign_block_contacts c
       SET status = CASE WHEN t.disposition = ANY (refinery_internal.passing_dispositions()) THEN 'called' ELSE 'done' END, reason = t.disposition, changed_at = clock_timestamp()
      FROM (SELECT DISTINCT ON (t.told_id, t.e164) t.* FROM pg_temp.told_results t WHERE t.refusal IS NULL AND t.told_id IS NOT NULL ORDER BY t.told_id, t.e164, t.called_at DESC) AS t
     WHERE c.persona_id IN (t.told_id, t.persona_id) AND c.phone_e164 = t.e164 AND c.is_merged AND c.status IN ('released', 'called');
    -- What a number is worth to its persona.
    UPDATE refinery.persona_phones f
       SET score = CASE WHEN t.disposition IN ('wrong_number', 'disconnected') THEN 0 ELSE 1 END,
           do_not_call = CASE t.disposition WHEN 'do_not_call' THEN 'yes' ELSE f.do_not_call END,
           last_seen_at = greatest(f.last_seen_at, t.called_at)
      FROM (SELECT DISTINCT ON (t.persona_id, t.e164) t.* FROM pg_temp.told_results t
             WHERE t.refusal IS NULL AND t.disposition <> ALL (refinery_internal.passing_dispositions()) ORDER BY t.persona_id, t.e164, t.called_at DESC) AS t
     WHERE f.persona_id = t.persona_id AND f.e164 = t.e164;
    -- Who said no is not called again, also when nobody here knows the number (any more).
    WITH said_no AS (
        SELECT t.place, k.kind, k.value
          FROM pg_temp.told_results t
         CROSS JOIN LATERAL (VALUES ('number', t.e164), ('persona', t.persona_id::text)) AS k (kind, value)
         WHERE t.disposition = 'do_not_call' AND (t.refusal IS NULL OR t.refusal = 'unknown contact') AND k.value IS NOT NULL)
    SELECT a.withdrawn INTO withdrawn
      FROM (SELECT array_agg(n.kind ORDER BY n.place, n.kind) AS kinds, array_agg(n.value ORDER BY n.place, n.kind) AS entries FROM said_no n) AS n
     CROSS JOIN LATERAL refinery_internal.add_suppressions('opt_out', n.kinds, n.entries, 'call result') AS a
     WHERE n.kinds IS NOT NULL;
    withdrawn := coalesce(withdrawn, 0) + refinery_internal.withdraw_contacts(
        ARRAY(SELECT DISTINCT t.persona_id FROM pg_temp.told_results t WHERE t.refusal IS NULL AND t.disposition IN ('wrong_number', 'disconnected')));
    -- A block whose contacts all have their result is over, and lets them go.
    touched := ARRAY(SELECT t.block_id FROM pg_temp.told_results t WHERE t.block_id IS NOT NULL
                     UNION SELECT c.block_id FROM pg_temp.told_results t JOIN refinery.campaign_block_contacts c ON c.persona_id = t.persona_id AND c.is_open);
    WITH over AS (
        UPDATE refinery.campaign_blocks b SET status = 'completed', closed_at = clock_timestamp()
         WHERE b.status = 'open' AND b.id = ANY (touched)
           AND NOT EXISTS (SELECT FROM refinery.campaign_block_contacts c WHERE c.block_id = b.id AND (c.is_merged OR (c.is_open AND c.status IN ('ready', 'called'))))
        RETURNING b.id)
    UPDATE refinery.campaign_block_contacts c SET is_open = false FROM over o WHERE c.block_id = o.id AND c.is_open;
    DROP TABLE pg_temp.told_results;
END
$$;

-- One result. Returns how many contacts left open blocks by what it said.
CREATE OR REPLACE FUNCTION refinery.record_call_result(
    persona uuid, disposition text, block uuid DEFAULT NULL, phone text DEFAULT NULL, called_at timestamptz DEFAULT now(), note text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    outcome record;
BEGIN
    SELECT * INTO outcome FROM refinery_internal.store_call_results(
        ARRAY[persona::text], ARRAY[phone], ARRAY[block::text], ARRAY[disposition], ARRAY[called_at::text], ARRAY[note]);
    IF outcome.refused <> '{}' THEN
        RAISE EXCEPTION 'The result cannot be kept: %.', outcome.refusals[1]
            USING ERRCODE = 'invalid_parameter_value', HINT = format('Dispositions are %s.', array_to_string(refinery_internal.dispositions(), ', '));
    END IF;
    RETURN outcome.withdrawn;
END
$$;

-- After these the contact is called again.
CREATE OR REPLACE FUNCTION refinery_internal.passing_dispositions() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT '{no_answer,busy,voicemail,callback}'::text[] $$;

CREATE OR REPLACE FUNCTION refinery_internal.dispositions() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT refinery_internal.passing_dispositions() || '{connected,interested,sale,not_interested,wrong_number,disconnected,do_not_call}'::text[] $$;

-- An id as programs write it; null where it is none.
CREATE OR REPLACE FUNCTION refinery_internal.read_uuid(text text) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE WHEN text ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN text::uuid END $$;

-- A time as programs write it (ISO 8601); null where it is none.
CREATE OR REPLACE FUNCTION refinery_internal.instant(text text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN text::timestamptz END;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format OR invalid_text_representation THEN
    RETURN NULL;
END
$$;
