-- sql/views/audit.sql: what the triggers of sql/migrations/0031_audit_log.sql do, and whether the log is whole (docs/security.md).
-- With the rights of the owner: nobody else may write an entry, and nobody at all may change one.

-- Writes an entry about the transaction that it is called in. Its actor is what the program says of itself (`refinery.actor`); the metadata
-- also hold who is logged in, which no program can choose.
CREATE OR REPLACE FUNCTION refinery_internal.audit(
    operation text, message text, run uuid DEFAULT NULL, job bigint DEFAULT NULL, record bigint DEFAULT NULL, level text DEFAULT 'info',
    metadata jsonb DEFAULT '{}')
RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO refinery.audit_log (actor, run_id, job_id, record_id, operation, level, status, message, metadata)
    VALUES (coalesce(nullif(current_setting('refinery.actor', true), ''), 'db:' || session_user), run, job, record, operation, level,
            CASE level WHEN 'info' THEN 'success' ELSE 'failure' END, message,
            jsonb_strip_nulls(metadata) || jsonb_build_object('user', session_user))
    RETURNING id
$$;

-- The hash of an entry at its place: over the hash before, and over the entry as JSON, which is the same text in every session.
CREATE OR REPLACE FUNCTION refinery_internal.audit_hash(previous bytea, seq bigint, entry refinery.audit_log) RETURNS bytea
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT sha256(previous || convert_to(jsonb_build_array(
               seq, entry.id, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.actor, entry.run_id, entry.job_id, entry.record_id,
               entry.operation, entry.level, entry.status, entry.message, entry.metadata)::text, 'UTF8'))
$$;

-- Gives an entry its place, at the commit of its transaction. Those who commit together wait here for each other, for as long as a commit
-- takes; batches, which write no entries, never do.
CREATE OR REPLACE FUNCTION refinery_internal.chain_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head refinery.audit_head;
    new_hash bytea;
BEGIN
    SELECT h.* INTO STRICT head FROM refinery.audit_head h FOR NO KEY UPDATE;
    new_hash := refinery_internal.audit_hash(head.hash, head.seq + 1, NEW);
    INSERT INTO refinery.audit_chain (seq, entry_id, hash) VALUES (head.seq + 1, NEW.id, new_hash);
    UPDATE refinery.audit_head SET seq = head.seq + 1, hash = new_hash;
    RETURN NULL;
END
$$;

-- The log only grows, whoever asks. Only cleanup_old_audit_logs deletes its beginning.
CREATE OR REPLACE FUNCTION refinery_internal.audit_guard() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME <> 'audit_head' AND current_setting('refinery.cleans_audit_log', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The audit log only grows: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'SELECT refinery.cleanup_old_audit_logs(days) deletes what is old.';
END
$$;

-- What happened to a run, as its event says.
CREATE OR REPLACE FUNCTION refinery_internal.audit_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM refinery_internal.audit(
        NEW.kind, upper(left(NEW.kind, 1)) || replace(substr(NEW.kind, 2), '_', ' ') || '.', NEW.run_id, (NEW.data ->> 'job')::numeric::bigint, NULL,
        CASE WHEN NEW.kind = 'job_dead' OR right(NEW.kind, 7) = '_failed' THEN 'error'
             WHEN NEW.kind IN ('job_retried', 'jobs_rescued') THEN 'warning' ELSE 'info' END, NEW.data);
    RETURN NULL;
END
$$;

-- Blocks come and go by thousands: an entry has those of a statement that share the same change, a thousand at most. An entry a block would make the commit slow,
-- since each finds its place behind the one before.
CREATE OR REPLACE FUNCTION refinery_internal.audit_blocks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    blocks jsonb;
    entry record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        blocks := (SELECT jsonb_agg(jsonb_build_object('id', n.id, 'contacts', n.contacts, 'rule', n.rule, 'word', 'created')) FROM changed n);
    ELSE
        blocks := (SELECT jsonb_agg(jsonb_build_object('id', n.id, 'contacts', n.contacts, 'rule', n.rule,
                                                       'word', CASE WHEN n.status <> o.status THEN n.status ELSE 'scrubbed' END))
                     FROM changed n JOIN before o ON o.id = n.id WHERE (n.status, n.scrubbed_at) IS DISTINCT FROM (o.status, o.scrubbed_at));
    END IF;
    FOR entry IN
        SELECT b.word, b.rule, count(*) AS blocks, sum(b.contacts) AS contacts, jsonb_agg(b.id) AS ids
          FROM (SELECT r.*, (row_number() OVER (PARTITION BY r.word, r.rule) - 1) / 1000 AS part
                  FROM jsonb_to_recordset(blocks) AS r (id uuid, contacts bigint, rule text, word text)) AS b
         GROUP BY b.word, b.rule, b.part
         ORDER BY b.word, b.rule, b.part
    LOOP
        IF entry.blocks = 1 THEN
            PERFORM refinery_internal.audit('block_' || entry.word, format('A block was %s.', entry.word), metadata => jsonb_build_object(
                'block', entry.ids -> 0, 'contacts', entry.contacts, 'rule', entry.rule));
        ELSE
            PERFORM refinery_internal.audit('blocks_' || entry.word, format('%s blocks were %s.', entry.blocks, entry.word), metadata => jsonb_build_object(
                'blocks', entry.ids, 'contacts', entry.contacts, 'rule', entry.rule));
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER campaign_blocks_insert_audit AFTER INSERT ON refinery.campaign_blocks
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.audit_blocks();
CREATE OR REPLACE TRIGGER campaign_blocks_audit AFTER UPDATE ON refinery.campaign_blocks
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.audit_blocks();

-- A change of one row of a table that people change.
CREATE OR REPLACE FUNCTION refinery_internal.audit_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- In a trigger of an INSERT there is no OLD, in one of a DELETE no NEW.
    before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    item jsonb := coalesce(after, before);
    word text := CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'DELETE' THEN 'deleted' ELSE 'changed' END;
BEGIN
    CASE TG_TABLE_NAME
    WHEN 'api_keys' THEN
        IF TG_OP = 'UPDATE' AND before -> 'revoked_at' = 'null' AND after -> 'revoked_at' <> 'null' THEN
            word := 'revoked';
        ELSIF TG_OP = 'UPDATE' AND before = after THEN
            RETURN NULL;
        END IF;
        PERFORM refinery_internal.audit('key_' || word, format('Key %s was %s.', item ->> 'id', word), metadata => jsonb_build_object(
            'key', item -> 'id', 'name', item -> 'name', 'scopes', item -> 'scopes', 'expires_at', item -> 'expires_at'));
    WHEN 'mappings' THEN
        PERFORM refinery_internal.audit('mapping_' || word, format('Mapping %s was %s.', item ->> 'id', word), (item ->> 'import_id')::uuid,
            metadata => jsonb_build_object('mapping', item -> 'id', 'is_template', item -> 'is_template'));
    WHEN 'lookup_budgets' THEN
        before := (SELECT jsonb_object_agg(b.key, b.value) FROM jsonb_each(before) AS b
                    WHERE b.key = ANY (ARRAY['rate_per_second', 'burst', 'monthly_requests', 'money_cap_micros', 'prices_micros', 'in_flight_limit'])
                      AND b.value IS DISTINCT FROM after -> b.key);
        IF before IS NULL THEN
            RETURN NULL;
        END IF;
        PERFORM refinery_internal.audit('budget_changed', format('Limits of account %s were changed.', item ->> 'account'), metadata =>
            jsonb_build_object('account', item -> 'account', 'before', before,
                               'after', (SELECT jsonb_object_agg(b.key, after -> b.key) FROM jsonb_each(before) AS b)));
    WHEN 'run_spending' THEN
        PERFORM refinery_internal.audit('spending_limit_set', 'What the requests of the run may cost was set.', (item ->> 'run_id')::uuid,
            metadata => jsonb_build_object('limit_micros', item -> 'limit_micros'));
    WHEN 'links' THEN
        PERFORM refinery_internal.audit('link_' || (item ->> 'state'), format('A link of records was %s.', item ->> 'state'),
            record => (item ->> 'record_id')::bigint,
            metadata => jsonb_build_object('kind', item -> 'kind', 'other_id', item -> 'other_id', 'decided_by', item -> 'decided_by'));
    WHEN 'suppression_imports' THEN
        PERFORM refinery_internal.audit('suppressions_imported', format('A file was added to the list %s.', item ->> 'list'),
            metadata => item - ARRAY['file_name', 'imported_at']);
    WHEN 'campaign_destinations' THEN
        IF TG_OP = 'INSERT' OR (before -> 'removed_at' <> 'null' AND after -> 'removed_at' = 'null') THEN
            word := 'added';
        ELSIF before -> 'removed_at' = 'null' AND after -> 'removed_at' <> 'null' THEN
            word := 'removed';
        END IF;
        PERFORM refinery_internal.audit('destination_' || word, format('Destination %s was %s.', item ->> 'name', word), metadata =>
            jsonb_build_object('destination', item -> 'name', 'kind', item -> 'kind', 'requests_per_minute', item -> 'requests_per_minute'));
    WHEN 'webhooks' THEN
        -- The path of an address may be a secret.
        IF TG_OP = 'UPDATE' THEN
            IF before = after THEN
                RETURN NULL;
            END IF;
            word := CASE WHEN before -> 'disabled_at' = after -> 'disabled_at' THEN 'changed'
                         WHEN after -> 'disabled_at' = 'null' THEN 'enabled' ELSE 'disabled' END;
        END IF;
        PERFORM refinery_internal.audit('webhook_' || word, format('A webhook was %s.', word), metadata => jsonb_build_object(
            'webhook', item -> 'id', 'server', substring(item ->> 'url' FROM '^https?://[^/?#]+'), 'events', item -> 'events',
            'allows_private', item -> 'allows_private', 'reason', item -> 'disabled_reason'));
    WHEN 'push_runs' THEN
        PERFORM refinery_internal.audit('push_begun', format('Contacts of blocks go out to %s.', item ->> 'destination'), (item ->> 'run_id')::uuid,
            metadata => jsonb_build_object('destination', item -> 'destination', 'blocks', item -> 'blocks'));
    WHEN 'schema_migrations' THEN
        PERFORM refinery_internal.audit('schema_migrated', format('Migration %s was applied.', item ->> 'number'),
            metadata => jsonb_build_object('number', item -> 'number', 'name', item -> 'name'));
    END CASE;
    RETURN NULL;
END
$$;

-- A change of many rows by one statement: TG_ARGV[0] is what it was.
CREATE OR REPLACE FUNCTION refinery_internal.audit_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rows bigint := (SELECT count(*) FROM changed);
BEGIN
    IF rows > 0 THEN
        PERFORM refinery_internal.audit(TG_ARGV[0], upper(left(TG_ARGV[0], 1)) || replace(substr(TG_ARGV[0], 2), '_', ' ') || '.',
            metadata => jsonb_build_object('rows', rows));
    END IF;
    RETURN NULL;
END
$$;

-- What is wrong with the log; no row when nothing is. `known_seq` and `known_hash`: where the chain ended when somebody noted it elsewhere,
-- which finds even what the owner of the database rewrote since.
--   altered: the entry, its place or the hash before is another one   deleted: an entry is gone   gap: a place of the chain is gone
--   unchained: an entry has no place   truncated: the chain does not end where it ended   rewritten: the noted end is another one
CREATE OR REPLACE FUNCTION refinery_internal.audit_problems(known_seq bigint DEFAULT NULL, known_hash bytea DEFAULT NULL)
RETURNS TABLE (seq bigint, entry_id bigint, problem text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH places AS (
        SELECT c.seq, c.entry_id, c.hash, l.id IS NULL AS is_gone, coalesce(lag(c.seq) OVER w, h.anchor_seq) + 1 AS expected_seq,
               refinery_internal.audit_hash(coalesce(lag(c.hash) OVER w, h.anchor_hash), c.seq, l) AS expected_hash
          FROM refinery.audit_head h
         CROSS JOIN refinery.audit_chain c
          LEFT JOIN refinery.audit_log l ON l.id = c.entry_id
        WINDOW w AS (ORDER BY c.seq)
    ), problems AS (
        SELECT p.seq, p.entry_id,
               CASE WHEN p.is_gone THEN 'deleted' WHEN p.seq <> p.expected_seq THEN 'gap' WHEN p.hash <> p.expected_hash THEN 'altered' END AS problem
          FROM places p
        UNION ALL
        SELECT NULL, l.id, 'unchained' FROM refinery.audit_log l WHERE NOT EXISTS (SELECT FROM refinery.audit_chain c WHERE c.entry_id = l.id)
        UNION ALL
        SELECT h.seq, NULL, 'truncated'
          FROM refinery.audit_head h
          LEFT JOIN LATERAL (SELECT c.seq, c.hash FROM refinery.audit_chain c ORDER BY c.seq DESC LIMIT 1) AS last ON true
         WHERE h.seq <> coalesce(last.seq, h.anchor_seq) OR h.hash <> coalesce(last.hash, h.anchor_hash)
        UNION ALL
        SELECT known_seq, NULL, 'rewritten'
          FROM refinery.audit_head h
         WHERE known_seq >= h.anchor_seq
           AND known_hash IS DISTINCT FROM CASE WHEN known_seq = h.anchor_seq THEN h.anchor_hash
                                                ELSE (SELECT c.hash FROM refinery.audit_chain c WHERE c.seq = known_seq) END
    )
    SELECT p.seq, p.entry_id, p.problem FROM problems p WHERE p.problem IS NOT NULL ORDER BY p.seq NULLS LAST, p.entry_id
$$;

-- Deletes the beginning of the log up to the first entry that is younger; the chain begins behind it from then on.
CREATE OR REPLACE FUNCTION refinery_internal.delete_audit_entries(before timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head refinery.audit_head;
    last refinery.audit_chain;
    deleted bigint;
BEGIN
    SELECT h.* INTO STRICT head FROM refinery.audit_head h FOR NO KEY UPDATE;
    SELECT c.* INTO last FROM refinery.audit_chain c
     WHERE c.seq < coalesce((SELECT min(y.seq) FROM refinery.audit_chain y JOIN refinery.audit_log l ON l.id = y.entry_id WHERE l.at >= before),
                            head.seq + 1)
     ORDER BY c.seq DESC LIMIT 1;
    IF last.seq IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM set_config('refinery.cleans_audit_log', 'on', true);
    DELETE FROM refinery.audit_log l USING refinery.audit_chain c WHERE c.entry_id = l.id AND c.seq <= last.seq;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    DELETE FROM refinery.audit_chain c WHERE c.seq <= last.seq;
    PERFORM set_config('refinery.cleans_audit_log', '', true);
    UPDATE refinery.audit_head SET anchor_seq = last.seq, anchor_hash = last.hash;
    PERFORM refinery_internal.audit('audit_log_cleaned', 'Old entries of the audit log were deleted.',
        metadata => jsonb_build_object('entries', deleted, 'through_seq', last.seq));
    RETURN deleted;
END
$$;
