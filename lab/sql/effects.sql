-- lab/sql/effects.sql: no effect twice, none by a worker that had lost its lease, over everything in the database.
SELECT (SELECT count(*) FROM refinery.fingerprints f
          FULL JOIN refinery.records r ON r.id = f.record_id AND r.fingerprint = f.fingerprint
         WHERE f.record_id IS NULL OR r.id IS NULL) AS fingerprints_without_their_record,
       (SELECT count(*) - count(DISTINCT fingerprint) FROM refinery.records) AS records_stored_twice,
       (SELECT count(*) FROM (SELECT FROM chaos.transitions WHERE new_state = 'done' GROUP BY job_id HAVING count(*) > 1) AS twice)
           AS jobs_done_twice,
       -- Done by another process than the one that held the claim, or with another token.
       (SELECT count(*) FROM chaos.transitions
         WHERE new_state = 'done'
           AND (old_state <> 'claimed' OR old_token IS DISTINCT FROM new_token
                OR lower(split_part(writer, '/', 3)) IS DISTINCT FROM old_worker::text)) AS jobs_done_by_strangers,
       -- Rows of a worker that were committed without the completion of a job in the same transaction.
       (SELECT coalesce(sum(e.rows), 0) FROM chaos.effects e
         WHERE e.writer LIKE 'refinery/worker/%%'
           AND NOT EXISTS (SELECT FROM chaos.transitions t
                            WHERE t.txid = e.txid AND t.stage = 'refine' AND t.new_state = 'done')) AS rows_written_unfenced,
       (SELECT count(*) FROM (SELECT import_id FROM refinery.records UNION ALL SELECT import_id FROM refinery.duplicates
                              UNION ALL SELECT import_id FROM refinery.rejects) AS outcomes
         WHERE NOT EXISTS (SELECT FROM refinery.imports i WHERE i.id = outcomes.import_id)) AS outcomes_of_no_import
