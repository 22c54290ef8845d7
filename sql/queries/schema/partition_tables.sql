-- sql/queries/schema/partition_tables.sql: puts records and fingerprints into partitions, fingerprints into $1 (see sql/views/partitions.sql).
SELECT refinery_internal.partition_tables($1)
