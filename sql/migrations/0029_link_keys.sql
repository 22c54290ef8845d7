-- sql/migrations/0029_link_keys.sql
-- Why:   linking is fast when little is written a record: the index by which keys are found keeps a key from standing twice as well, and the other
--        one, by which the keys of a record are found, need not hold them.
-- Locks: ACCESS EXCLUSIVE on link_keys while its indexes are made anew (some ten seconds for a million records); nothing links meanwhile.
DROP INDEX refinery.link_keys_key_record_id_index;
ALTER TABLE refinery.link_keys DROP CONSTRAINT link_keys_pkey, ADD CONSTRAINT link_keys_pkey PRIMARY KEY (key, record_id);
CREATE INDEX link_keys_record_id_index ON refinery.link_keys (record_id);
