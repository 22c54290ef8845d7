-- Peer D, in DuckDB: the view `source` has the file's columns as text, NULL where a field is empty. One row for each record.
-- What repeats a row is dropped here, so that COPY meets each fingerprint once.
WITH numbered AS (
    SELECT row_number() OVER () AS row_number, * FROM source
), cleaned AS (
    SELECT *, lower(trim("Email Address")) AS email,
           regexp_replace(regexp_replace("Phone Number", '\s*(x|ext).*$', '', 'i'), '\D', '', 'g') AS digits
      FROM numbered
     WHERE trim("Company Name") <> ''
       AND ("Email Address" IS NULL OR regexp_full_match(trim("Email Address"), '[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+'))
), dialled AS (
    SELECT *, CASE WHEN length(digits) = 7 THEN "Area Code" || digits ELSE digits END AS whole FROM cleaned
), judged AS (
    SELECT *, CASE WHEN regexp_full_match(whole, '1?[2-9][0-9]{2}[2-9][0-9]{6}') THEN '+1' || right(whole, 10) END AS phone
      FROM dialled
), hashed AS (
    SELECT *, md5(coalesce(email, '') || chr(31) || coalesce(phone, '')) AS fingerprint FROM judged
)
SELECT '00000000-0000-4000-8000-000000000000', row_number, fingerprint, trim("Company Name"), nullif(trim("Contact Name"), ''),
       email, phone, CASE WHEN phone IS NOT NULL THEN 'valid' WHEN "Phone Number" IS NULL THEN 'missing' ELSE 'invalid' END,
       lower("Website URL"), "Street Address", "City", upper("State"), lpad(left("Zip Code", 5), 5, '0'), "County",
       replace(nullif(regexp_extract("Number of Employees", '^[0-9,]+'), ''), ',', ''), "Number of Employees", "Annual Revenue",
       "SIC Code", "SIC Description"
  FROM hashed
QUALIFY row_number() OVER (PARTITION BY fingerprint ORDER BY row_number) = 1
