-- sql/queries/personas/list_owned.sql: all records of the {owner} rows $1, and why they belong to them.
SELECT m.record_id, m.{owner}_id, m.rule, m.score FROM refinery.{owner}_records m WHERE m.{owner}_id = ANY ($1::uuid[])
