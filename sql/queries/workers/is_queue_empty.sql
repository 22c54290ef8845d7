-- sql/queries/workers/is_queue_empty.sql: whether nothing is left, or may still come, for processes that work on the stages $1: no job that is
-- ready, worked on or due later, and, where $2, no file that still arrives and no run about to end, whose end may begin another. What is paused
-- waits for a person, and for nobody's end.
SELECT NOT EXISTS (SELECT FROM refinery.jobs j WHERE j.state IN ('ready', 'claimed') AND j.stage = ANY ($1::text[]))
   AND NOT EXISTS (SELECT FROM refinery.jobs j WHERE j.state = 'waiting' AND j.ready_at IS NOT NULL AND j.stage = ANY ($1::text[]))
   AND NOT ($2::boolean AND EXISTS (SELECT FROM refinery.imports i WHERE i.receiver_until IS NOT NULL))
   AND NOT ($2::boolean AND EXISTS (
           SELECT FROM refinery.runs r
            WHERE r.status = 'running'
              AND NOT EXISTS (SELECT FROM refinery.jobs j WHERE j.run_id = r.id AND j.state IN ('ready', 'claimed', 'waiting'))))
