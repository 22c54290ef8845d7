-- sql/views/call_results.sql: what came of calls, as the dialer tells it: kept, and heeded at once (docs/campaigns.md).

-- Results of calls, each of a persona or of a number, in a block or in whichever holds the contact. Returns how many were new, how many contacts
-- left open blocks by what they said, and the places (from 1) of those that name nobody, with why.
CREATE OR REPLACE FUNCTION refinery_internal.store_call_results(
    personas text[], phones text[], blocks text[], dispositions text[], called text[], notes text[],
    OUT stored bigint, OUT withdrawn bigint, OUT refused integer[], OUT refusals text[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    PERFORM refinery_internal.expire_blocks();
    CREATE TEMPORARY TABLE told_results ON COMMIT DROP AS
    WITH told AS MATERIALIZED (
        SELECT t.place::integer AS place, t.disposition,
               CASE WHEN t.persona ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN t.persona::uuid END AS persona_id,
               CASE WHEN t.block ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN t.block::uuid END AS block_id,
               refinery_internal.e164(t.phone) AS e164, refinery_internal.instant(t.called_at) AS called_at, nullif(t.note, '') AS note, t.persona, t.phone, t.called_at AS called_text
          FROM unnest(personas, phones, blocks, dispositions, called, notes) WITH ORDINALITY AS t (persona, phone, block, disposition, called_at, note, place)
    )
    SELECT t.place, t.note, coalesce(t.called_at, now()) AS called_at, t.disposition, coalesce(h.persona_id, p.id, f.persona_id) AS persona_id,
           coalesce(t.e164, h.phone_e164, k.phone_e164) AS e164, h.block_id,
           CASE WHEN t.disposition IS NULL OR t.disposition <> ALL (refinery_internal.dispositions()) THEN 'unknown disposition'
                WHEN t.called_text <> '' AND t.called_at IS NULL THEN 'unreadable time'
                WHEN coalesce(h.persona_id, p.id, f.persona_id) IS NULL THEN 'unknown contact'
                WHEN coalesce(t.e164, h.phone_e164, k.phone_e164) IS NULL THEN 'no number' END AS refusal
      FROM told t
      LEFT JOIN refinery.personas p ON p.id = t.persona_id
      LEFT JOIN LATERAL (
           SELECT c.persona_id, c.phone_e164, c.block_id
             FROM refinery.campaign_block_contacts c
            WHERE (t.block_id IS NULL OR c.block_id = t.block_id)
              AND (c.persona_id = t.persona_id OR (t.persona_id IS NULL AND c.phone_e164 = t.e164 AND (c.is_open OR t.block_id IS NOT NULL)))
            ORDER BY c.is_open DESC, c.changed_at DESC
            LIMIT 1) AS h ON true
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
     WHERE c.block_id = t.block_id AND c.persona_id = t.persona_id AND c.status IN ('ready', 'called');
    -- What a number is worth to its persona.
    UPDATE refinery.persona_phones f
       SET score = CASE WHEN t.disposition IN ('wrong_number', 'disconnected') THEN 0 ELSE 1 END,
           do_not_call = CASE t.disposition WHEN 'do_not_call' THEN 'yes' ELSE f.do_not_call END,
           last_seen_at = greatest(f.last_seen_at, t.called_at)
      FROM (SELECT DISTINCT ON (t.persona_id, t.e164) t.* FROM pg_temp.told_results t
             WHERE t.refusal IS NULL AND t.disposition <> ALL (refinery_internal.passing_dispositions()) ORDER BY t.persona_id, t.e164, t.called_at DESC) AS t
     WHERE f.persona_id = t.persona_id AND f.e164 = t.e164;
    SELECT a.withdrawn INTO withdrawn
      FROM refinery_internal.add_suppressions('opt_out',
               ARRAY(SELECT k FROM pg_temp.told_results t CROSS JOIN (VALUES ('number'), ('persona')) AS k (k) WHERE t.refusal IS NULL AND t.disposition = 'do_not_call' ORDER BY t.place, k),
               ARRAY(SELECT CASE k WHEN 'number' THEN t.e164 ELSE t.persona_id::text END
                       FROM pg_temp.told_results t CROSS JOIN (VALUES ('number'), ('persona')) AS k (k) WHERE t.refusal IS NULL AND t.disposition = 'do_not_call' ORDER BY t.place, k),
               'call result') AS a
     WHERE EXISTS (SELECT FROM pg_temp.told_results t WHERE t.refusal IS NULL AND t.disposition = 'do_not_call');
    withdrawn := coalesce(withdrawn, 0) + refinery_internal.withdraw_contacts(
        ARRAY(SELECT DISTINCT t.persona_id FROM pg_temp.told_results t WHERE t.refusal IS NULL AND t.disposition IN ('wrong_number', 'disconnected')));
    -- A block whose contacts all have their result is over, and lets them go.
    WITH over AS (
        UPDATE refinery.campaign_blocks b SET status = 'completed', closed_at = clock_timestamp()
         WHERE b.status = 'open' AND b.id IN (SELECT t.block_id FROM pg_temp.told_results t)
           AND NOT EXISTS (SELECT FROM refinery.campaign_block_contacts c WHERE c.block_id = b.id AND c.is_open AND c.status IN ('ready', 'called'))
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
