-- sql/queries/schema/grant_privileges.sql: gives the roles of the fleet their rights (see sql/views/grant_privileges.sql).
SELECT refinery.grant_privileges()
