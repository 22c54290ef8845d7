-- sql/views/persona_moves.sql: contacts of blocks, results of calls and the push ledger follow the records of their personas: to the persona that a merge left, and
-- back when it is undone. Linking only notes where records went (refinery.persona_moves), in its own transaction and without the lock of campaigns; whoever
-- touches contacts under that lock brings them home first. So no block, scrub, push or result ever sees one person as two.

-- The living personas where the records of personas are now: what they lost went there, itself included while it lives.
CREATE OR REPLACE FUNCTION refinery_internal.persona_heirs(personas uuid[]) RETURNS TABLE (persona_id uuid, heir_id uuid)
LANGUAGE sql STABLE ROWS 100
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
    WITH RECURSIVE way (persona_id, heir_id) AS (
        SELECT u, u FROM unnest(personas) AS u
        UNION
        SELECT w.persona_id, m.to_id FROM way w JOIN refinery.persona_moves m ON m.from_id = w.heir_id
    )
    SELECT w.persona_id, w.heir_id FROM way w WHERE EXISTS (SELECT FROM refinery.personas p WHERE p.id = w.heir_id)
$$;

-- Personas that are gone and whose records went to these.
CREATE OR REPLACE FUNCTION refinery_internal.former_personas(personas uuid[]) RETURNS TABLE (persona_id uuid, former_id uuid)
LANGUAGE sql STABLE ROWS 100
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
    WITH RECURSIVE way (persona_id, former_id) AS (
        SELECT u, u FROM unnest(personas) AS u
        UNION
        SELECT w.persona_id, m.from_id
          FROM way w JOIN refinery.persona_moves m ON m.to_id = w.former_id
         WHERE NOT EXISTS (SELECT FROM refinery.personas p WHERE p.id = m.from_id)
    )
    SELECT w.persona_id, w.former_id FROM way w WHERE w.former_id <> w.persona_id
$$;

-- The living persona that something of a persona is of now: who has the number, else whose it was at first, else who it was; null: nobody is left.
CREATE OR REPLACE FUNCTION refinery_internal.persona_now(persona uuid, e164 text DEFAULT NULL, origin uuid DEFAULT NULL) RETURNS uuid
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
    SELECT h.heir_id
      FROM refinery_internal.persona_heirs(ARRAY[persona]) AS h
     ORDER BY EXISTS (SELECT FROM refinery.persona_phones f WHERE f.persona_id = h.heir_id AND f.e164 = persona_now.e164) DESC,
              h.heir_id = coalesce(origin, persona) DESC, h.heir_id = persona DESC, h.heir_id
     LIMIT 1
$$;

-- How far a contact of a block has come: of two that are one person now, the one that is further stays.
CREATE OR REPLACE FUNCTION refinery_internal.contact_progress(contact refinery.campaign_block_contacts) RETURNS integer
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
    SELECT CASE contact.status WHEN 'done' THEN 4 WHEN 'called' THEN 3
                ELSE CASE WHEN EXISTS (SELECT FROM refinery.campaign_pushes p
                                        WHERE p.block_id = contact.block_id AND p.persona_id = contact.persona_id
                                          AND (p.status IN ('pushed', 'unknown') OR p.sent_token IS NOT NULL)) THEN 2
                          WHEN contact.status = 'suppressed' THEN 0 ELSE 1 END END
$$;

-- Contacts, results and the push ledger of personas, and of those that are gone into them, go to their persona of now; and of several contacts of one
-- person one at most stays open: the others are released as `merged`, and wait there in case the merge is undone. Called under the lock of campaigns. Returns
-- the personas with those that something came to.
CREATE OR REPLACE FUNCTION refinery_internal.rehome_contacts(personas uuid[]) RETURNS uuid[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    subjects uuid[];
    everybody uuid[];
    seen_at timestamptz;
BEGIN
    IF NOT EXISTS (SELECT FROM refinery.persona_moves) THEN
        RETURN personas;
    END IF;
    SELECT array_agg(s.id), max(s.moved_at) INTO subjects, seen_at
      FROM (SELECT m.from_id AS id, max(m.moved_at) AS moved_at
              FROM (SELECT m.from_id, m.moved_at FROM refinery.persona_moves m WHERE m.from_id = ANY (personas)
                    UNION ALL
                    SELECT m.from_id, m.moved_at FROM refinery.persona_moves m WHERE m.to_id = ANY (personas)
                    UNION ALL
                    SELECT f.former_id, NULL FROM refinery_internal.former_personas(personas) AS f) AS m
             GROUP BY m.from_id) AS s;
    IF subjects IS NULL THEN
        RETURN personas;
    END IF;
    everybody := ARRAY(SELECT u FROM unnest(personas || subjects) AS u UNION SELECT h.heir_id FROM refinery_internal.persona_heirs(subjects) AS h);

    WITH moved AS MATERIALIZED (
        SELECT DISTINCT ON (n.id, r.e164, r.called_at, r.disposition) r.id, n.id AS persona_id, coalesce(r.origin_id, r.persona_id) AS origin_id
          FROM refinery.call_results r
         CROSS JOIN LATERAL (SELECT refinery_internal.persona_now(r.persona_id, r.e164, r.origin_id) AS id) AS n
         WHERE r.persona_id = ANY (subjects) AND n.id <> r.persona_id
           AND NOT EXISTS (SELECT FROM refinery.call_results o
                            WHERE o.persona_id = n.id AND o.e164 = r.e164 AND o.called_at = r.called_at AND o.disposition = r.disposition)
         ORDER BY n.id, r.e164, r.called_at, r.disposition, r.id)
    UPDATE refinery.call_results r SET persona_id = m.persona_id, origin_id = nullif(m.origin_id, m.persona_id) FROM moved m WHERE r.id = m.id;

    -- Which rows of a block get which persona. Where the other has one in the block already, the one that is further gets its place, and it waits under the
    -- id that is gone; what once changed places so changes back.
    CREATE TEMPORARY TABLE moved_contacts ON COMMIT DROP AS
    WITH move AS MATERIALIZED (
        SELECT DISTINCT ON (c.block_id, n.id) c.block_id, c.persona_id, n.id AS heir_id, o.persona_id IS NOT NULL AS is_taken,
               o.persona_id IS NULL OR o.origin_id = c.persona_id
                 OR (refinery_internal.contact_progress(c) > refinery_internal.contact_progress(o)
                     AND NOT EXISTS (SELECT FROM refinery.personas p WHERE p.id = c.persona_id)) AS moves
          FROM refinery.campaign_block_contacts c
         CROSS JOIN LATERAL (SELECT refinery_internal.persona_now(c.persona_id, c.phone_e164, c.origin_id) AS id) AS n
          LEFT JOIN refinery.campaign_block_contacts o ON o.block_id = c.block_id AND o.persona_id = n.id
         WHERE c.persona_id = ANY (subjects) AND n.id <> c.persona_id
         ORDER BY c.block_id, n.id, refinery_internal.contact_progress(c) DESC, c.persona_id)
    SELECT v.block_id, v.old_id, v.new_id, gen_random_uuid() AS between_id
      FROM move m
     CROSS JOIN LATERAL (VALUES (m.block_id, m.persona_id, m.heir_id, true), (m.block_id, m.heir_id, m.persona_id, m.is_taken)) AS v (block_id, old_id, new_id, counts)
     WHERE m.moves AND v.counts
       -- Who makes place for one is not on his way himself.
       AND NOT EXISTS (SELECT FROM move o WHERE o.block_id = m.block_id AND o.persona_id = m.heir_id);
    UPDATE refinery.campaign_block_contacts c SET is_open = false, is_merged = c.is_open OR c.is_merged, persona_id = m.between_id, origin_id = nullif(coalesce(c.origin_id, m.old_id), m.new_id)
      FROM pg_temp.moved_contacts m WHERE c.block_id = m.block_id AND c.persona_id = m.old_id;
    UPDATE refinery.campaign_block_contacts c SET persona_id = m.new_id FROM pg_temp.moved_contacts m WHERE c.block_id = m.block_id AND c.persona_id = m.between_id;
    UPDATE refinery.campaign_pushes p SET persona_id = m.between_id, origin_id = nullif(coalesce(p.origin_id, m.old_id), m.new_id)
      FROM pg_temp.moved_contacts m WHERE p.block_id = m.block_id AND p.persona_id = m.old_id;
    UPDATE refinery.campaign_pushes p SET persona_id = m.new_id FROM pg_temp.moved_contacts m WHERE p.block_id = m.block_id AND p.persona_id = m.between_id;
    DROP TABLE pg_temp.moved_contacts;

    -- One of a person stays open, or opens again.
    CREATE TEMPORARY TABLE held_contacts ON COMMIT DROP AS
    SELECT c.block_id, c.persona_id,
           EXISTS (SELECT FROM refinery.personas p WHERE p.id = c.persona_id)
             AND row_number() OVER (PARTITION BY c.persona_id ORDER BY refinery_internal.contact_progress(c) DESC, c.is_open DESC, c.block_id) = 1 AS holds
      FROM refinery.campaign_block_contacts c
      JOIN refinery.campaign_blocks b ON b.id = c.block_id AND b.status = 'open'
     WHERE c.persona_id = ANY (everybody) AND (c.is_open OR c.is_merged);
    UPDATE refinery.campaign_block_contacts c
       SET is_open = false, is_merged = true, status = CASE c.status WHEN 'ready' THEN 'released' ELSE c.status END,
           reason = CASE c.status WHEN 'ready' THEN 'merged' ELSE c.reason END, changed_at = clock_timestamp()
      FROM pg_temp.held_contacts h
     WHERE NOT h.holds AND c.block_id = h.block_id AND c.persona_id = h.persona_id AND (c.is_open OR c.status = 'ready');
    UPDATE refinery.campaign_block_contacts c
       SET is_open = true, is_merged = false, status = CASE c.status WHEN 'released' THEN 'ready' ELSE c.status END,
           reason = CASE c.status WHEN 'released' THEN NULL ELSE c.reason END, changed_at = clock_timestamp()
      FROM pg_temp.held_contacts h
     WHERE h.holds AND c.block_id = h.block_id AND c.persona_id = h.persona_id AND NOT c.is_open;
    DROP TABLE pg_temp.held_contacts;

    -- Who lives and lost records is seen to, unless he lost more meanwhile.
    DELETE FROM refinery.persona_moves m
     WHERE m.from_id = ANY (subjects) AND m.moved_at <= seen_at AND EXISTS (SELECT FROM refinery.personas p WHERE p.id = m.from_id);
    RETURN everybody;
END
$$;
