-- sql/views/suppressions.sql: contacts that nobody may call (docs/suppression.md): asking, adding and taking back. What is added takes effect on every
-- open block in the same transaction.

-- All that is suppressed, a row each. Registries are unfolded number by number: ask refinery.check_suppressions for many numbers instead.
CREATE OR REPLACE VIEW refinery.suppressions AS
SELECT CASE WHEN e.kind = 'number' THEN e.value END AS number, e.list, e.kind, e.value, e.label, e.source, NULL::bigint AS version,
       e.listed_at, e.removed_at
  FROM refinery.suppression_entries e
UNION ALL
SELECT '+1' || lpad((r.prefix::bigint * 10000 + n.line)::text, 10, '0'), r.list, 'number',
       '+1' || lpad((r.prefix::bigint * 10000 + n.line)::text, 10, '0'), NULL, NULL, a.version, a.imported_at, NULL
  FROM refinery.registered_numbers r
  JOIN refinery.registry_areas a ON a.list = r.list AND a.area_code = left(r.prefix::text, 3)
 CROSS JOIN LATERAL generate_series(0, 9999) AS n (line)
 WHERE get_bit(r.numbers, n.line) = 1;

-- What of a company's name tells it from others: letters and digits in lower case, without legal forms at its end.
CREATE OR REPLACE FUNCTION refinery_internal.company_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT replace(regexp_replace(
               btrim(regexp_replace(regexp_replace(lower(name), '[''’.]', '', 'g'), '[^[:alnum:]]+', ' ', 'g')),
               '(?: (?:incorporated|corporation|company|limited|inc|llc|corp|co|ltd|llp|lp|plc|pllc|pc|gmbh|ag|sa))+$', ''), ' ', '')
$$;

-- A number in E.164; null where it is none. Without a plus, 00 or 011 it is of the North American plan. An extension and tel: do not count; digits are those of any script
-- that is written from full-width or Arabic forms.
CREATE OR REPLACE FUNCTION refinery_internal.e164(number text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN w.written ~ '[[:alpha:]]' THEN NULL
                WHEN d.is_abroad AND d.digits ~ '^[1-9][0-9]{6,14}$' AND (d.digits !~ '^1' OR d.digits ~ '^1[2-9][0-9]{2}[2-9][0-9]{6}$')
                THEN '+' || d.digits
                WHEN NOT d.is_abroad AND d.digits ~ '^1?[2-9][0-9]{2}[2-9][0-9]{6}$' THEN '+1' || right(d.digits, 10) END
      FROM (SELECT regexp_replace(
                       regexp_replace(lower(translate(number, '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹＋', '012345678901234567890123456789+')), '^\s*tel:', ''),
                       '\s*[,;]?\s*(?:extension|ext|x|#)[.:]?\s*[0-9]{1,8}\s*$', '') AS written) AS w
     CROSS JOIN LATERAL (SELECT regexp_replace(w.written, '[^0-9]', '', 'g') AS all_digits) AS a
     CROSS JOIN LATERAL (
           SELECT w.written ~ '^\s*\(?\s*\+' OR a.all_digits ~ '^(00|011)' AS is_abroad,
                  CASE WHEN w.written ~ '^\s*\(?\s*\+' THEN a.all_digits ELSE regexp_replace(a.all_digits, '^(00|011)', '') END AS digits) AS d
$$;

-- The value that an entry is kept under; null where it is none of that kind.
CREATE OR REPLACE FUNCTION refinery_internal.suppression_value(kind text, value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE kind
           WHEN 'number' THEN refinery_internal.e164(value)
           -- As programs write it: alone, as a link, or behind a name.
           WHEN 'email' THEN substring(regexp_replace(lower(btrim(coalesce(substring(value FROM '<([^<>]*)>\s*$'), value))), '^mailto:', '')
                                       FROM '^[^@[:space:]<>,;]+@[^@[:space:]<>,;]+\.[^@[:space:]<>,;]+$')
           WHEN 'domain' THEN substring(lower(btrim(value)) FROM '^(?:https?://)?(?:\*\.)?(?:www\.)?@?([[:alnum:]-]+(?:\.[[:alnum:]-]+)+)\.?(?::[0-9]+)?(?:[/?#].*)?$')
           WHEN 'company' THEN nullif(refinery_internal.company_key(value), '')
           WHEN 'persona' THEN substring(lower(btrim(value)) FROM '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$') END
$$;

-- Whether everybody may have an address, a page or a domain of his own at a domain, or below it: that tells nobody from the others.
CREATE OR REPLACE FUNCTION refinery_internal.is_shared_domain(value text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM refinery.shared_domains s WHERE s.domain = value)
        OR (EXISTS (SELECT FROM refinery.shared_domains s WHERE s.domain = '*.' || substr(value, strpos(value, '.') + 1))
            AND NOT EXISTS (SELECT FROM refinery.shared_domains s WHERE s.domain = '!' || value))
$$;

-- The value that an entry is kept under, where it may be kept: null for a domain that is everybody's, too.
CREATE OR REPLACE FUNCTION refinery_internal.own_suppression_value(kind text, value text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT v.own
      FROM (SELECT refinery_internal.suppression_value(kind, value) AS own) AS v
     WHERE CASE WHEN kind = 'domain' THEN NOT refinery_internal.is_shared_domain(v.own) ELSE true END
$$;

-- For how many days a registry's file counts, its own day included.
CREATE OR REPLACE FUNCTION refinery_internal.registry_days() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT 31 $$;

-- Which registries have numbers: a row for each that has one. An entry of the index a number, whatever is known of the table's size.
CREATE OR REPLACE FUNCTION refinery_internal.registered(numbers text[]) RETURNS TABLE (number text, list text)
LANGUAGE sql STABLE ROWS 100
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
    WITH asked AS MATERIALIZED (
        -- In the order of the table: neighbours lie on the same pages.
        SELECT u.number, t.ten / 10000 AS prefix, t.ten % 10000 AS line
          FROM unnest(numbers) AS u (number)
         CROSS JOIN LATERAL (SELECT u.number::bigint - 10000000000 AS ten) AS t
         WHERE u.number LIKE '+1%' AND length(u.number) = 12 AND translate(u.number, '0123456789', '') = '+'
         ORDER BY t.ten
    )
    SELECT a.number, r.list
      FROM asked a
      JOIN refinery.registered_numbers r ON r.prefix = a.prefix::integer
     WHERE get_bit(r.numbers, a.line::integer) = 1
$$;

-- What the lists say of numbers: `listed`, `clean`, or `not_checked`, where the national registry has no valid file for the area code. Each
-- number as it was given; one that is none is `not_checked` too. valid_until: the last day on which that counts.
CREATE OR REPLACE FUNCTION refinery.check_suppressions(numbers text[])
RETURNS TABLE (number text, e164 text, status text, lists text[], valid_until date)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH asked AS MATERIALIZED (
        SELECT u.number, u.place, e.e164, CASE WHEN e.e164 LIKE '+1%' THEN e.e164::bigint - 10000000000 END AS ten
          FROM unnest(numbers) WITH ORDINALITY AS u (number, place)
         CROSS JOIN LATERAL (
               -- One that is written so already, told by what costs less than a regular expression.
               SELECT CASE WHEN length(u.number) = 12 AND left(u.number, 2) = '+1' AND translate(u.number, '0123456789', '') = '+'
                            AND substr(u.number, 3, 1) COLLATE "C" >= '2' AND substr(u.number, 6, 1) COLLATE "C" >= '2'
                           THEN u.number ELSE refinery_internal.e164(u.number) END AS e164) AS e
    ), sorted AS MATERIALIZED (
        -- In the order of the table: neighbours lie on the same pages.
        SELECT a.place, (a.ten / 10000)::integer AS prefix, (a.ten % 10000)::integer AS line FROM asked a WHERE a.ten IS NOT NULL ORDER BY a.ten
    ), found AS MATERIALIZED (
        SELECT f.place, array_agg(DISTINCT f.list ORDER BY f.list) AS lists
          FROM (SELECT s.place, r.list FROM sorted s JOIN refinery.registered_numbers r ON r.prefix = s.prefix WHERE get_bit(r.numbers, s.line) = 1
                UNION ALL
                SELECT a.place, e.list
                  FROM asked a
                  JOIN refinery.suppression_entries e ON e.kind = 'number' AND e.value = a.e164 AND e.removed_at IS NULL) AS f
         GROUP BY f.place
    )
    SELECT a.number, a.e164, CASE WHEN f.lists IS NOT NULL THEN 'listed' WHEN v.last_day IS NULL THEN 'not_checked' ELSE 'clean' END,
           coalesce(f.lists, '{}'), v.last_day
      FROM asked a
      LEFT JOIN found f ON f.place = a.place
      LEFT JOIN refinery_internal.checked_areas() AS v ON a.e164 LIKE '+1%' AND v.area_code = substring(a.e164 FROM 3 FOR 3)
     ORDER BY a.place
$$;

-- Area codes that the national registry has a valid file for, with its day and the last day on which it counts.
CREATE OR REPLACE FUNCTION refinery_internal.checked_areas() RETURNS TABLE (area_code text, as_of date, last_day date)
LANGUAGE sql STABLE ROWS 300
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT a.area_code, a.as_of, a.as_of + refinery_internal.registry_days() - 1
      FROM refinery.registry_areas a
     WHERE a.list = 'national' AND a.as_of + refinery_internal.registry_days() > current_date
$$;

-- The personas that entries may concern: whoever has such a number (as has his company), e-mail, domain or company.
CREATE OR REPLACE FUNCTION refinery_internal.personas_of_entries(kinds text[], entry_values text[]) RETURNS SETOF uuid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
    numbers text[] := ARRAY(SELECT v FROM unnest(kinds, entry_values) AS e (k, v) WHERE k = 'number');
    emails text[] := ARRAY(SELECT v FROM unnest(kinds, entry_values) AS e (k, v) WHERE k = 'email');
    domains text[] := ARRAY(SELECT v FROM unnest(kinds, entry_values) AS e (k, v) WHERE k = 'domain');
    names text[] := ARRAY(SELECT v FROM unnest(kinds, entry_values) AS e (k, v) WHERE k = 'company');
BEGIN
    IF numbers <> '{}' THEN
        RETURN QUERY SELECT f.persona_id FROM refinery.persona_phones f WHERE f.e164 = ANY (numbers);
        RETURN QUERY SELECT p.id FROM refinery.company_phones f JOIN refinery.personas p ON p.company_id = f.company_id WHERE f.e164 = ANY (numbers);
        RETURN QUERY SELECT b.persona_id FROM refinery.campaign_block_contacts b WHERE b.is_open AND b.phone_e164 = ANY (numbers);
    END IF;
    IF emails <> '{}' THEN
        RETURN QUERY SELECT m.persona_id FROM refinery.persona_emails m WHERE m.email = ANY (emails);
    END IF;
    IF domains <> '{}' THEN
        -- Backwards: itself, and what stands below it, which goes on with a dot. A slash comes after that.
        RETURN QUERY SELECT m.persona_id FROM unnest(domains) AS d (domain)
                       JOIN refinery.persona_emails m ON reverse(split_part(m.email, '@', 2)) >= reverse(d.domain)
                        AND reverse(split_part(m.email, '@', 2)) < reverse(d.domain) || '/'
                        AND (split_part(m.email, '@', 2) = d.domain OR reverse(split_part(m.email, '@', 2)) LIKE reverse(d.domain) || '.%');
        RETURN QUERY SELECT p.id FROM unnest(domains) AS d (domain)
                       JOIN refinery.companies c ON reverse(c.domain) COLLATE "C" >= reverse(d.domain) AND reverse(c.domain) COLLATE "C" < reverse(d.domain) || '/'
                        AND (c.domain = d.domain OR reverse(c.domain) LIKE reverse(d.domain) || '.%')
                       JOIN refinery.personas p ON p.company_id = c.id;
    END IF;
    IF names <> '{}' THEN
        RETURN QUERY SELECT p.id FROM unnest(names) AS n (name)
                       JOIN refinery.companies c ON lower(regexp_replace(c.name, '[^[:alnum:]]+', '', 'g')) COLLATE "C" >= n.name
                        AND lower(regexp_replace(c.name, '[^[:alnum:]]+', '', 'g')) COLLATE "C" < n.name || chr(1114111)
                        AND refinery_internal.company_key(c.name) = n.name
                       JOIN refinery.personas p ON p.company_id = c.id;
    END IF;
    RETURN QUERY SELECT v::uuid FROM unnest(kinds, entry_values) AS e (k, v) WHERE k = 'persona';
END
$$;

-- Adds entries, each of a kind with its value; what is there already stays. Returns how many are new, how many open contacts they took out
-- of blocks, and the places (from 1) of values that are none of their kind, or a domain that is everybody's.
CREATE OR REPLACE FUNCTION refinery_internal.add_suppressions(
    to_list text, kinds text[], entry_values text[], from_source text, OUT added bigint, OUT withdrawn bigint, OUT refused integer[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    read_kinds text[];
    read_values text[];
BEGIN
    IF to_list NOT IN ('opt_out', 'litigator', 'competitor', 'customer') OR to_list IS NULL THEN
        RAISE EXCEPTION 'There is no list %.', coalesce(to_list, 'null')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Lists of entries are opt_out, litigator, competitor and customer.';
    END IF;
    PERFORM refinery_internal.lock_campaigns();
    SELECT array_agg(e.kind ORDER BY e.place) FILTER (WHERE r.value IS NOT NULL), array_agg(r.value ORDER BY e.place) FILTER (WHERE r.value IS NOT NULL),
           coalesce(array_agg(e.place ORDER BY e.place) FILTER (WHERE r.value IS NULL), '{}')
      INTO read_kinds, read_values, refused
      FROM unnest(kinds, entry_values) WITH ORDINALITY AS e (kind, value, place)
     CROSS JOIN LATERAL (SELECT refinery_internal.own_suppression_value(e.kind, e.value) AS value) AS r;
    WITH new AS (
        INSERT INTO refinery.suppression_entries (list, kind, value, label, source)
        SELECT to_list, e.kind, r.value, nullif(min(btrim(e.value)), r.value), from_source
          FROM unnest(kinds, entry_values) AS e (kind, value)
         CROSS JOIN LATERAL (SELECT refinery_internal.own_suppression_value(e.kind, e.value) AS value) AS r
         WHERE r.value IS NOT NULL
         GROUP BY e.kind, r.value
        ON CONFLICT (kind, value, list) WHERE removed_at IS NULL DO NOTHING
        RETURNING 1)
    SELECT count(*) INTO added FROM new;
    withdrawn := refinery_internal.withdraw_contacts(
        ARRAY(SELECT DISTINCT p FROM refinery_internal.personas_of_entries(coalesce(read_kinds, '{}'), coalesce(read_values, '{}')) AS p));
END
$$;

-- One entry. kind: number, email, company, domain or persona. Returns how many contacts it took out of open blocks.
CREATE OR REPLACE FUNCTION refinery.add_suppression(list text, kind text, value text, source text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    outcome record;
BEGIN
    IF kind NOT IN ('number', 'email', 'company', 'domain', 'persona') OR kind IS NULL THEN
        RAISE EXCEPTION 'There is no kind % of suppression.', coalesce(kind, 'null')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Kinds are number, email, company, domain and persona.';
    END IF;
    IF kind = 'domain' AND refinery_internal.is_shared_domain(refinery_internal.suppression_value(kind, value)) THEN
        RAISE EXCEPTION 'Everybody may have an address or a page at this domain.'
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Give the e-mail address, the number or the company of who is meant.';
    END IF;
    SELECT * INTO outcome FROM refinery_internal.add_suppressions(list, ARRAY[kind], ARRAY[value], source);
    IF outcome.refused <> '{}' THEN
        RAISE EXCEPTION 'What was given is no %.', CASE kind WHEN 'email' THEN 'e-mail address' WHEN 'persona' THEN 'id of a persona' WHEN 'number' THEN 'phone number' ELSE kind END
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN outcome.withdrawn;
END
$$;

-- Somebody said no: never again, by whichever of these is given. Returns how many contacts that took out of open blocks.
CREATE OR REPLACE FUNCTION refinery.opt_out(
    number text DEFAULT NULL, email text DEFAULT NULL, company text DEFAULT NULL, domain text DEFAULT NULL, source text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    withdrawn bigint := 0;
    given record;
BEGIN
    IF num_nonnulls(number, email, company, domain) = 0 THEN
        RAISE EXCEPTION 'Nobody is named who opted out.' USING ERRCODE = 'invalid_parameter_value', HINT = 'Give a number, an email, a company or a domain.';
    END IF;
    FOR given IN SELECT * FROM unnest(ARRAY['number', 'email', 'company', 'domain'], ARRAY[number, email, company, domain]) AS g (kind, value)
                  WHERE g.value IS NOT NULL
    LOOP
        withdrawn := withdrawn + refinery.add_suppression('opt_out', given.kind, given.value, source);
    END LOOP;
    RETURN withdrawn;
END
$$;

-- Takes an entry back; those who opted out stay so. Returns whether there was one.
CREATE OR REPLACE FUNCTION refinery.remove_suppression(list text, kind text, value text) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    read_value text := refinery_internal.suppression_value(kind, value);
    from_list text := list;
    of_kind text := kind;
BEGIN
    IF list = 'opt_out' THEN
        RAISE EXCEPTION 'Who opted out stays so.' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    PERFORM refinery_internal.lock_campaigns();
    UPDATE refinery.suppression_entries e SET removed_at = clock_timestamp()
     WHERE e.list = from_list AND e.kind = of_kind AND e.value = read_value AND e.removed_at IS NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO refinery.campaign_contact_changes SELECT DISTINCT p FROM refinery_internal.personas_of_entries(ARRAY[of_kind], ARRAY[read_value]) AS p;
    RETURN true;
END
$$;
