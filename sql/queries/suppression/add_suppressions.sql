-- sql/queries/suppression/add_suppressions.sql: adds entries to list $1: kinds $2 and values $3, from $4. Of those that are refused, the last are domains that are
-- everybody's.
SELECT a.added, a.withdrawn, a.refused,
       ARRAY(SELECT r.place FROM unnest(a.refused) AS r (place)
              WHERE ($2::text[])[r.place] = 'domain'
                AND refinery_internal.is_shared_domain(refinery_internal.suppression_value('domain', ($3::text[])[r.place])))
  FROM refinery_internal.add_suppressions($1::text, $2::text[], $3::text[], $4::text) AS a
