-- sql/views/personas_matching.sql: the personas that criteria mean: the filter of `enrich --where` and of campaigns. Every key is a condition, a list means any of
-- its values; {} means all. Keys and their meaning: PersonaCriteria (RefineryModel) and docs/enrichment.md.
CREATE OR REPLACE FUNCTION refinery_internal.personas_matching(criteria jsonb) RETURNS SETOF uuid
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT p.id
      FROM refinery.personas p
      LEFT JOIN refinery.companies c ON c.id = p.company_id
     WHERE (criteria -> 'persona' IS NULL OR p.id = ANY (ARRAY(SELECT jsonb_array_elements_text(criteria -> 'persona'))::uuid[]))
       AND (criteria -> 'company' IS NULL OR p.company_id = ANY (ARRAY(SELECT jsonb_array_elements_text(criteria -> 'company'))::uuid[]))
       AND (criteria -> 'import' IS NULL OR EXISTS (
               SELECT FROM refinery.persona_records r
                 JOIN refinery.imports i ON r.record_id >= i.number::bigint << 32 AND r.record_id < (i.number::bigint + 1) << 32
                WHERE r.persona_id = p.id AND i.id = (criteria ->> 'import')::uuid
               UNION ALL
               -- Rows that repeat a record that another import brought.
               SELECT FROM refinery.persona_records r
                 JOIN refinery.duplicates d ON d.record_id = r.record_id
                WHERE r.persona_id = p.id AND d.import_id = (criteria ->> 'import')::uuid))
       AND (criteria -> 'state' IS NULL OR upper(coalesce(p.state, c.state)) IN (SELECT upper(v) FROM jsonb_array_elements_text(criteria -> 'state') AS v))
       AND (criteria -> 'country' IS NULL OR upper(coalesce(p.country, c.country)) IN (SELECT upper(v) FROM jsonb_array_elements_text(criteria -> 'country') AS v))
       AND (criteria -> 'city' IS NULL OR lower(coalesce(p.city, c.city)) IN (SELECT lower(v) FROM jsonb_array_elements_text(criteria -> 'city') AS v))
       AND (criteria -> 'zip' IS NULL OR EXISTS (
               SELECT FROM jsonb_array_elements_text(criteria -> 'zip') AS v WHERE starts_with(coalesce(p.zip_code, c.zip_code), v)))
       AND (criteria -> 'industry' IS NULL OR EXISTS (
               SELECT FROM jsonb_array_elements_text(criteria -> 'industry') AS v WHERE strpos(lower(c.industry), lower(v)) > 0))
       AND (criteria -> 'seniority' IS NULL OR p.seniority IN (SELECT jsonb_array_elements_text(criteria -> 'seniority')))
       AND (criteria -> 'decision_maker' IS NULL OR p.likely_decision_maker = (criteria ->> 'decision_maker')::boolean)
       AND (criteria -> 'generic' IS NULL OR p.generic_contact = (criteria ->> 'generic')::boolean)
       AND (criteria -> 'min_score' IS NULL OR p.score >= (criteria ->> 'min_score')::real)
       AND (criteria -> 'block' IS NULL OR p.id IN (SELECT refinery_internal.block_personas((criteria ->> 'block')::uuid)))
       AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(criteria -> 'has') AS v WHERE NOT refinery_internal.has_contact(p.id, v))
       AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(criteria -> 'missing') AS v WHERE refinery_internal.has_contact(p.id, v))
$$;

-- Whether a persona has a number or an address of a kind: phone, mobile, email (no impersonal one), work_email, social.
CREATE OR REPLACE FUNCTION refinery_internal.has_contact(persona uuid, kind text) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE kind
        WHEN 'phone' THEN EXISTS (SELECT FROM refinery.persona_phones n WHERE n.persona_id = persona)
        WHEN 'mobile' THEN EXISTS (SELECT FROM refinery.persona_phones n WHERE n.persona_id = persona AND n.type = 'mobile')
        WHEN 'email' THEN EXISTS (SELECT FROM refinery.persona_emails m WHERE m.persona_id = persona AND m.type <> 'generic')
        WHEN 'work_email' THEN EXISTS (SELECT FROM refinery.persona_emails m WHERE m.persona_id = persona AND m.type = 'work')
        WHEN 'social' THEN EXISTS (SELECT FROM refinery.social_profiles s WHERE s.persona_id = persona)
        ELSE false END
$$;

-- The personas of a block of a campaign.
CREATE OR REPLACE FUNCTION refinery_internal.block_personas(block uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY SELECT b.persona_id FROM refinery.campaign_block_contacts b WHERE b.block_id = block;
END
$$;
