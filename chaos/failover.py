"""An asynchronous standby that lost the last transactions is promoted while workers hold batches of an import that it never saw."""

import time
from pathlib import Path

from lab import ledger
from lab.figures import Goal, say
from .kills import submit
from lab.lab import Lab
from .proxy import FaultProxy
from lab.server import Server
from lab.standby import Standby

WORKERS = 2
BATCH_ROWS = 50
HELD = "SELECT id FROM refinery.jobs WHERE stage = 'refine' AND state = 'claimed'"


def run(binary: Path, rows: int, seed: int) -> dict:
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": "2000", "MAX_CONCURRENT_BATCHES": "4"}
    with Lab(binary, settings) as lab, Standby(lab) as standby:
        proxy = FaultProxy(lab.server.url)
        lab.environment["DATABASE_URL"] = proxy.url
        fleet = lab.fleet(1, WORKERS)
        submissions = [submit(lab, rows // 10, seed, BATCH_ROWS)]
        ledger.await_end(lab.server, submissions, 60)
        standby.await_caught_up(lab.server)
        standby.cut_off()
        # Sequences are logged ahead: the standby hands out again what comes after this one.
        last = standby.server.value("SELECT last_value FROM refinery.jobs_id_seq")
        submit(lab, rows, seed + 1, BATCH_ROWS)
        held = await_held(lab.server, last)
        say(f"failover while {len(held)} batches are held that the standby never saw")
        lab.server.kill()
        standby.promote()
        proxy.lead_to(standby.server.url)
        for _ in range(WORKERS):
            fleet.add("worker")
        submissions.append(submit(lab, rows, seed + 2, BATCH_ROWS))
        submissions[-1].is_alone = False
        ledger.await_end(standby.server, submissions, 180)
        ended = len(fleet.ended())
        fleet.stop()
        proxy.close()
        verdict = ledger.check(standby.server, submissions)
        again = standby.server.value("SELECT count(*) FROM refinery.jobs WHERE id = ANY(%s)", [held])
        return {
            "batches_held": len(held), "ids_handed_out_again": again, "lost": verdict.lost, "doubled": verdict.doubled,
            "zombie_writes": verdict.zombie_writes, "rows": sum(each.expected["rows"] for each in submissions),
            "leases_lost": fleet.log_count("lease lost"), "processes_ended": ended, "seed": seed, "problems": verdict.problems,
        }  # fmt: skip


def await_held(server: Server, last: int) -> list[int]:
    """Ids of the batches that are held, once all of them came after `last`."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        held = [row[0] for row in server.execute(HELD)]
        if held and min(held) > last:
            return held
        time.sleep(0.02)
    raise SystemExit("chaos: no batch was held that the standby did not know; make the import longer.")


def goals(result: dict) -> list[Goal]:
    return [
        Goal("batches held at the failover whose ids were handed out again", result["ids_handed_out_again"], 1, at_least=True),
        Goal(f"rows lost of {result['rows']:,} in imports that are there", result["lost"], 0),
        Goal("rows or effects doubled, or of an import that is not there", result["doubled"], 0),
        Goal("writes with a claim of the lost history accepted", result["zombie_writes"], 0),
        Goal("anything else wrong in the ledger", len(result["problems"]), 0),
        Goal("processes that ended", result["processes_ended"], 0),
    ]
