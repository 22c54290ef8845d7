-- sql/migrations/0032_prices_of_intents.sql
-- Why:   a question that nobody asks again, because what it was made of has changed since, leaves its intent behind: what its request may have cost belongs
--        into the books, so the price is kept with the intent.
-- Locks: ACCESS EXCLUSIVE on enrichments for a moment; nothing is rewritten.
ALTER TABLE refinery.enrichments
    -- What the permit of the intent cost, in millionths of a dollar.
    ADD COLUMN asked_micros bigint;
