-- sql/queries/personas/list_owners.sql: to which {owner} records $1 belong, and why; records that belong to none are left out.
SELECT m.record_id, m.{owner}_id, m.rule, m.score FROM refinery.{owner}_records m WHERE m.record_id = ANY ($1::bigint[])
