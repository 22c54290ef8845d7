-- sql/views/receive_enrichment.sql: late answers that providers send by themselves. Whoever listens for them needs this and no other right.

-- Keeps what was sent to an address that was given with questions, for those whose id it bears; a worker reads it. Returns false, and keeps
-- nothing, where no question waits for it: a wrong address or id, or an answer that is stored already, so that a repeat is harmless.
CREATE OR REPLACE FUNCTION refinery.receive_enrichment_v1(token text, body text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    waiting bigint[];
BEGIN
    IF octet_length(body) > 1048576 THEN
        RAISE EXCEPTION 'A late answer has at most 1 MiB.' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- The key is the token, a slash, and how the service calls the question; the body has the latter alone.
    WITH kept AS (
        UPDATE refinery.enrichments e SET callback = body
         WHERE e.callback_token = token AND e.state = 'pending' AND (e.callback_key IS NULL OR strpos(body, replace(e.callback_key, token || '/', '')) > 0)
        RETURNING e.id
    )
    SELECT array_agg(k.id) INTO waiting FROM kept k;
    IF waiting IS NULL THEN
        RETURN false;
    END IF;
    -- Jobs that wait for it need not wait any longer.
    UPDATE refinery.jobs j SET ready_at = clock_timestamp()
      FROM refinery.enrich_targets t
      JOIN refinery.persona_enrichments a ON a.persona_id = t.persona_id
     WHERE a.enrichment_id = ANY (waiting) AND j.run_id = t.run_id AND j.stage = 'enrich' AND j.state = 'waiting'
       AND j.ready_at > clock_timestamp() AND t.place >= j.first_row AND t.place < j.first_row + j.row_count;
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION refinery.receive_enrichment_v1(text, text) FROM PUBLIC;
