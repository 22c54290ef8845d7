"""The plans of ten million: with the statistics of a million rows, told ten times as many, no statement reads a large table from its beginning to its end."""

from pathlib import Path

from lab.figures import Goal

from . import blocks, world

TITLE = "Plans at 10,000,000"
METHOD = """
With `--rows 10000000` the tables really have that many rows. Without it they are filled with fewer, and Postgres counts scans: selective criteria, refreshing, adding an
opt-out and checking numbers are run, and no table of records, personas, companies, contacts or registries may have been read from its beginning to its end.
"""
STATEMENTS = {
    "preview of some ZIP codes of a state": """SELECT refinery.preview_campaign_blocks('{"state": "RI", "sic": "17"}')""",
    "blocks of a trade in a state": """SELECT count(*) FROM refinery.generate_campaign_blocks('{"state": "RI", "sic": "17"}')""",
    "contacts of changed personas": "SELECT refinery_internal.refresh_contacts(ARRAY(SELECT persona_id FROM refinery.persona_phones WHERE e164 BETWEEN '+1212' AND '+12122100000' LIMIT 100))",
    "an opt-out by number": "SELECT refinery.opt_out(number => '+12125550100')",
    "an opt-out by e-mail": "SELECT refinery.opt_out(email => 'ann7@firm3.example')",
    "check of numbers": "SELECT count(*) FROM refinery.check_suppressions(ARRAY['+12125550100', '+14155550100'])",
}


def run(binary: Path, options) -> tuple[list[Goal], list[str]]:
    goals = []
    with world.world(binary) as (_, server, _):
        world.fill_registry(server, "AND a.area_code < '300'")
        world.fill_records(server, options.rows if options.rows > 1_000_000 else min(options.rows, 200_000))
        world.settle(server)
        blocks.refresh_all(server)
        world.settle(server)
        server.execute("SELECT pg_stat_force_next_flush()")
        for what, statement in STATEMENTS.items():
            before = scans(server)
            server.execute(statement)
            server.execute("SELECT pg_stat_force_next_flush()")
            server.execute("SELECT 1")
            read = sorted(name for name, count in scans(server).items() if count > before.get(name, 0))
            goals.append(Goal(what + (f" (read {', '.join(read)})" if read else ""), len(read), 0))
        rows = server.value("SELECT count(*) FROM refinery.records")
    return goals, [f"{rows:,} records; scans of whole tables."]


def scans(server) -> dict[str, int]:
    return dict(server.execute(
        "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE schemaname = 'refinery'"
        " AND relname ~ '^(records|persona|companies|company_|campaign_contacts|campaign_block_contacts|registered_numbers|links)'"))
