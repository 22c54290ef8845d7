-- sql/queries/campaigns/refresh_changed_contacts.sql: makes contacts anew that up to $1 changes are of. Returns how many changes that were.
SELECT refinery_internal.refresh_changed_contacts($1::integer)
