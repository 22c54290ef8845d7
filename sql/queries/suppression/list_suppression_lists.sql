-- sql/queries/suppression/list_suppression_lists.sql: the lists there are: entries or numbers, and for registries area codes, those whose file is
-- too old, versions, and the oldest day.
SELECT l.list, l.entries, l.areas, l.stale, l.version, l.as_of::text, l.valid_until::text
  FROM (SELECT e.list, count(*) AS entries, NULL::bigint AS areas, NULL::bigint AS stale, NULL::bigint AS version, NULL::date AS as_of, NULL::date AS valid_until
          FROM refinery.suppression_entries e WHERE e.removed_at IS NULL GROUP BY e.list
        UNION ALL
        SELECT a.list, sum(a.numbers)::bigint, count(*), count(*) FILTER (WHERE a.as_of + refinery_internal.registry_days() <= current_date),
               max(a.version), min(a.as_of), min(a.as_of) + refinery_internal.registry_days() - 1
          FROM refinery.registry_areas a GROUP BY a.list) AS l
 ORDER BY l.list
