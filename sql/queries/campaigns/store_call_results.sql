-- sql/queries/campaigns/store_call_results.sql: results of calls: personas, phones, blocks, dispositions, times and notes, as texts.
SELECT s.stored, s.withdrawn, s.refused, s.refusals
  FROM refinery_internal.store_call_results($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS s
