-- sql/migrations/0007_fingerprints_of_persons.sql
-- Why:   a contact without an e-mail is told by its phone and its name now, no longer by the phone alone: two people at one switchboard
--        are two. The fingerprints of stored records are computed anew by the program, right after this migration (it folds names
--        as Unicode does, which SQL cannot); until then no worker starts.
-- Locks: a new table. Refused while workers live: one of the version before would store fingerprints of the old kind.

-- What is left to be done by the program after a migration; empty when nothing is.
CREATE TABLE refinery.pending_steps (
    name      text        NOT NULL,
    since     timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pending_steps_pkey PRIMARY KEY (name)
);

DO $$
BEGIN
    IF EXISTS (SELECT FROM refinery.records WHERE business_email IS NULL) THEN
        IF EXISTS (SELECT FROM refinery.workers WHERE role = 'worker' AND lease_until > clock_timestamp()) THEN
            RAISE EXCEPTION 'Workers of the version before are still running.'
                USING ERRCODE = 'object_in_use', HINT = 'Stop all workers, wait 15 seconds, and migrate again.';
        END IF;
        INSERT INTO refinery.pending_steps (name) VALUES ('fingerprints');
    END IF;
END
$$;
