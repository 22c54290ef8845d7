-- sql/queries/enrichment/offer_questions.sql: questions $2 (SHA-256) of provider $1, each for its product $3, become rows where they are not there. Sorted, so
-- that two workers that add the same questions never wait for each other in a circle.
INSERT INTO refinery.enrichments (provider, product, question)
SELECT DISTINCT ON (f.question) $1::text, f.product, f.question
  FROM unnest($2::bytea[], $3::text[]) AS f (question, product)
 ORDER BY f.question
ON CONFLICT (provider, question) DO NOTHING
