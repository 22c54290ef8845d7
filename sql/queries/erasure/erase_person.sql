-- sql/queries/erasure/erase_person.sql: removes one person from everything that was refined; in one statement, so all see the same rows.
-- $1 phone number in E.164 or null, $2 e-mail address in lower case or null, $3 regular expression that finds either in text
-- as people write it. {personal_…}: the columns by which RecordColumn says that a person is found. A person goes with all records of the persona. Records go with their fingerprints, with the duplicates that pointed to them, and with their numbers
-- unless another record has them; rejects stay as outcomes without value and raw text. Counters of imports stay: they say how many rows there were, not whose.
-- The event has no run and no personal data. Returns how many of each, and the imports whose sources hold the person.
WITH found AS MATERIALIZED (
    SELECT r.id
      FROM refinery.records r
     WHERE $1::text = ANY ({personal_phones}) OR $2::text = ANY ({personal_emails})
        OR concat_ws(E'\n', {personal_texts}) ~* $3::text
), doomed_personas AS MATERIALIZED (
    -- Whoever answers at a company is nobody, and one in whose notes the person stands is another: of those only the records that were found go.
    SELECT p.id
      FROM refinery.personas p
     WHERE NOT p.generic_contact
       AND p.id IN (SELECT n.persona_id FROM refinery.persona_phones n WHERE n.e164 = $1::text
                    UNION SELECT e.persona_id FROM refinery.persona_emails e WHERE e.email = $2::text)
), doomed AS MATERIALIZED (
    SELECT r.id, r.import_id, r.fingerprint, r.phone_e164, r.direct_phone_e164
      FROM refinery.records r
     WHERE r.id IN (SELECT f.id FROM found f
                    UNION SELECT m.record_id FROM doomed_personas p JOIN refinery.persona_records m ON m.persona_id = p.id)
), erased_records AS (
    DELETE FROM refinery.records r USING doomed d WHERE r.id = d.id RETURNING r.import_id
), erased_fingerprints AS (
    DELETE FROM refinery.fingerprints f USING doomed d WHERE f.fingerprint = d.fingerprint AND f.record_id = d.id RETURNING f.record_id
), erased_duplicates AS (
    DELETE FROM refinery.duplicates u USING doomed d WHERE u.record_id = d.id RETURNING u.import_id
), locked_numbers AS MATERIALIZED (
    -- In the order in which lookups lock them.
    SELECT n.e164
      FROM refinery.numbers n
     WHERE n.e164 = $1::text
        OR (n.e164 IN (SELECT phone_e164 FROM doomed UNION SELECT direct_phone_e164 FROM doomed)
            AND NOT EXISTS (SELECT FROM refinery.records r
                             WHERE (r.phone_e164 = n.e164 OR r.direct_phone_e164 = n.e164) AND r.id NOT IN (SELECT d.id FROM doomed d)))
     ORDER BY n.e164
       FOR UPDATE
), erased_numbers AS (
    DELETE FROM refinery.numbers n USING locked_numbers l WHERE n.e164 = l.e164 RETURNING n.e164
), erased_rejects AS (
    UPDATE refinery.rejects j
       SET value = NULL, raw = '', byte_offset = NULL
     WHERE j.value ~* $3::text OR j.raw ~* $3::text
    RETURNING j.import_id
), touched AS (
    SELECT import_id FROM erased_records
    UNION SELECT import_id FROM erased_duplicates
    UNION SELECT import_id FROM erased_rejects
), counts AS (
    SELECT (SELECT count(*) FROM erased_records) AS records, (SELECT count(*) FROM erased_fingerprints) AS fingerprints,
           (SELECT count(*) FROM erased_duplicates) AS duplicates, (SELECT count(*) FROM erased_rejects) AS rejects,
           (SELECT count(*) FROM erased_numbers) AS numbers
), audited AS (
    INSERT INTO refinery.events (run_id, kind, data)
    SELECT NULL, 'person_erased', jsonb_build_object(
               'records', c.records, 'fingerprints', c.fingerprints, 'duplicates', c.duplicates, 'rejects', c.rejects, 'numbers', c.numbers,
               'imports', (SELECT count(*) FROM touched), 'personas', (SELECT count(*) FROM doomed_personas), 'by', current_user)
      FROM counts c
    RETURNING seq
)
SELECT c.records, c.fingerprints, c.duplicates, c.rejects, c.numbers,
       ARRAY(SELECT t.import_id FROM touched t ORDER BY t.import_id), a.seq, ARRAY(SELECT d.id FROM doomed d ORDER BY d.id),
       ARRAY(SELECT p.id FROM doomed_personas p ORDER BY p.id)
  FROM counts c CROSS JOIN audited a
