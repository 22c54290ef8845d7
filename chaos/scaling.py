"""1 to 64 worker processes on batches of 100 ms of simulated waiting: batches a second beside a straight line, and what 64 idle
workers do to one small import."""

import time
from pathlib import Path

from lab.figures import Goal, percentile, rounded, say
from .kills import submit
from lab.lab import Lab

DELAY_MS = 100
BATCH_ROWS = 5
WORKERS = [1, 4, 16, 64]
# Long enough for several groups of 4 batches.
WINDOW_SECONDS = 12
TRICKLE = 25


def run(binary: Path) -> dict:
    result: dict = {"delay_ms": DELAY_MS}
    for workers in WORKERS:
        rate, alone = measure(binary, workers)
        result[f"batches_per_second_{workers}"] = rounded(rate, 1)
        result[f"small_import_ms_{workers}"] = rounded(alone, 1)
        say(f"{workers} workers: {rate:.1f} batches/s, a small import {alone:.0f} ms")
    one = result["batches_per_second_1"]
    for workers in WORKERS[1:]:
        result[f"share_of_linear_{workers}"] = rounded(result[f"batches_per_second_{workers}"] / (workers * one), 3)
    return result


def measure(binary: Path, workers: int) -> tuple[float, float]:
    """Batches a second when there is plenty, and the median milliseconds from submit to done of one batch when all are hungry."""
    settings = {"MAX_CONCURRENT_BATCHES": "4", "REFINERY_TEST_BATCH_DELAY_MS": str(DELAY_MS), "DATABASE_POOL_SIZE": "2"}
    with Lab(binary, settings, server={"max_connections": "400"}, observed=False) as lab:
        lab.fleet(1, workers)
        while lab.server.value("SELECT count(*) FROM refinery.workers WHERE holds_lock") < workers + 1:
            time.sleep(0.2)
        time.sleep(2)
        waits = [small_import(lab, number) for number in range(TRICKLE)]
        # Twice what a straight line needs: the window must end before the work does.
        submit(lab, BATCH_ROWS * int(workers * (1000 / DELAY_MS) * (WINDOW_SECONDS + 8)), 7, BATCH_ROWS)
        while lab.server.value("SELECT count(*) FROM refinery.jobs WHERE stage = 'refine' AND state = 'claimed'") == 0:
            time.sleep(0.05)
        time.sleep(3)
        begin, at = finished(lab), time.monotonic()
        time.sleep(WINDOW_SECONDS)
        count, seconds = finished(lab) - begin, time.monotonic() - at
        return count / seconds, percentile(waits, 0.5)


def small_import(lab: Lab, number: int) -> float:
    """Milliseconds from submit to done of a file of one batch; its simulated waiting is taken off."""
    import_id = submit(lab, BATCH_ROWS, 1000 + number, BATCH_ROWS).import_id
    question = (
        "SELECT extract(epoch FROM j.finished_at - i.created_at)::float8 * 1000 FROM refinery.runs i"
        " JOIN refinery.jobs j ON j.run_id = i.id AND j.stage = 'refine' AND j.state = 'done' WHERE i.id = %s")
    while not (found := lab.server.execute(question, [import_id])):
        time.sleep(0.02)
    return found[0][0] - DELAY_MS


def finished(lab: Lab) -> int:
    return lab.server.value("SELECT count(*) FROM refinery.jobs WHERE stage = 'refine' AND state = 'done'")


def goals(result: dict) -> list[Goal]:
    return [
        Goal("64 workers, share of 64 times one worker", result["share_of_linear_64"], 0.9, at_least=True),
        Goal("16 workers, share of 16 times one worker", result["share_of_linear_16"], 0.9, at_least=True),
    ]
