"""kill -9 of random workers and coordinators during an import; one worker hangs for longer than its lease meanwhile."""

import random
import signal
import time
from pathlib import Path

from lab import ledger
from . import history
from lab.figures import Goal, percentile, rounded, say
from lab.lab import Lab
from lab.ledger import Submission

COORDINATORS, WORKERS = 2, 6
BATCH_ROWS = 100
# Seconds between two kills.
PAUSE = (0.05, 0.25)


def run(binary: Path, rows: int, kills: int, seed: int) -> dict:
    chance = random.Random(seed)
    batches = max(1, rows // BATCH_ROWS)
    # The import should last about as long as the kills: what is missing is submitted on top.
    delay = min(150, max(20, 1000 * kills * sum(PAUSE) / 2 * WORKERS * 0.6 / batches))
    settings = {
        "REFINERY_TEST_BATCH_DELAY_MS": str(int(delay)), "MAX_CONCURRENT_BATCHES": "1",
        # A batch dies with its third worker; here that many die that it would be the batch's bad luck.
        "RETRY_ATTEMPTS": "1000",
    }  # fmt: skip
    with Lab(binary, settings) as lab:
        fleet = lab.fleet(COORDINATORS, WORKERS)
        submissions = [submit(lab, rows, seed, BATCH_ROWS)]
        killed_at: dict[str, float] = {}
        hang = Hang(lab, fleet)
        done = 0
        while done < kills or hang.is_under_way:
            time.sleep(chance.uniform(*PAUSE))
            hang.step(chance)
            if done >= kills:
                continue
            if lab.server.value("SELECT count(*) FROM refinery.runs WHERE status = 'running'") == 0:
                submissions.append(submit(lab, rows, seed + len(submissions), BATCH_ROWS))
                submissions[-1].is_alone = False
            role = "coordinator" if chance.random() < 0.15 else "worker"
            member = chance.choice([member for member in fleet.of(role) if not member.is_stopped])
            worker = lab.worker_id(member.pid)
            before = time.time()
            fleet.kill(member)
            if worker:
                killed_at[worker] = before
            done += 1
            if done % 100 == 0:
                say(f"{done} kills, {len(submissions)} files")
        ledger.await_end(lab.server, submissions, 300)
        fleet.stop()
        verdict = ledger.check(lab.server, submissions)
        delays = history.delays(lab.server, killed_at)
        return {
            "kills": done, "lost": verdict.lost, "doubled": verdict.doubled,
            "rescue_ms_p50": rounded(percentile(delays, 0.5)), "rescue_ms_p99": rounded(percentile(delays, 0.99)),
            "zombie_writes": verdict.zombie_writes, "rows": sum(each.expected["rows"] for each in submissions), "seed": seed,
            "files": len(submissions), "kills_that_held_a_batch": len(delays), "hangs": hang.count,
            "leases_lost": fleet.log_count("lease lost"), "problems": verdict.problems,
        }  # fmt: skip


def submit(lab: Lab, rows: int, seed: int, batch_rows: int) -> Submission:
    path, expected = lab.sample(rows, seed)
    return Submission(lab.submit(path, batch_rows), expected)


class Hang:
    """SIGSTOP of a worker that holds a batch, until its lease has lapsed and its jobs were taken; then SIGCONT. Once."""

    def __init__(self, lab: Lab, fleet):
        self.lab, self.fleet = lab, fleet
        self.member = None
        self.worker = None
        self.count = 0

    @property
    def is_under_way(self) -> bool:
        return self.count == 0

    def step(self, chance: random.Random) -> None:
        if self.count:
            return
        if self.member is None:
            member = chance.choice(self.fleet.of("worker"))
            worker = self.lab.worker_id(member.pid)
            if worker is None:
                return
            member.signal(signal.SIGSTOP)
            if self.holds(worker):
                self.member, self.worker = member, worker
            else:
                member.signal(signal.SIGCONT)
        elif not self.lab.server.value("SELECT count(*) FROM refinery.workers WHERE id = %s", [self.worker]):
            self.member.signal(signal.SIGCONT)
            self.count += 1

    def holds(self, worker: str) -> bool:
        return bool(self.lab.server.value("SELECT count(*) FROM refinery.jobs WHERE worker_id = %s AND state = 'claimed'", [worker]))


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"rows lost over {result['kills']:,} kills, {result['rows']:,} rows", result["lost"], 0),
        Goal("rows or effects doubled", result["doubled"], 0),
        Goal("writes of a hung worker accepted", result["zombie_writes"], 0),
        Goal("anything else wrong in the ledger", len(result["problems"]), 0),
    ]
