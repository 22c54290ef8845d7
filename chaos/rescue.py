"""From kill -9 of a worker that holds a batch to the moment another one has claimed that batch, one kill at a time."""

import random
import time
from pathlib import Path

from lab import ledger
from . import history
from lab.figures import Goal, percentile, rounded, say
from .kills import Hang, submit
from lab.lab import Lab

WORKERS = 4
BATCH_ROWS = 10
DELAY_MS = 400


def run(binary: Path, kills: int, seed: int) -> dict:
    chance = random.Random(seed)
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": str(DELAY_MS), "MAX_CONCURRENT_BATCHES": "1", "RETRY_ATTEMPTS": "1000"}
    with Lab(binary, settings) as lab:
        fleet = lab.fleet(2, WORKERS)
        killed_at: dict[str, float] = {}
        submissions = []
        while len(killed_at) < kills:
            if not lab.server.value("SELECT count(*) FROM refinery.runs WHERE status = 'running'"):
                # Fewer batches than workers: somebody is always free to take the batch over.
                submissions.append(submit(lab, BATCH_ROWS * (WORKERS - 2), seed + len(submissions), BATCH_ROWS))
                submissions[-1].is_alone = False
            member = chance.choice(fleet.of("worker"))
            worker = lab.worker_id(member.pid)
            if worker is None or not Hang(lab, fleet).holds(worker):
                time.sleep(0.005)
                continue
            # Anywhere in the batch.
            time.sleep(chance.uniform(0, DELAY_MS / 2000))
            before = time.time()
            fleet.kill(member)
            killed_at[worker] = before
            if len(killed_at) % 25 == 0:
                say(f"{len(killed_at)} of {kills} kills")
            # Time for the next process to start; one kill must not wait for another.
            time.sleep(chance.uniform(0.6, 1.0))
        ledger.await_end(lab.server, submissions, 60)
        verdict = ledger.check(lab.server, submissions)
        delays = history.delays(lab.server, killed_at)
        return {
            "kills": len(killed_at), "rescues": len(delays), "rescue_ms_p50": rounded(percentile(delays, 0.5)),
            "rescue_ms_p99": rounded(percentile(delays, 0.99)), "rescue_ms_max": rounded(max(delays, default=0)),
            "lost": verdict.lost, "doubled": verdict.doubled, "seed": seed, "problems": verdict.problems,
        }  # fmt: skip


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"kill -9 to the batch claimed elsewhere, p50 of {result['rescues']}", result["rescue_ms_p50"], 150, " ms"),
        Goal("the same, p99", result["rescue_ms_p99"], 500, " ms"),
        Goal("rows lost or doubled", result["lost"] + result["doubled"], 0),
    ]
