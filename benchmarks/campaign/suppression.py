"""A national registry: how large it is, and how fast numbers are held against it."""

from pathlib import Path

from lab.figures import Goal

from . import world

TITLE = "Suppression"
METHOD = """
A national registry of 250 million numbers, in every exchange of every area code of the United States. 10,000 numbers of all area codes, each of
another exchange, and of thirteen area codes, are given to `refinery.check_suppressions`, eleven times; the median counts.
"""


def run(binary: Path, options) -> tuple[list[Goal], list[str]]:
    with world.world(binary) as (_, server, _):
        fresh = "fresh, before anybody analyzed the tables"
        world.fill_registry(server, "AND a.area_code < '300'" if options.short else "")
        first = lookup(server, 468)
        world.settle(server)
        numbers = server.value("SELECT sum(numbers) FROM refinery.registry_areas")
        size = server.value("SELECT pg_total_relation_size('refinery.registered_numbers')")
        areas = server.value("SELECT count(*) FROM refinery.registry_areas")
        wide, narrow = lookup(server, areas), lookup(server, 13)
        return [
            Goal("table of 250 million numbers", size * 250e6 / float(numbers) / 2**20 if options.short else size / 2**20, 1024, " MB"),
            Goal("10,000 numbers of all area codes", 1000 * wide, 100, " ms"),
            Goal("10,000 numbers of thirteen area codes", 1000 * narrow, 100, " ms"),
            Goal(f"10,000 numbers of all area codes, {fresh}", 1000 * first, 200, " ms"),
        ], [f"{numbers:,} numbers of {areas} area codes; load of the machine {world.load()}."]


def lookup(server, areas: int) -> float:
    numbers = server.value(
        "SELECT array_agg('+1' || a.area_code || (2000000 + n * 7919 %% 8000000)::text)"
        "  FROM generate_series(1, 10000) AS n"
        "  JOIN (SELECT r.area_code, row_number() OVER (ORDER BY r.area_code) - 1 AS k FROM refinery.registry_areas r) AS a"
        "    ON a.k = n %% least(%s, (SELECT count(*) FROM refinery.registry_areas))", [areas])
    return world.median_seconds(lambda: server.execute("SELECT status, count(*) FROM refinery.check_suppressions(%s::text[]) GROUP BY 1", [numbers]), 11)
