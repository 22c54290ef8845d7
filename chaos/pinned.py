"""The cost of claims while an analyst's transaction stays open: pages of `jobs` and its indexes, and time, beside a clean run.

One real worker, one batch a claim. The batches are split beforehand, and no coordinator runs meanwhile: what is left is claim and finish.
"""

import time
from pathlib import Path

import psycopg

from .figures import Goal, rounded, say
from .kills import submit
from .lab import Lab

PAGES = """
SELECT sum(pg_stat_get_blocks_fetched(c.oid))::bigint
  FROM pg_class c
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
 WHERE c.oid = 'refinery.jobs'::regclass OR i.indrelid = 'refinery.jobs'::regclass
"""


def run(binary: Path, claims: int) -> dict:
    result = {"claims": claims}
    for name, is_pinned in (("clean", False), ("pinned", True)):
        say(f"{claims:,} claims, {'a transaction stays open' if is_pinned else 'nobody else'}")
        pages, milliseconds = measure(binary, claims, is_pinned)
        result |= {f"{name}_pages_per_claim": rounded(pages, 2), f"{name}_ms_per_claim": rounded(milliseconds, 3)}
    result["pages_ratio"] = rounded(result["pinned_pages_per_claim"] / result["clean_pages_per_claim"], 3)
    result["time_ratio"] = rounded(result["pinned_ms_per_claim"] / result["clean_ms_per_claim"], 3)
    return result


def measure(binary: Path, claims: int, is_pinned: bool) -> tuple[float, float]:
    """Pages and milliseconds a claim."""
    # Not observed: the witness would add pages and time of its own.
    with Lab(binary, {"MAX_CONCURRENT_BATCHES": "1"}, observed=False) as lab:
        fleet = lab.fleet(1, 0)
        submit(lab, claims, 1, 1)
        while not lab.server.value("SELECT bool_and(split_at IS NOT NULL) FROM refinery.imports"):
            time.sleep(0.05)
        fleet.stop()
        lab.server.execute("VACUUM ANALYZE refinery.jobs")
        analyst = psycopg.connect(lab.server.url)
        if is_pinned:
            analyst.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            analyst.execute("SELECT count(*) FROM refinery.jobs")
        before, done_before = pages(lab), done(lab)
        begin = time.monotonic()
        worker = lab.fleet(0, 1)
        deadline = begin + 600
        while done(lab) < claims and time.monotonic() < deadline:
            time.sleep(0.5)
        seconds = lab.server.value(
            "SELECT extract(epoch FROM max(finished_at) - min(claimed_at))::float8 FROM refinery.jobs WHERE stage = 'refine'")
        worker.stop()
        finished = done(lab) - done_before
        # Our own looks at the job counters are not part of it.
        fetched = pages(lab) - before
        analyst.close()
        return fetched / finished, seconds * 1000 / finished


def done(lab: Lab) -> int:
    """How far the worker is, without a look at `jobs` itself."""
    lab.server.execute("SELECT pg_stat_clear_snapshot()")
    return lab.server.value(
        "SELECT (SELECT count(*) FROM refinery.records) + (SELECT count(*) FROM refinery.duplicates)"
        " + (SELECT count(*) FROM refinery.rejects)")


def pages(lab: Lab) -> int:
    # Sessions that ended have reported what they did; the others do so within a second of being idle.
    time.sleep(1.2)
    lab.server.execute("SELECT pg_stat_force_next_flush()")
    return lab.server.value(PAGES)


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"pages a claim, pinned over clean, {result['claims']:,} claims", result["pages_ratio"], 1.2),
        Goal("time a claim, pinned over clean", result["time_ratio"], 1.2),
    ]
