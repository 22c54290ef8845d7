"""Restarts of Postgres during an import, every second one immediate as in a crash, and ended backends in between."""

import random
import time
from pathlib import Path

from lab import ledger
from lab.figures import Goal, say
from .kills import submit
from lab.lab import Lab

BATCH_ROWS = 100


def run(binary: Path, rows: int, restarts: int, seed: int) -> dict:
    chance = random.Random(seed)
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": "40", "MAX_CONCURRENT_BATCHES": "2", "RETRY_DELAY_MS": "200", "RETRY_ATTEMPTS": "100"}
    with Lab(binary, settings) as lab:
        fleet = lab.fleet(2, 4)
        started = [member.pid for member in fleet.members]
        submissions = [submit(lab, rows, seed, BATCH_ROWS)]
        ended_backends = 0
        for number in range(restarts):
            for _ in range(chance.randint(2, 4)):
                time.sleep(chance.uniform(0.1, 0.5))
                ended_backends += end_backends(lab, chance)
            if not running(lab):
                submissions.append(submit(lab, rows, seed + len(submissions), BATCH_ROWS))
                submissions[-1].is_alone = False
            done = finished(lab)
            lab.server.stop(immediate=number % 2 == 1)
            lab.start_server()
            say(f"restart {number + 1} of {restarts}")
            # Work goes on before the next one, or the import is over.
            deadline = time.monotonic() + 60
            while finished(lab) <= done and running(lab) and time.monotonic() < deadline:
                time.sleep(0.05)
        ledger.await_end(lab.server, submissions, 300)
        gone = len(fleet.ended()) + sum(member.pid not in started for member in fleet.members)
        fleet.stop()
        verdict = ledger.check(lab.server, submissions)
        return {
            "restarts": restarts, "immediate": restarts // 2, "backends_ended": ended_backends, "lost": verdict.lost,
            "doubled": verdict.doubled, "zombie_writes": verdict.zombie_writes, "processes_ended": gone,
            "rows": sum(each.expected["rows"] for each in submissions), "seed": seed, "problems": verdict.problems,
        }  # fmt: skip


def end_backends(lab: Lab, chance: random.Random) -> int:
    """Ends one or two of the fleet's connections, whichever they are."""
    backends = [row[0] for row in lab.server.execute("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'refinery/%'")]
    chosen = chance.sample(sorted(backends), min(len(backends), chance.randint(1, 2)))
    for backend in chosen:
        lab.server.execute("SELECT pg_terminate_backend(%s)", [backend])
    return len(chosen)


def running(lab: Lab) -> int:
    return lab.server.value("SELECT count(*) FROM refinery.runs WHERE status = 'running'")


def finished(lab: Lab) -> int:
    return lab.server.value("SELECT count(*) FROM refinery.jobs WHERE state = 'done'")


def goals(result: dict) -> list[Goal]:
    what = f"{result['restarts']} restarts ({result['immediate']} immediate), {result['backends_ended']} ended backends"
    return [
        Goal(f"rows lost over {what}", result["lost"], 0),
        Goal("rows or effects doubled", result["doubled"], 0),
        Goal("anything else wrong in the ledger", len(result["problems"]), 0),
        Goal("processes that ended", result["processes_ended"], 0),
    ]
