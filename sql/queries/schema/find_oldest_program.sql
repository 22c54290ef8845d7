-- sql/queries/schema/find_oldest_program.sql: the number of the last migration that a program has to know to work beside this schema.
SELECT refinery_internal.oldest_program()
