-- sql/views/web_sessions.sql: sessions of browsers (docs/security.md). With the rights of the owner, so that the process which asks can neither
-- read nor make sessions of other keys.

-- Begins a session of a key whose secret has this hash; the browser shows what has the hash `token_sha256`. A wrong key is answered, and
-- counted, as everywhere. Always one row. Sessions that are over go.
CREATE OR REPLACE FUNCTION refinery_internal.begin_web_session(
    key_id text, secret_sha256 bytea, address text, token_sha256 bytea, lifetime_us bigint)
RETURNS TABLE (outcome text, name text, scopes text[], granted integer, retry_after_us bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    SELECT a.outcome, a.name, a.scopes, a.granted, a.retry_after_us INTO outcome, name, scopes, granted, retry_after_us
      FROM refinery_internal.authenticate_key(begin_web_session.key_id, begin_web_session.secret_sha256, begin_web_session.address, 1) AS a;
    IF outcome = 'granted' THEN
        DELETE FROM refinery.web_sessions s
         WHERE s.token_sha256 IN (SELECT o.token_sha256 FROM refinery.web_sessions o WHERE o.expires_at < clock_timestamp() LIMIT 1000);
        INSERT INTO refinery.web_sessions (token_sha256, key_id, expires_at)
        VALUES (begin_web_session.token_sha256, begin_web_session.key_id,
                clock_timestamp() + begin_web_session.lifetime_us * interval '1 microsecond');
    END IF;
    RETURN NEXT;
END
$$;

-- Whose session it is, and what the key may do now: one that was revoked, or has expired, ends its sessions. No row: nobody's.
CREATE OR REPLACE FUNCTION refinery_internal.web_session(token_sha256 bytea) RETURNS TABLE (key_id text, name text, scopes text[])
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT k.id, k.name, k.scopes
      FROM refinery.web_sessions s
      JOIN refinery.api_keys k ON k.id = s.key_id
     WHERE s.token_sha256 = web_session.token_sha256 AND s.expires_at > clock_timestamp()
       AND coalesce(k.revoked_at, 'infinity') > clock_timestamp() AND coalesce(k.expires_at, 'infinity') > clock_timestamp()
$$;

-- Ends a session; whether there was one.
CREATE OR REPLACE FUNCTION refinery_internal.end_web_session(token_sha256 bytea) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH ended AS (
        DELETE FROM refinery.web_sessions s WHERE s.token_sha256 = end_web_session.token_sha256 RETURNING 1
    )
    SELECT EXISTS (SELECT FROM ended)
$$;

REVOKE ALL ON FUNCTION refinery_internal.begin_web_session(text, bytea, text, bytea, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION refinery_internal.web_session(bytea) FROM PUBLIC;
REVOKE ALL ON FUNCTION refinery_internal.end_web_session(bytea) FROM PUBLIC;
