"""Linked records to contacts, a preview, and blocks."""

from pathlib import Path

from lab.figures import Goal

from . import world

TITLE = "Blocks"
METHOD = """
Linked records are written straight into the tables (`benchmarks/campaign/*.sql`; with `--whole` a generated list is imported and linked), beside a national
registry of 250 million numbers. Then contacts are made of all of them, once; a preview of all of them by `sic2,state,revenue`, one with two of
a company at most, and blocks of 100,000 contacts are timed as SQL, median of five previews.
"""
CONTACTS = 100_000


def run(binary: Path, options) -> tuple[list[Goal], list[str]]:
    with world.world(binary) as (product, server, directory):
        if options.whole:
            world.link_whole(product, directory, options.rows)
        else:
            world.fill_registry(server)
            server.execute("ANALYZE refinery.registered_numbers; ANALYZE refinery.registry_areas")
            world.fill_records(server, options.rows)
        world.settle(server)
        refresh = world.seconds(lambda: refresh_all(server))
        world.settle(server)
        personas = server.value("SELECT count(*) FROM refinery.campaign_contacts")
        server.execute("UPDATE refinery.personas SET score = score WHERE id IN (SELECT id FROM refinery.personas LIMIT 1000)")
        again = world.seconds(lambda: refresh_all(server))
        preview = world.median_seconds(lambda: server.value("SELECT refinery.preview_campaign_blocks('{}') ->> 'contacts'"))
        limited = world.median_seconds(lambda: server.value("""SELECT refinery.preview_campaign_blocks('{"per_company": 1}') ->> 'contacts'"""))
        state = world.median_seconds(lambda: server.value("""SELECT refinery.preview_campaign_blocks('{"state": "TX"}') ->> 'contacts'"""))
        criteria = choose(server)
        made = []
        generate = world.seconds(lambda: made.extend(server.execute("SELECT contacts FROM refinery.generate_campaign_blocks(%s::jsonb)", [criteria])))
        contacts = sum(row[0] for row in made)
        per_100k = generate * CONTACTS / max(contacts, 1)
        notes = [f"{personas:,} personas; {len(made):,} blocks of {contacts:,} contacts in {generate:.2f} s; load of the machine {world.load()}."]
        return [
            Goal("preview of a segmentation of all contacts", preview, 2, " s"),
            Goal("preview with one of a company at most", limited, 2, " s"),
            Goal("preview of one state", state, 2, " s"),
            Goal("blocks for 100,000 contacts", per_100k if contacts >= CONTACTS else generate, 5, " s"),
            Goal("contacts of all personas made for the first time", refresh, 60, " s"),
            Goal("contacts rebuilt after 1,000 personas changed", again, 1, " s"),
        ], notes


def refresh_all(server) -> None:
    """As the leader does it: short transactions."""
    while server.value("SELECT refinery_internal.refresh_changed_contacts(10000)"):
        pass


def choose(server) -> str:
    """Criteria that find somewhat more than 100,000 contacts who can be called: whole states, smallest first."""
    states, total = [], 0
    for state, count in server.execute(
            "SELECT state, count(*) FROM refinery.callable_contacts WHERE registry = 'clean' OR NOT EXISTS (SELECT FROM refinery.registry_areas)"
            " GROUP BY 1 ORDER BY 2, 1"):
        if total >= CONTACTS * 1.02:
            break
        states.append(state)
        total += count
    return '{"state": [' + ", ".join(f'"{state}"' for state in states if state) + "]}"
