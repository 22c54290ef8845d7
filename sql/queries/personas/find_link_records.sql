-- sql/queries/personas/find_link_records.sql: what records $1 say of companies and persons, by id; when the import was submitted that brought each, and the
-- last one that had it again; and how many rows had it. The title of a row that repeats one without counts as its own.
SELECT r.id, extract(epoch FROM u.created_at)::bigint, extract(epoch FROM greatest(u.created_at, d.last_at))::bigint, 1 + d.rows,
       r.business_name, r.contact_name, r.first_name, r.last_name, coalesce(r.title, d.title), r.business_email, r.other_emails, r.phone_e164,
       r.direct_phone_e164, r.other_phones, r.other_phone_roles, r.website, r.business_address, r.city, r.state, r.zip_code, r.country,
       r.industry, r.sic_code, r.naics_code, r.employee_count, r.employee_count_high, r.annual_revenue, r.annual_revenue_high,
       r.name_suffix
  FROM refinery.records r
  JOIN refinery.runs u ON u.id = r.import_id
 CROSS JOIN LATERAL (
       SELECT count(*) AS rows, max(o.created_at) AS last_at,
              (array_agg(d.title ORDER BY o.created_at DESC, d.row_number) FILTER (WHERE d.title IS NOT NULL))[1] AS title
         FROM refinery.duplicates d JOIN refinery.runs o ON o.id = d.import_id AND o.status <> 'undone'
        WHERE d.record_id = r.id) AS d
 WHERE r.id = ANY ($1::bigint[])
 ORDER BY r.id
