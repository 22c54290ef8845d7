-- sql/views/view_of_campaigns.sql: contacts and blocks as people ask for them (docs/campaigns.md).

-- Who can be called now: nothing speaks against it, and it is known when it is day there. registry: clean or not_checked; block_id: who holds the contact.
CREATE OR REPLACE VIEW refinery.callable_contacts AS
SELECT k.persona_id, k.company_id, p.first_name, p.last_name, p.title, k.seniority, k.decision_maker, k.generic, c.name AS company, k.phone_e164, k.phone_type,
       k.validity, k.area_code, k.is_exempt, CASE WHEN v.area_code IS NULL THEN 'not_checked' ELSE 'clean' END AS registry, w.timezone,
       w.weekday_from AS call_from_local, w.weekday_until AS call_until_local, w.window_rule, k.industry, k.sic_code, k.naics_code, k.city, k.state,
       k.zip_code, k.country, k.employees, k.revenue, k.score, k.seen_at, b.block_id
  FROM refinery.campaign_contacts k
  JOIN refinery.personas p ON p.id = k.persona_id
  JOIN refinery_internal.place_windows() AS w ON w.place_id = k.place_id AND w.weekday_from IS NOT NULL
  LEFT JOIN refinery.companies c ON c.id = k.company_id
  LEFT JOIN refinery_internal.checked_areas() AS v ON v.area_code = k.area_code
  LEFT JOIN refinery.campaign_block_contacts b ON b.persona_id = k.persona_id AND b.is_open
 WHERE k.veto IS NULL AND k.listed IS NULL;

-- Blocks and how far they are; an open one whose scrub is too old is expired, whoever has noticed.
CREATE OR REPLACE VIEW refinery.campaign_block_summary AS
SELECT b.id, b.name, CASE WHEN b.status = 'open' AND b.valid_until <= now() THEN 'expired' ELSE b.status END AS status, b.contacts,
       coalesce(c.ready, 0) AS ready, coalesce(c.called, 0) AS called, coalesce(c.done, 0) AS done, coalesce(c.suppressed, 0) AS suppressed,
       coalesce(c.released, 0) AS released, coalesce(c.not_checked, 0) AS not_checked, b.scrubbed_at, b.valid_until, b.registry_as_of, b.segment,
       b.criteria, b.bands_version, b.rule, b.rule_version, b.created_at, b.created_by, b.closed_at
  FROM refinery.campaign_blocks b
  LEFT JOIN LATERAL (
       SELECT count(*) FILTER (WHERE c.status = 'ready') AS ready, count(*) FILTER (WHERE c.status = 'called') AS called,
              count(*) FILTER (WHERE c.status = 'done') AS done, count(*) FILTER (WHERE c.status = 'suppressed') AS suppressed,
              count(*) FILTER (WHERE c.status = 'released') AS released, count(*) FILTER (WHERE c.registry = 'not_checked') AS not_checked
         FROM refinery.campaign_block_contacts c
        WHERE c.block_id = b.id) AS c ON true;
