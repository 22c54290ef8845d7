-- sql/queries/campaigns/list_campaign_bands.sql: the bands that count now, of dimension $1 (null: of all).
SELECT b.dimension, b.version, b.code, b.label, b.low, b.high
  FROM refinery.campaign_bands b
 WHERE ($1::text IS NULL OR b.dimension = $1) AND b.version = (SELECT max(v.version) FROM refinery.campaign_bands v WHERE v.dimension = b.dimension)
 ORDER BY b.dimension DESC, b.low
