"""A batch that kills its worker, three times: it ends as a dead letter, the rest of the import is done, and `retry` revives it."""

import time
from pathlib import Path

from lab import ledger
from lab.figures import Goal
from .kills import submit
from lab.lab import Lab

BATCH_ROWS = 10
BATCHES = 6
ATTEMPTS = 3


def run(binary: Path, seed: int) -> dict:
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": "200", "MAX_CONCURRENT_BATCHES": "1", "RETRY_ATTEMPTS": str(ATTEMPTS)}
    with Lab(binary, settings) as lab:
        fleet = lab.fleet(1, 2)
        submission = submit(lab, BATCH_ROWS * BATCHES, seed, BATCH_ROWS)
        killed = 0
        deadline = time.monotonic() + 60
        while status(lab, submission) == "running" and time.monotonic() < deadline:
            for member in fleet.of("worker"):
                if holds_poison(lab, lab.worker_id(member.pid)):
                    fleet.kill(member)
                    killed += 1
            time.sleep(0.005)
        ended = status(lab, submission)
        dead, attempts, history = lab.server.execute(
            "SELECT count(*), max(attempt), max(jsonb_array_length(errors)) FROM refinery.jobs WHERE state = 'dead'")[0]
        done = lab.server.value("SELECT count(*) FROM refinery.jobs WHERE stage = 'refine' AND state = 'done'")
        lab.output("retry", submission.import_id)
        ledger.await_end(lab.server, [submission], 60)
        fleet.stop()
        # Revived jobs count their attempts from zero, so their history is longer than that.
        verdict = ledger.check(lab.server, [submission])
        problems = [problem for problem in verdict.problems if "attempts" not in problem]
        return {
            "workers_killed": killed, "dead_letters": dead, "attempts": attempts, "history": history, "done_beside_it": done,
            "status": ended, "lost_after_retry": verdict.lost, "doubled_after_retry": verdict.doubled, "seed": seed, "problems": problems,
        }  # fmt: skip


def status(lab: Lab, submission) -> str:
    return lab.server.value("SELECT status FROM refinery.runs WHERE id = %s", [submission.import_id])


def holds_poison(lab: Lab, worker: str | None) -> bool:
    """Batch number 2 is the poison."""
    return worker is not None and bool(lab.server.value(
        "SELECT count(*) FROM refinery.jobs WHERE worker_id = %s AND state = 'claimed' AND stage = 'refine' AND seq = 2", [worker]))


def goals(result: dict) -> list[Goal]:
    return [
        Goal("workers killed by one batch before it is a dead letter", result["workers_killed"], ATTEMPTS),
        Goal("batches done beside it", result["done_beside_it"], BATCHES - 1, at_least=True),
        Goal("rows lost or doubled after retry", result["lost_after_retry"] + result["doubled_after_retry"], 0),
        Goal("anything else wrong in the ledger", len(result["problems"]), 0),
    ]
