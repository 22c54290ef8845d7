"""From a submit to its first batch being claimed by an idle fleet: with NOTIFY, and with every NOTIFY lost on its way."""

import random
import time
from pathlib import Path

from . import ledger
from .figures import Goal, percentile, rounded, say
from .kills import submit
from .lab import Lab
from .proxy import DeafProxy

ROWS = 20


def run(binary: Path, submits: int, seed: int) -> dict:
    heard, _ = measure(binary, submits, seed, deaf=False)
    deaf, dropped = measure(binary, submits, seed, deaf=True)
    return {
        "submits": submits, "notify_ms_p50": rounded(percentile(heard, 0.5), 1), "notify_ms_p99": rounded(percentile(heard, 0.99), 1),
        "polling_ms_p50": rounded(percentile(deaf, 0.5)), "polling_ms_p99": rounded(percentile(deaf, 0.99)),
        "notifications_lost": dropped, "seed": seed,
    }  # fmt: skip


def measure(binary: Path, submits: int, seed: int, deaf: bool) -> tuple[list[float], int]:
    chance = random.Random(seed)
    with Lab(binary) as lab:
        proxy = DeafProxy(lab.server.url) if deaf else None
        fleet = lab.fleet(2, 2, **({"DATABASE_URL": proxy.url} if proxy else {}))
        while lab.server.value("SELECT count(*) FROM refinery.workers WHERE holds_lock") < 4:
            time.sleep(0.05)
        submissions = []
        for number in range(submits):
            # Any moment of the pollers' rounds; whoever was busy is idle again.
            time.sleep(chance.uniform(0.1, 1.6) if deaf else chance.uniform(0.05, 0.3))
            submissions.append(submit(lab, ROWS, seed + number, ROWS))
            ledger.await_end(lab.server, submissions[-1:], 60)
            if (number + 1) % 25 == 0:
                say(f"{number + 1} of {submits} submits, NOTIFY {'lost' if deaf else 'heard'}")
        # created_at is read in the submitting transaction, before it commits: the commit counts too.
        found = lab.server.execute(
            "SELECT extract(epoch FROM min(t.at) - i.created_at)::float8 * 1000 FROM refinery.runs i"
            " JOIN chaos.transitions t ON t.run_id = i.id AND t.stage = 'refine' AND t.new_state = 'claimed' GROUP BY i.id")
        fleet.stop()
        return [row[0] for row in found], proxy.dropped if proxy else 0


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"submit to first batch claimed, NOTIFY, p99 of {result['submits']}", result["notify_ms_p99"], 50, " ms"),
        Goal("the same with every NOTIFY lost, p99", result["polling_ms_p99"], 1500, " ms"),
    ]
