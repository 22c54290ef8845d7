-- sql/queries/imports/end_reception.sql: nothing is left of import $1, whose source never became whole.
UPDATE refinery.imports SET receiver_until = NULL WHERE id = $1::uuid
