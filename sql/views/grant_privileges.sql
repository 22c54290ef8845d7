-- sql/views/grant_privileges.sql: gives the roles of sql/migrations/0002_roles.sql their rights; the migrator calls it last.
-- Safe to call at any time, as often as one likes: by hand after an administrator created the roles. Roles that do not
-- exist are passed over. Returns the roles that have their rights now.
CREATE OR REPLACE FUNCTION refinery.grant_privileges() RETURNS text[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    granted text[] := '{}';
    item record;
    keyless text;
BEGIN
    -- refinery_owner owns what the caller owns, so that its members can migrate from now on. Only where the caller has the
    -- role too: nobody is locked out of what he made.
    IF to_regrole('refinery_owner') IS NOT NULL AND pg_has_role(current_user, 'refinery_owner', 'USAGE') THEN
        BEGIN
            FOR item IN
                SELECT format('ALTER %s %s OWNER TO refinery_owner', o.kind, o.name) AS statement
                  FROM (SELECT 0 AS step, 'SCHEMA' AS kind, n.nspname::text AS name, n.nspowner AS owner
                          FROM pg_namespace n WHERE n.nspname IN ('refinery', 'refinery_internal')
                        UNION ALL
                        SELECT 1, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                               c.oid::regclass::text, c.relowner
                          FROM pg_class c
                         WHERE c.relnamespace = 'refinery'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
                           -- A sequence of an identity column follows its table.
                           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i' AND c.relkind = 'S')
                        UNION ALL
                        SELECT 2, 'FUNCTION', p.oid::regprocedure::text, p.proowner
                          FROM pg_proc p WHERE p.pronamespace IN ('refinery'::regnamespace, 'refinery_internal'::regnamespace)) AS o
                 WHERE o.owner = (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user)
                   AND current_user <> 'refinery_owner'
                 ORDER BY o.step, o.name
            LOOP
                EXECUTE item.statement;
            END LOOP;
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE NOTICE 'What % made was not handed over to refinery_owner: %', current_user, SQLERRM;
        END;
        granted := granted || 'refinery_owner'::text;
    END IF;

    -- What the statements of the fleet need, and no more: no DDL, no TRUNCATE, no deletion of what an import brought.
    IF to_regrole('refinery_worker') IS NOT NULL THEN
        GRANT USAGE ON SCHEMA refinery, refinery_internal TO refinery_worker;
        GRANT SELECT ON ALL TABLES IN SCHEMA refinery TO refinery_worker;
        GRANT INSERT, UPDATE ON refinery.runs, refinery.imports, refinery.jobs, refinery.workers, refinery.records, refinery.numbers, refinery.mappings,
            refinery.links, refinery.companies, refinery.company_records, refinery.company_phones, refinery.personas,
            refinery.persona_records, refinery.persona_phones, refinery.persona_emails, refinery.social_profiles,
            refinery.enrichments, refinery.persona_enrichments, refinery.enrich_runs
            TO refinery_worker;
        GRANT INSERT, UPDATE, DELETE ON refinery.suppression_entries, refinery.registered_numbers, refinery.registry_areas, refinery.campaign_contacts,
            refinery.campaign_contact_changes, refinery.campaign_block_contacts, refinery.call_results, refinery.campaign_pushes,
            refinery.persona_moves, refinery.webhooks, refinery.webhook_deliveries, refinery.alerts, refinery.import_paces, refinery.link_deferrals
            TO refinery_worker;
        GRANT INSERT, UPDATE ON refinery.campaign_blocks, refinery.campaign_destinations, refinery.campaign_rule_runs, refinery.call_windows TO refinery_worker;
        GRANT INSERT ON refinery.suppression_imports, refinery.call_places, refinery.campaign_rules, refinery.campaign_bands
            TO refinery_worker;
        GRANT INSERT ON refinery.source_chunks, refinery.fingerprints, refinery.rejects, refinery.duplicates, refinery.events,
            refinery.link_runs, refinery.link_keys, refinery.enrich_targets, refinery.push_runs
            TO refinery_worker;
        GRANT DELETE ON refinery.jobs, refinery.workers, refinery.events, refinery.source_chunks, refinery.lookup_leases, refinery.mappings,
            refinery.companies, refinery.company_phones, refinery.personas, refinery.persona_phones, refinery.persona_emails,
            refinery.social_profiles, refinery.enrichments, refinery.persona_enrichments
            TO refinery_worker;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA refinery TO refinery_worker;
        GRANT SELECT ON SEQUENCE refinery.link_epoch TO refinery_worker;
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA refinery, refinery_internal TO refinery_worker;
        BEGIN
            -- Rows that complete stored records go through a temporary table. Usually everybody may make one.
            EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO refinery_worker', current_database());
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE NOTICE 'Only the owner of the database can let refinery_worker make temporary tables.'
                USING HINT = format('GRANT TEMPORARY ON DATABASE %I TO refinery_worker', current_database());
        END;
        granted := granted || 'refinery_worker'::text;
    END IF;

    -- The HTTP interface looks at everything but keys, submits and controls, keeps mappings, suppressions and results of calls; it never
    -- writes a record, a company or a number, and deletes nothing that an import brought.
    IF to_regrole('refinery_web') IS NOT NULL THEN
        GRANT USAGE ON SCHEMA refinery, refinery_internal TO refinery_web;
        GRANT SELECT ON ALL TABLES IN SCHEMA refinery TO refinery_web;
        GRANT INSERT, UPDATE ON refinery.runs, refinery.imports, refinery.jobs TO refinery_web;
        GRANT INSERT ON refinery.source_chunks, refinery.events, refinery.rejects TO refinery_web;
        GRANT INSERT, UPDATE, DELETE ON refinery.mappings, refinery.suppression_entries, refinery.campaign_contacts, refinery.campaign_contact_changes,
            refinery.campaign_block_contacts, refinery.campaign_pushes, refinery.persona_moves, refinery.call_results, refinery.api_requests TO refinery_web;
        GRANT INSERT, UPDATE ON refinery.campaign_blocks TO refinery_web;
        -- What a result says of the number that was called.
        GRANT UPDATE (score, do_not_call, last_seen_at) ON refinery.persona_phones TO refinery_web;
        GRANT INSERT ON refinery.suppression_imports, refinery.call_places, refinery.push_runs TO refinery_web;
        -- It makes webhooks with secrets, and reads none of them.
        REVOKE SELECT ON refinery.webhooks FROM refinery_web;
        GRANT SELECT (id, url, events, allows_private, is_configured, created_at, created_by, disabled_at, disabled_reason), INSERT, DELETE
            ON refinery.webhooks TO refinery_web;
        GRANT INSERT, UPDATE ON refinery.webhook_deliveries TO refinery_web;
        -- An upload that breaks leaves nothing behind.
        GRANT DELETE ON refinery.runs, refinery.imports, refinery.jobs, refinery.source_chunks, refinery.events TO refinery_web;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA refinery TO refinery_web;
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA refinery, refinery_internal TO refinery_web;
        -- It asks for an undo; a coordinator takes away what is to go (sql/views/undo_import.sql).
        REVOKE EXECUTE ON FUNCTION refinery_internal.undo_fingerprints(uuid, bigint, bigint), refinery_internal.undo_rows(uuid, bigint, bigint),
            refinery_internal.repoint_duplicates(uuid, uuid, bigint[]), refinery_internal.lock_repeating_rows(uuid, uuid, bigint[]),
            refinery_internal.settle_duplicates(uuid, uuid, bigint[], bigint[], bigint[]), refinery_internal.drop_partition_of_undone(uuid),
            refinery_internal.forget_records(bigint[]), refinery_internal.link_rows_again(uuid, bigint, bigint), refinery_internal.await_refining(), refinery_internal.lock_outcomes() FROM refinery_web;
        granted := granted || 'refinery_web'::text;
    END IF;

    -- Keys are the owner's: the others only ask whether one is right (sql/views/api_keys.sql).
    FOREACH keyless IN ARRAY ARRAY['refinery_worker', 'refinery_web'] LOOP
        CONTINUE WHEN to_regrole(keyless) IS NULL;
        EXECUTE format('REVOKE ALL ON refinery.api_keys, refinery.api_key_rates, refinery.failed_logins, refinery.web_sessions FROM %I', keyless);
    END LOOP;

    -- Counters, states and times, as views and as the commands that only look read them; nothing here shows a contact, a row of a
    -- file or a phone number. An import's options have the names of its columns, which a file without a header makes of values.
    IF to_regrole('refinery_reader') IS NOT NULL THEN
        -- Parts of the views are functions, whose bodies name others.
        GRANT USAGE ON SCHEMA refinery, refinery_internal TO refinery_reader;
        GRANT SELECT ON refinery.import_progress, refinery.import_summaries, refinery.job_counts, refinery.queue_depth, refinery.processing_batches, refinery.worker_activity,
            refinery.lookup_budget_state, refinery.runs, refinery.jobs, refinery.events, refinery.import_spending, refinery.run_spending, refinery.schema_migrations,
            refinery.schema_views, refinery.pending_steps, refinery.audit_head TO refinery_reader;
        GRANT SELECT (id, number, file_name, source_bytes, source_received, row_limit, split_offset, split_rows, split_at, split_rejected, submission_id)
            ON refinery.imports TO refinery_reader;
        granted := granted || 'refinery_reader'::text;
    END IF;

    -- How many jobs wait, and nothing else.
    IF to_regrole('refinery_scaler') IS NOT NULL THEN
        GRANT USAGE ON SCHEMA refinery TO refinery_scaler;
        GRANT SELECT ON refinery.queue_depth TO refinery_scaler;
        granted := granted || 'refinery_scaler'::text;
    END IF;
    RETURN granted;
END
$$;
