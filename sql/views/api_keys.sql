-- sql/views/api_keys.sql: whether a key of the HTTP interface is one, and how many requests it may make now (docs/security.md). With the
-- rights of the owner, so that the process which asks can neither read nor change keys.

-- The slots that count the failures of a key's id and of an address, in order: two who fail at once never wait for each other.
CREATE OR REPLACE FUNCTION refinery_internal.failure_slots(id text, address text) RETURNS TABLE (slot integer)
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT DISTINCT s.slot
      FROM (VALUES ((hashtext('key ' || id) & 4095)), ((hashtext('address ' || address) & 4095) + 4096)) AS s (slot)
     ORDER BY s.slot
$$;

-- Counts a failed login. Gives how long, in microseconds, this key's id and this address are locked out; 0: not at all.
-- Ten failures are free, then one every six seconds; the lock never lasts longer than three minutes after the last failure.
CREATE OR REPLACE FUNCTION refinery_internal.count_failed_login(id text, address text) RETURNS bigint
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH counted AS (
        INSERT INTO refinery.failed_logins AS f (slot, score, at)
        SELECT s.slot, 1, clock_timestamp() FROM refinery_internal.failure_slots(id, address) AS s
        ON CONFLICT (slot) DO UPDATE
           SET score = least(40, greatest(0, f.score - extract(epoch FROM excluded.at - f.at) / 6) + 1), at = excluded.at
        RETURNING f.score
    )
    SELECT coalesce(max(greatest(0, (c.score - 10) * 6000000)), 0)::bigint FROM counted c
$$;

-- Up to `wanted` requests for a key, by its rate. Gives how many, or after how many microseconds there is one.
CREATE OR REPLACE FUNCTION refinery_internal.take_requests(key refinery.api_keys, wanted integer, OUT granted integer, OUT retry_after_us bigint)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    now timestamptz;
    due timestamptz;
    free double precision;
BEGIN
    INSERT INTO refinery.api_key_rates (key_id, due_at) VALUES (key.id, '-infinity') ON CONFLICT DO NOTHING;
    SELECT r.due_at INTO due FROM refinery.api_key_rates r WHERE r.key_id = key.id FOR NO KEY UPDATE;
    -- Read after the lock: whoever waited for it was here later. A schedule further away than the burst is that of a clock set back.
    now := clock_timestamp();
    due := least(greatest(due, now), now + make_interval(secs => key.burst / key.rate_per_second::double precision));
    free := key.burst - extract(epoch FROM due - now) * key.rate_per_second;
    granted := least(greatest(wanted, 1), floor(free + 0.000001))::integer;
    retry_after_us := 0;
    IF granted < 1 THEN
        granted := 0;
        retry_after_us := ceil((1 - free) / key.rate_per_second * 1000000)::bigint;
        RETURN;
    END IF;
    UPDATE refinery.api_key_rates r
       SET due_at = due + make_interval(secs => granted / key.rate_per_second::double precision)
     WHERE r.key_id = key.id;
END
$$;

-- Whether the secret with this hash is that of the key, and how many of the wanted requests it may make now. Always one row. `outcome`:
-- granted; limited: the key is right, and has no request left; refused: whatever is wrong, the answer and the work are the same.
-- A right key is let in however many failed before: nobody can lock out another.
CREATE OR REPLACE FUNCTION refinery_internal.authenticate_key(id text, secret_sha256 bytea, address text, wanted integer)
RETURNS TABLE (outcome text, name text, scopes text[], granted integer, retry_after_us bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    found_key refinery.api_keys;
    -- Two hashes of what nobody could choose are compared: how long that takes says nothing of the hash that is kept.
    nonce CONSTANT bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    is_right boolean;
    is_valid boolean;
BEGIN
    -- What is written here may be lost with the server: a little of a rate.
    PERFORM set_config('synchronous_commit', 'off', true);
    SELECT k.* INTO found_key FROM refinery.api_keys k WHERE k.id = authenticate_key.id;
    is_right := sha256(nonce || coalesce(found_key.secret_sha256, decode(repeat('00', 32), 'hex'))) = sha256(nonce || secret_sha256);
    is_valid := coalesce(found_key.revoked_at, 'infinity') > clock_timestamp() AND coalesce(found_key.expires_at, 'infinity') > clock_timestamp();
    IF NOT (is_right AND is_valid AND found_key.id IS NOT NULL) THEN
        outcome := 'refused';
        granted := 0;
        retry_after_us := refinery_internal.count_failed_login(id, address);
        RETURN NEXT;
        RETURN;
    END IF;
    SELECT t.granted, t.retry_after_us INTO granted, retry_after_us FROM refinery_internal.take_requests(found_key, wanted) AS t;
    IF found_key.last_used_at IS NULL OR found_key.last_used_at < clock_timestamp() - interval '1 minute' THEN
        UPDATE refinery.api_keys k SET last_used_at = clock_timestamp() WHERE k.id = found_key.id;
    END IF;
    outcome := CASE WHEN granted > 0 THEN 'granted' ELSE 'limited' END;
    name := found_key.name;
    scopes := found_key.scopes;
    RETURN NEXT;
END
$$;

REVOKE ALL ON FUNCTION refinery_internal.authenticate_key(text, bytea, text, integer) FROM PUBLIC;
