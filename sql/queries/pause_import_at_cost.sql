-- sql/queries/pause_import_at_cost.sql: the lookups of import $1 reserved as much as it may cost: no new claims (see
-- sql/views/control.sql). An import that does not run any more stays as it is.
SELECT refinery.pause_import_because($1::uuid, 'max_cost')
