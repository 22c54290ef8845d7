-- sql/queries/undo/await_refining.sql: no batch is under way that has found a fingerprint which is gone now (see sql/views/undo_import.sql).
SELECT refinery_internal.await_refining()
