-- sql/queries/campaigns/refresh_changed_contacts.sql: rebuilds contacts that up to $1 changes are of. Returns how many changes that were. While
-- records are linked, which changes a persona again and again, nothing as long as fewer than $2 changes wait; null: as always.
SELECT CASE WHEN $2::integer IS NULL
              OR NOT EXISTS (SELECT FROM refinery.jobs j WHERE j.stage = 'link' AND j.state IN ('ready', 'claimed'))
              OR EXISTS (SELECT FROM refinery.campaign_contact_changes OFFSET $2::integer - 1)
            THEN refinery_internal.refresh_changed_contacts($1::integer) ELSE 0 END
