-- sql/views/campaign_pushes.sql: contacts of blocks on their way to a destination (docs/campaigns.md): put down, held against all lists once more, sent.

-- Contacts of blocks as they are handed out.
CREATE OR REPLACE VIEW refinery.block_contacts AS
SELECT c.block_id, c.persona_id, c.position, c.status, c.is_open,
       json_build_object(
           'block_id', c.block_id, 'persona_id', c.persona_id, 'position', c.position, 'phone_e164', c.phone_e164, 'phone_type', c.phone_type,
           'first_name', p.first_name, 'last_name', p.last_name, 'title', p.title, 'company', m.name, 'email', e.email,
           'address', coalesce(p.address, m.address), 'city', coalesce(p.city, m.city), 'state', coalesce(p.state, m.state),
           'zip_code', coalesce(p.zip_code, m.zip_code), 'timezone', c.timezone, 'call_from_local', to_char(c.call_from_local, 'HH24:MI'),
           'call_until_local', to_char(c.call_until_local, 'HH24:MI'), 'saturday_from_local', to_char(c.saturday_from_local, 'HH24:MI'),
           'saturday_until_local', to_char(c.saturday_until_local, 'HH24:MI'), 'sunday_from_local', to_char(c.sunday_from_local, 'HH24:MI'),
           'sunday_until_local', to_char(c.sunday_until_local, 'HH24:MI'), 'window_rule', c.window_rule, 'registry', c.registry,
           'sic_code', m.sic_code, 'naics_code', m.naics_code, 'employees', m.employee_count, 'revenue', m.annual_revenue, 'status', c.status,
           'reason', c.reason) AS object
  FROM refinery.campaign_block_contacts c
  LEFT JOIN refinery.personas p ON p.id = c.persona_id
  -- Companies are put together too: the one that the persona is at now.
  LEFT JOIN refinery.companies m ON m.id = coalesce(p.company_id, c.company_id)
  LEFT JOIN LATERAL (
       SELECT a.email FROM refinery.persona_emails a WHERE a.persona_id = c.persona_id
        ORDER BY a.type = 'generic', a.score DESC NULLS LAST, a.sources DESC, a.last_seen_at DESC, a.email LIMIT 1) AS e ON true;

-- Begins a run of the kind `push` with the id new_run: the contacts that blocks hold and that were never sent there, those that a run left behind
-- when it ended, and those with a status in again. request_size contacts are one message, which is sent as a whole; a job covers the messages that
-- batch_size contacts one after the other begin, of one block or several. Returns how many contacts; none: nothing was begun.
CREATE OR REPLACE FUNCTION refinery_internal.begin_push_run(
    new_run uuid, to_destination text, blocks uuid[], again text[], request_size integer, batch_size integer, attempts integer) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    closed record;
    begun bigint;
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    PERFORM refinery_internal.expire_blocks();
    PERFORM FROM refinery.campaign_destinations d WHERE d.name = to_destination AND d.removed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no destination %.', to_destination USING ERRCODE = 'no_data_found';
    END IF;
    SELECT u.id, b.status INTO closed
      FROM unnest(blocks) AS u (id) LEFT JOIN refinery.campaign_blocks b ON b.id = u.id WHERE b.status IS DISTINCT FROM 'open' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Block % is %: only an open one is pushed.', closed.id, coalesce(closed.status, 'unknown')
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = CASE closed.status WHEN 'expired' THEN 'Scrub it; then its contacts can be pushed.' END;
    END IF;
    WITH chosen AS MATERIALIZED (
        SELECT c.block_id, c.persona_id, c.position, u.place AS block_place, p.message_id,
               (row_number() OVER (PARTITION BY c.block_id, p.message_id IS NULL ORDER BY c.position) - 1) / request_size AS chunk
          FROM unnest(blocks) WITH ORDINALITY AS u (id, place)
          JOIN refinery.campaign_block_contacts c ON c.block_id = u.id
          LEFT JOIN refinery.campaign_pushes p ON p.block_id = c.block_id AND p.destination = to_destination AND p.persona_id = c.persona_id
          LEFT JOIN refinery.runs r ON r.id = p.run_id
         WHERE c.is_open AND c.status IN ('ready', 'called')
           AND (p.status IS NULL OR p.status = ANY (again)
                OR (p.status = 'pending' AND (r.id IS NULL OR r.status NOT IN ('running', 'paused'))))
    ), message AS (
        -- A new message is named by its run and its place, so that nothing of many blocks is joined.
        SELECT c.block_id, c.persona_id, c.position, c.block_place, m.message_id,
               min(c.position) OVER (PARTITION BY c.block_id, m.message_id) AS first_position
          FROM chosen c
         CROSS JOIN LATERAL (SELECT coalesce(c.message_id, md5(new_run::text || ':' || c.block_id::text || ':' || c.chunk::text)::uuid) AS message_id) AS m
    ), numbered AS (
        SELECT m.*, row_number() OVER (ORDER BY m.block_place, m.first_position, m.message_id, m.position) AS place FROM message m
    ), placed AS MATERIALIZED (
        -- A message is in the job of its first contact; small blocks share one.
        SELECT n.*, (min(n.place) OVER (PARTITION BY n.block_id, n.message_id) - 1) / greatest(request_size, batch_size) AS job FROM numbered n
    ), run AS (
        INSERT INTO refinery.runs (id, kind) SELECT new_run, 'push' WHERE EXISTS (SELECT FROM placed) RETURNING id
    ), push_run AS (
        INSERT INTO refinery.push_runs (run_id, destination, blocks) SELECT r.id, to_destination, begin_push_run.blocks FROM run r RETURNING run_id
    ), ledger AS (
        INSERT INTO refinery.campaign_pushes AS p (block_id, destination, persona_id, run_id, place, message_id)
        SELECT m.block_id, to_destination, m.persona_id, new_run, m.place, m.message_id FROM placed m
        ON CONFLICT (block_id, destination, persona_id) DO UPDATE
           SET run_id = excluded.run_id, place = excluded.place, status = 'pending', reason = NULL, changed_at = clock_timestamp(),
               -- Of what a person sends again he has decided that it may arrive twice.
               sent_token = CASE p.status WHEN 'unknown' THEN NULL ELSE p.sent_token END
        RETURNING 1
    ), jobs AS (
        INSERT INTO refinery.jobs (run_id, stage, seq, state, attempts_max, first_row, row_count)
        SELECT r.id, 'push', row_number() OVER (ORDER BY min(m.place)), 'ready', attempts, min(m.place), count(*)
          FROM run r CROSS JOIN placed m GROUP BY r.id, m.job
    )
    SELECT count(*) INTO begun FROM ledger;
    RETURN begun;
END
$$;

-- Says what a claimed job sends next, and notes that it does: contacts of at most messages_max messages, in the transaction in which they are held
-- against all lists once more. verdict: send; wait, for wait_seconds; done, nothing is left to send; stopped, its run does not run; lost, the job is
-- another claim's. interval_seconds: between two requests. What may have been sent already is sent again only where the destination knows what it has.
CREATE OR REPLACE FUNCTION refinery_internal.begin_push(
    job bigint, job_token bigint, worker uuid, run uuid, deduplicates boolean, messages_max integer,
    OUT verdict text, OUT wait_seconds float8, OUT interval_seconds float8)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    first_place bigint;
    last_place bigint;
    place_to refinery.campaign_destinations;
    ahead integer;
    messages uuid[];
BEGIN
    PERFORM refinery_internal.lock_campaigns();
    SELECT j.first_row, j.first_row + j.row_count - 1 INTO first_place, last_place
      FROM refinery.jobs j
     WHERE j.id = job AND j.token = job_token AND j.worker_id = worker AND j.run_id = run AND j.state = 'claimed'
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        verdict := 'lost';
        RETURN;
    END IF;
    PERFORM FROM refinery.runs r WHERE r.id = run AND r.status = 'running';
    IF NOT FOUND THEN
        verdict := 'stopped';
        RETURN;
    END IF;
    SELECT d.* INTO place_to
      FROM refinery.push_runs p JOIN refinery.campaign_destinations d ON d.name = p.destination WHERE p.run_id = run
       FOR NO KEY UPDATE OF d;
    interval_seconds := coalesce(60.0 / place_to.requests_per_minute, 0);
    wait_seconds := greatest(0, extract(epoch FROM place_to.next_request_at - clock_timestamp()));
    IF wait_seconds > 1 AND place_to.removed_at IS NULL THEN
        verdict := 'wait';
        RETURN;
    END IF;
    PERFORM refinery_internal.expire_blocks();
    -- No further ahead than two seconds: whoever opts out meanwhile is not called for.
    ahead := CASE WHEN interval_seconds = 0 THEN messages_max ELSE least(messages_max, greatest(1, floor(2 / interval_seconds)))::integer END;
    messages := ARRAY(
        SELECT p.message_id FROM refinery.campaign_pushes p
         WHERE p.run_id = run AND p.place BETWEEN first_place AND last_place AND p.status = 'pending'
         GROUP BY p.message_id ORDER BY min(p.place) LIMIT CASE WHEN place_to.removed_at IS NULL THEN ahead END);
    IF messages = '{}' THEN
        verdict := 'done';
        RETURN;
    END IF;
    PERFORM refinery_internal.withdraw_contacts(ARRAY(
        SELECT p.persona_id FROM refinery.campaign_pushes p
         WHERE p.run_id = run AND p.place BETWEEN first_place AND last_place AND p.status = 'pending' AND p.message_id = ANY (messages)));
    WITH judged AS (
        SELECT p.block_id, p.persona_id,
               CASE WHEN place_to.removed_at IS NOT NULL THEN 'destination_removed'
                    WHEN c.is_open AND c.status IN ('ready', 'called') THEN NULL
                    WHEN c.status = 'suppressed' THEN coalesce(c.reason, 'suppressed')
                    WHEN c.status = 'done' THEN 'called_already'
                    WHEN c.reason = 'merged' THEN 'merged'
                    ELSE 'block_' || b.status END AS obstacle,
               c.status IS NOT DISTINCT FROM 'suppressed' AS is_suppressed
          FROM refinery.campaign_pushes p
          JOIN refinery.campaign_blocks b ON b.id = p.block_id
          LEFT JOIN refinery.campaign_block_contacts c ON c.block_id = p.block_id AND c.persona_id = p.persona_id
         WHERE p.run_id = run AND p.place BETWEEN first_place AND last_place AND p.status = 'pending' AND p.message_id = ANY (messages)
    )
    UPDATE refinery.campaign_pushes p
       SET status = CASE WHEN j.obstacle IS NULL AND (p.sent_token IS NULL OR deduplicates) THEN 'pending'
                         WHEN p.sent_token IS NOT NULL THEN 'unknown'
                         WHEN j.is_suppressed THEN 'suppressed' ELSE 'failed' END,
           reason = CASE WHEN j.obstacle IS NULL AND p.sent_token IS NOT NULL AND NOT deduplicates THEN 'no_answer' ELSE j.obstacle END,
           sent_token = CASE WHEN j.obstacle IS NULL AND (p.sent_token IS NULL OR deduplicates) THEN job_token ELSE p.sent_token END,
           sends = p.sends + (j.obstacle IS NULL AND (p.sent_token IS NULL OR deduplicates))::integer,
           is_repeated = p.sent_token IS NOT NULL, changed_at = clock_timestamp()
      FROM judged j
     WHERE p.destination = place_to.name AND p.block_id = j.block_id AND p.persona_id = j.persona_id;
    messages := ARRAY(
        SELECT DISTINCT p.message_id FROM refinery.campaign_pushes p
         WHERE p.run_id = run AND p.place BETWEEN first_place AND last_place AND p.status = 'pending' AND p.message_id = ANY (messages));
    UPDATE refinery.campaign_destinations d
       SET next_request_at = CASE WHEN interval_seconds = 0 THEN d.next_request_at
                                  ELSE greatest(d.next_request_at, clock_timestamp()) + make_interval(secs => interval_seconds * cardinality(messages)) END,
           stopped_reason = NULL
     WHERE d.name = place_to.name AND messages <> '{}' AND (interval_seconds > 0 OR d.stopped_reason IS NOT NULL);
    verdict := 'send';
END
$$;
