"""Everything through a PgBouncer in transaction mode: kill -9 of workers and of the leader; only the lease shows that a worker died."""

import random
import re
import time
from collections import Counter
from pathlib import Path

from lab import ledger
from . import history
from .bouncer import Bouncer
from lab.figures import Goal, percentile, rounded, say
from lab.fleet import Fleet
from .kills import Hang, submit
from lab.lab import Lab

COORDINATORS, WORKERS = 2, 4
SESSIONS = 5
BATCH_ROWS = 50
DELAY_MS = 100
LEASE_MS = 12_000
# An idle worker looks for batches every 1.4 s, and its machine is busy.
POLL_MS = 2_000

LEADER = """
    SELECT w.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      JOIN refinery.workers w ON lower(a.application_name) = 'refinery/coordinator/' || w.id::text
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = x'7266666c'::int::oid AND l.objid = 1 AND l.objsubid = 2"""


def run(binary: Path, rows: int, kills: int, seed: int) -> dict:
    chance = random.Random(seed)
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": str(DELAY_MS), "MAX_CONCURRENT_BATCHES": "1", "RETRY_ATTEMPTS": "1000"}
    with Lab(binary, settings) as lab, Bouncer(lab, SESSIONS) as bouncer:
        lab.environment["DATABASE_URL"] = bouncer.url
        fleet = lab.fleet(COORDINATORS, WORKERS)
        submissions = [submit(lab, rows, seed, BATCH_ROWS)]
        killed_at: dict[str, float] = {}
        takeovers: list[float] = []
        sessions = 0
        while len(killed_at) < kills:
            if lab.server.value("SELECT count(*) FROM refinery.runs WHERE status = 'running'") == 0:
                submissions.append(submit(lab, rows, seed + len(submissions), BATCH_ROWS))
                submissions[-1].is_alone = False
            if len(takeovers) < len(killed_at):
                takeovers.append(kill_leader(lab, fleet))
            kill_worker(lab, fleet, chance, killed_at)
            say(f"{len(killed_at)} of {kills} workers and {len(takeovers)} leaders killed")
            sessions = max(sessions, lab.server.value("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'refinery/%%'"))
        ledger.await_end(lab.server, submissions, 300)
        fleet.stop()
        verdict = ledger.check(lab.server, submissions)
        delays = history.delays(lab.server, killed_at)
        warnings = Counter(re.findall(r"a pooler stands before Postgres.* worker=(\S+)", fleet.log.read_text(errors="replace")))
        return {
            "kills": len(killed_at), "rescues": len(delays), "rescue_ms_p50": rounded(percentile(delays, 0.5)),
            "rescue_ms_max": rounded(max(delays, default=0)), "leaders_killed": len(takeovers),
            "takeover_ms_max": rounded(max(takeovers, default=0)), "lost": verdict.lost, "doubled": verdict.doubled,
            "zombie_writes": verdict.zombie_writes, "rows": sum(each.expected["rows"] for each in submissions),
            "server_sessions_max": sessions, "warned": len(warnings), "warnings_a_process_max": max(warnings.values(), default=0),
            "seed": seed, "problems": verdict.problems,
        }  # fmt: skip


def kill_worker(lab: Lab, fleet: Fleet, chance: random.Random, killed_at: dict[str, float]) -> None:
    """Kills a worker that holds a batch; gives up when none is found to hold one."""
    for _ in range(400):
        member = chance.choice(fleet.of("worker"))
        worker = lab.worker_id(member.pid)
        if worker is not None and Hang(lab, fleet).holds(worker):
            before = time.time()
            fleet.kill(member)
            killed_at[worker] = before
            return
        time.sleep(0.005)


def kill_leader(lab: Lab, fleet: Fleet) -> float:
    """- Returns: Milliseconds until another coordinator leads."""
    leader = await_leader(lab, other_than=0)
    before = time.monotonic()
    fleet.kill(next(member for member in fleet.of("coordinator") if member.pid == leader))
    await_leader(lab, other_than=leader)
    return (time.monotonic() - before) * 1000


def await_leader(lab: Lab, other_than: int) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = lab.server.execute(LEADER)
        if found and found[0][0] != other_than:
            return found[0][0]
        time.sleep(0.002)
    raise SystemExit("chaos: nobody leads")


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"rows lost over {result['kills']} workers and {result['leaders_killed']} leaders killed", result["lost"], 0),
        Goal("rows or effects doubled", result["doubled"], 0),
        Goal("anything else wrong in the ledger", len(result["problems"]), 0),
        Goal(f"kill -9 to the batch claimed elsewhere, worst of {result['rescues']}", result["rescue_ms_max"], LEASE_MS + POLL_MS, " ms"),
        Goal("the leader killed to the next one leading, worst", result["takeover_ms_max"], 1000, " ms"),
        Goal("warnings about the pooler in one process", result["warnings_a_process_max"], 1),
    ]
