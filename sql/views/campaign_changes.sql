-- sql/views/campaign_changes.sql: notes whose row in campaign_contacts is to be rebuilt, in the transaction of the change: once a statement, not once a row.
CREATE OR REPLACE FUNCTION refinery_internal.note_changed_personas() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_TABLE_NAME = 'personas' THEN
        INSERT INTO refinery.campaign_contact_changes SELECT c.id FROM changed c;
    ELSIF TG_TABLE_NAME = 'companies' THEN
        INSERT INTO refinery.campaign_contact_changes SELECT p.id FROM changed c JOIN refinery.personas p ON p.company_id = c.id;
    ELSIF TG_TABLE_NAME = 'numbers' THEN
        INSERT INTO refinery.campaign_contact_changes
        SELECT f.persona_id FROM changed c JOIN refinery.persona_phones f ON f.e164 = c.e164 WHERE c.looked_up_at IS NOT NULL
        UNION ALL
        SELECT p.id FROM changed c JOIN refinery.company_phones f ON f.e164 = c.e164 JOIN refinery.personas p ON p.company_id = f.company_id
         WHERE c.looked_up_at IS NOT NULL;
    ELSE
        INSERT INTO refinery.campaign_contact_changes SELECT c.persona_id FROM changed c;
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER campaign_insert AFTER INSERT ON refinery.personas REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.note_changed_personas();
CREATE OR REPLACE TRIGGER campaign_update AFTER UPDATE ON refinery.personas REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.note_changed_personas();
CREATE OR REPLACE TRIGGER campaign_delete AFTER DELETE ON refinery.personas REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.note_changed_personas();
CREATE OR REPLACE TRIGGER campaign_insert AFTER INSERT ON refinery.persona_phones REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.note_changed_personas();
CREATE OR REPLACE TRIGGER campaign_update AFTER UPDATE ON refinery.persona_phones REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.note_changed_personas();
CREATE OR REPLACE TRIGGER campaign_delete AFTER DELETE ON refinery.persona_phones REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.note_changed_personas();
CREATE OR REPLACE TRIGGER campaign_update AFTER UPDATE ON refinery.companies REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.note_changed_personas();
CREATE OR REPLACE TRIGGER campaign_update AFTER UPDATE ON refinery.numbers REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.note_changed_personas();
