-- sql/queries/suppression/add_suppressions.sql: adds entries to list $1: kinds $2 and values $3, from $4.
SELECT a.added, a.withdrawn, a.refused FROM refinery_internal.add_suppressions($1::text, $2::text[], $3::text[], $4::text) AS a
