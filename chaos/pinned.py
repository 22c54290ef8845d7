"""The cost of claims while an analyst's transaction stays open, beside a clean run: pages and time of the statement, and of finishing.

One real worker, one batch a claim. The batches are split beforehand, and no coordinator runs meanwhile. The figures are those of
pg_stat_statements.
"""

import time
from pathlib import Path

import psycopg

from lab.figures import Goal, rounded, say
from .kills import submit
from lab.lab import Lab

COST = """
SELECT sum(shared_blks_hit + shared_blks_read)::float8 / sum(calls), sum(total_exec_time) / sum(calls), sum(calls)::int
  FROM pg_stat_statements WHERE query LIKE %s
"""
STATEMENTS = {"claim": "%sql/queries/jobs/claim_jobs.sql%", "finish": "%sql/queries/jobs/finish_jobs.sql%"}


def run(binary: Path, claims: int) -> dict:
    result: dict = {"claims": claims}
    for name, is_pinned in (("clean", False), ("pinned", True)):
        say(f"{claims:,} claims, {'a transaction stays open' if is_pinned else 'nobody else'}")
        for statement, (pages, milliseconds) in measure(binary, claims, is_pinned).items():
            result |= {f"{statement}_pages_{name}": rounded(pages, 2), f"{statement}_ms_{name}": rounded(milliseconds, 4)}
    for figure in ("claim_pages", "claim_ms", "finish_pages", "finish_ms"):
        result[f"{figure}_ratio"] = rounded(result[f"{figure}_pinned"] / result[f"{figure}_clean"], 3)
    return result


def measure(binary: Path, claims: int, is_pinned: bool) -> dict[str, tuple[float, float]]:
    """Pages and milliseconds of one call, by statement."""
    # Not observed: the witness would add pages and time of its own.
    with Lab(binary, {"MAX_CONCURRENT_BATCHES": "1"}, {"shared_preload_libraries": "pg_stat_statements"}, observed=False) as lab:
        lab.server.execute("CREATE EXTENSION pg_stat_statements")
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
        lab.server.execute("SELECT pg_stat_statements_reset()")
        worker = lab.fleet(0, 1)
        deadline = time.monotonic() + 900
        while lab.server.execute(COST, [STATEMENTS["finish"]])[0][2] in (None, *range(claims)) and time.monotonic() < deadline:
            time.sleep(0.5)
        costs = {name: lab.server.execute(COST, [pattern])[0][:2] for name, pattern in STATEMENTS.items()}
        worker.stop()
        analyst.close()
        return costs


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"pages a claim, pinned over clean, {result['claims']:,} claims", result["claim_pages_ratio"], 1.2),
        Goal("time a claim, pinned over clean", result["claim_ms_ratio"], 1.2),
    ]
