-- sql/queries/records/list_contacts.sql: the contacts of import $1, whichever import stored them first, in row order, a page at a time: each
-- record once, with the first row that it is in. $2 id that the row before the page has in this import, $3 id before which
-- the import's records end, $4 page size.
-- The scalar subqueries stay probes of the index, where NOT EXISTS might become a hash of all duplicates for each page.
SELECT row_number, record_id
  FROM ((SELECT r.row_number, r.id AS record_id
           FROM refinery.records r
          WHERE r.id > $2::bigint AND r.id < $3::bigint
            AND coalesce((SELECT min(e.row_number) FROM refinery.duplicates e WHERE e.record_id = r.id AND e.import_id = $1::uuid)
                         > r.row_number, true)
          ORDER BY r.id
          LIMIT $4::int)
        UNION ALL
        (SELECT d.row_number, d.record_id
           FROM refinery.duplicates d
          WHERE d.import_id = $1::uuid AND d.row_number > ($2::bigint & 4294967295)
            -- A record of this import that stands above stands there.
            AND (d.record_id >> 32 <> $2::bigint >> 32 OR (d.record_id & 4294967295) > d.row_number)
            AND d.row_number = (SELECT min(e.row_number) FROM refinery.duplicates e
                                 WHERE e.record_id = d.record_id AND e.import_id = d.import_id)
          ORDER BY d.row_number
          LIMIT $4::int)) AS contact
 ORDER BY row_number
 LIMIT $4::int
