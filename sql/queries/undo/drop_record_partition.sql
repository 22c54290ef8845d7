-- sql/queries/undo/drop_record_partition.sql: takes the empty table of the records of import $1 away, where imports have tables of their own.
SELECT refinery_internal.drop_record_partition(i.number) FROM refinery.imports i WHERE i.id = $1::uuid
