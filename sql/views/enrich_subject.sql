-- sql/views/enrich_subject.sql: what providers can be asked with about a persona, and what is known already: what its company has stands in for what
-- the person has not. The names in `subject` are those of EnrichmentSubject.
CREATE OR REPLACE FUNCTION refinery_internal.enrich_subject(persona refinery.personas, company refinery.companies) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_build_object(
        'subject', jsonb_strip_nulls(jsonb_build_object(
            'firstName', persona.first_name, 'lastName', persona.last_name, 'title', persona.title,
            'emails', coalesce(e.emails, '[]'), 'phones', coalesce(n.phones, '[]'),
            'companyName', company.name, 'companyDomain', company.domain,
            'address', p.address, 'city', p.city, 'state', p.state, 'zipCode', p.zip_code,
            'linkedIn', (SELECT min(s.url COLLATE "C") FROM refinery.social_profiles s WHERE s.persona_id = persona.id AND s.network = 'linkedin'))),
        'known', array_remove(ARRAY[
            CASE WHEN n.phones IS NOT NULL THEN 'phone' END, CASE WHEN n.has_mobile THEN 'mobile' END,
            CASE WHEN e.has_personal THEN 'email' END,
            CASE WHEN EXISTS (SELECT FROM refinery.social_profiles s WHERE s.persona_id = persona.id) THEN 'social' END,
            CASE WHEN persona.age IS NOT NULL OR persona.income IS NOT NULL THEN 'demographics' END,
            CASE WHEN persona.first_name <> '' AND persona.last_name <> '' THEN 'name' END], NULL))
      FROM (SELECT jsonb_agg(i.e164 ORDER BY i.type = 'mobile' DESC, i.score DESC NULLS LAST, i.e164) AS phones, bool_or(i.type = 'mobile') AS has_mobile
              FROM refinery.persona_phones i WHERE i.persona_id = persona.id) AS n
     CROSS JOIN (SELECT jsonb_agg(m.email ORDER BY m.type = 'generic', m.type <> 'work', m.score DESC NULLS LAST, m.email) AS emails,
                        bool_or(m.type <> 'generic') AS has_personal
                   FROM refinery.persona_emails m WHERE m.persona_id = persona.id) AS e
     CROSS JOIN LATERAL (
           -- One place as a whole: a street of the one in the city of the other would be nobody's.
           SELECT a.address, a.city, a.state, a.zip_code
             FROM (VALUES (1, persona.address, persona.city, persona.state, persona.zip_code),
                          (2, company.address, company.city, company.state, company.zip_code)) AS a (place, address, city, state, zip_code)
            ORDER BY a.address IS NULL, num_nonnulls(a.city, a.state, a.zip_code) DESC, a.place
            LIMIT 1) AS p
$$;
