-- sql/queries/personas/share_links.sql: until the end of the transaction no record goes that is linked; the number says whether some went since an earlier one.
SELECT refinery_internal.share_links()
