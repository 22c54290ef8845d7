-- sql/queries/personas/hold_links.sql: until the end of the transaction nobody else links, and whoever has read records begins again (see sql/views/linking.sql).
SELECT refinery_internal.hold_links()
