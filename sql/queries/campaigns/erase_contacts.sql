-- sql/queries/campaigns/erase_contacts.sql: personas $1 and number $2 (null: none) go from blocks, results of calls and contacts.
SELECT refinery_internal.erase_contacts($1::uuid[], $2::text)
