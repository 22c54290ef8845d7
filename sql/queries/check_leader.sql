-- sql/queries/check_leader.sql: whether a coordinator leads ($1 class, $2 key of its lock), and how many imports want work.
SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l
                WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1::int::oid AND l.objid = $2::int::oid
                  AND l.objsubid = 2 AND l.database = (
                      SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())),
       (SELECT count(*) FROM refinery.imports i WHERE i.status = 'running'),
       (SELECT count(*) FROM refinery.jobs j WHERE j.state = 'dead')
