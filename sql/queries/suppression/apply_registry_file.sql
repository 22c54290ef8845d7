-- sql/queries/suppression/apply_registry_file.sql: applies what was read of a registry's file: $1 list, $2 whether it is a change list, $3 version, $4 its day,
-- $5 the version it goes on from, $6 area codes that it covers beside those it has numbers of.
SELECT a.areas, a.numbers, a.withdrawn FROM refinery_internal.apply_registry_file($1::text, $2::boolean, $3::bigint, $4::text::date, $5::bigint, $6::text[]) AS a
