"""SIGSTOP of workers for longer than their lease, one while it waits with claims and one in the middle of its transaction; then
SIGCONT: what they still try must change nothing."""

import random
import signal
import time
from pathlib import Path

from lab import ledger
from . import history
from lab.figures import Goal, rounded, say
from .kills import submit
from lab.lab import Lab

ROWS = 40_000
BATCH_ROWS = 1000


def run(binary: Path, rounds: int, seed: int) -> dict:
    chance = random.Random(seed)
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": "100", "MAX_CONCURRENT_BATCHES": "1"}
    refused, stopped, submissions = 0, [], []
    with Lab(binary, settings) as lab:
        fleet = lab.fleet(2, 6)
        for number in range(rounds):
            submissions.append(submit(lab, ROWS, seed + number, BATCH_ROWS))
            submissions[-1].is_alone = number == 0
            victims = chance.sample(fleet.of("worker"), 2)
            hung = {hang_with_claim(lab, victims[0]): victims[0], hang_in_transaction(lab, victims[1]): victims[1]}
            stopped += hung
            say(f"round {number + 1} of {rounds}: two workers hang")
            await_condition(lambda: not known(lab, list(hung)), 30, "hung workers were not given up")
            # Everything else is done before the zombies come back.
            ledger.await_end(lab.server, submissions, 120)
            for member in hung.values():
                member.signal(signal.SIGCONT)
            await_condition(lambda: known(lab, list(hung)) == 2, 30, "workers that hung did not come back")
        # A zombie has come back when it claims again: its old batch is behind it.
        submissions.append(submit(lab, ROWS // 4, seed + rounds, BATCH_ROWS))
        submissions[-1].is_alone = False
        ledger.await_end(lab.server, submissions, 120)
        ended = len(fleet.ended())
        fleet.stop()
        verdict = ledger.check(lab.server, submissions)
        rescued = [rescue for rescue in history.rescues(lab.server) if rescue.worker in stopped]
        return {
            "hangs": len(stopped), "in_transaction": rounds, "lost": verdict.lost, "doubled": verdict.doubled,
            "zombie_writes": verdict.zombie_writes, "rescued": len(rescued), "seed": seed,
            "refused": fleet.log_count("lease lost") + fleet.log_count("job failed"),
            "rerun_ms_max": worst(rescued, "claimed_at"), "redone_ms_max": worst(rescued, "done_at"),
            "processes_ended": ended, "problems": verdict.problems,
        }  # fmt: skip


def worst(rescues: list[history.Rescue], until: str) -> float | None:
    """Milliseconds from the rescue; None when a rescued batch was never taken up."""
    if not rescues or any(getattr(rescue, until) is None for rescue in rescues):
        return None
    return rounded(max((getattr(rescue, until) - rescue.rescued_at).total_seconds() * 1000 for rescue in rescues))


def hang_with_claim(lab: Lab, member) -> str:
    """Stops the worker while it holds a batch outside of any transaction."""
    return hang(
        lab, member,
        "SELECT count(*) FROM refinery.jobs j WHERE j.worker_id = %(id)s AND j.state = 'claimed'"
        " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.backend_xid IS NOT NULL AND a.application_name ILIKE '%%' || %(id)s)",
    )  # fmt: skip


def hang_in_transaction(lab: Lab, member) -> str:
    """Stops the worker while a transaction of its own has written and is not committed."""
    return hang(
        lab, member,
        "SELECT count(*) FROM pg_stat_activity a WHERE a.backend_xid IS NOT NULL AND a.application_name ILIKE '%%' || %(id)s"
        " AND (a.state = 'idle in transaction' OR a.wait_event = 'ClientRead')",
    )  # fmt: skip


def hang(lab: Lab, member, condition: str) -> str:
    """- condition: counts what makes the moment right; it must still be right when the process has stopped."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        worker = lab.worker_id(member.pid)
        if worker and lab.server.value(condition, {"id": worker}):
            member.signal(signal.SIGSTOP)
            time.sleep(0.05)
            if lab.server.value(condition, {"id": worker}):
                return worker
            member.signal(signal.SIGCONT)
        time.sleep(0.001)
    raise SystemExit("chaos: no worker was found in the state to be stopped in; make the import longer.")


def known(lab: Lab, workers: list[str]) -> int:
    return lab.server.value("SELECT count(*) FROM refinery.workers WHERE id = ANY(%s::uuid[])", [workers])


def await_condition(condition, seconds: float, failure: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"chaos: {failure} within {seconds:.0f} s.")
        time.sleep(0.02)


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"writes of {result['hangs']} hung workers accepted", result["zombie_writes"], 0),
        Goal("their batches claimed again after the lease lapsed, worst", result["rerun_ms_max"], 5000, " ms"),
        Goal("their batches done after the lease lapsed, worst", result["redone_ms_max"], 5000, " ms"),
        Goal("rows lost", result["lost"], 0),
        Goal("rows or effects doubled", result["doubled"], 0),
        Goal("anything else wrong in the ledger", len(result["problems"]), 0),
        Goal("processes that ended", result["processes_ended"], 0),
    ]
