-- sql/queries/personas/lock_owners.sql: until the end of the transaction nobody else changes the owners of linked records (see sql/views/linking.sql).
SELECT refinery_internal.lock_owners()
