-- sql/migrations/0023_fingerprints_of_shared_mailboxes.sql
-- Why:   a contact whose e-mail says nothing of the name is told by the name too: two people who share a mailbox and a phone are two.
--        The fingerprints of stored records are computed anew by the program, as after 0007; until then no worker starts.
-- Locks: none to speak of. Refused while workers live: one of the version before would store fingerprints of the old kind.
DO $$
BEGIN
    IF EXISTS (SELECT FROM refinery.records WHERE business_email IS NOT NULL AND contact_name IS NOT NULL) THEN
        IF EXISTS (SELECT FROM refinery.workers WHERE role = 'worker' AND lease_until > clock_timestamp()) THEN
            RAISE EXCEPTION 'Workers of the version before are still running.'
                USING ERRCODE = 'object_in_use', HINT = 'Stop all workers, wait 15 seconds, and migrate again.';
        END IF;
        INSERT INTO refinery.pending_steps (name) VALUES ('fingerprints') ON CONFLICT DO NOTHING;
    END IF;
END
$$;
