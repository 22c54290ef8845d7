-- sql/queries/undo/drop_record_partition.sql: takes the empty table of the records of import $1 away, where imports have tables of their own.
SELECT refinery_internal.drop_partition_of_undone($1::uuid)
