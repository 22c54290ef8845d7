-- sql/queries/list_paused_imports.sql: paused imports; a coordinator that begins to lead looks at each once.
SELECT id FROM refinery.imports WHERE status = 'paused'
