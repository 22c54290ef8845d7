-- sql/queries/lookups/insert_numbers.sql: numbers that nobody knew, with libphonenumber's verdict. Sorted, so that two workers that
-- add the same numbers never wait for each other in a circle.
-- $1 numbers, $2 countries, $3 possible, $4 valid, $5 types.
INSERT INTO refinery.numbers (e164, country, possible, valid, number_type)
SELECT f.e164, nullif(f.country, ''), f.possible, f.valid, f.number_type
  FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[], $5::text[]) AS f (e164, country, possible, valid, number_type)
 ORDER BY f.e164 COLLATE "C"
ON CONFLICT (e164) DO NOTHING
