"""From the commit of a submit, and of a batch, to the batch being claimed by an idle fleet: with NOTIFY, and with every NOTIFY lost."""

import random
import time
from pathlib import Path

from lab import ledger
from lab.figures import Goal, percentile, rounded, say
from .kills import submit
from lab.lab import Lab
from .proxy import DeafProxy

ROWS = 20

# The batch is ready with the commit that ends its file's split job. Where a row was written shows which transaction it was.
DELAYS = """
    SELECT extract(epoch FROM claim.at - pg_xact_commit_timestamp(submit.xmin))::float8 * 1000,
           extract(epoch FROM claim.at - pg_xact_commit_timestamp(split.xmin))::float8 * 1000
      FROM refinery.events submit
      JOIN chaos.transitions split ON split.run_id = submit.run_id AND split.stage = 'split' AND split.new_state = 'done'
      JOIN chaos.transitions claim ON claim.run_id = submit.run_id AND claim.stage = 'refine' AND claim.new_state = 'claimed'
     WHERE submit.kind = 'import_submitted'"""


def run(binary: Path, submits: int, seed: int) -> dict:
    heard, ready, _ = measure(binary, submits, seed, deaf=False)
    deaf, _, dropped = measure(binary, submits, seed, deaf=True)
    return {
        "submits": submits, "batch_ms_p50": rounded(percentile(ready, 0.5), 1), "batch_ms_p99": rounded(percentile(ready, 0.99), 1),
        "notify_ms_p50": rounded(percentile(heard, 0.5), 1), "notify_ms_p99": rounded(percentile(heard, 0.99), 1),
        "polling_ms_p50": rounded(percentile(deaf, 0.5)), "polling_ms_p99": rounded(percentile(deaf, 0.99)),
        "notifications_lost": dropped, "seed": seed,
    }  # fmt: skip


def measure(binary: Path, submits: int, seed: int, deaf: bool) -> tuple[list[float], list[float], int]:
    """Milliseconds from the commit of each submit, and from that of its only batch, to the claim; and how many NOTIFYs were lost."""
    chance = random.Random(seed)
    with Lab(binary, server={"track_commit_timestamp": "on"}) as lab:
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
        found = lab.server.execute(DELAYS)
        fleet.stop()
        return [row[0] for row in found], [row[1] for row in found], proxy.dropped if proxy else 0


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"ready batch to claimed, NOTIFY, median of {result['submits']}", result["batch_ms_p50"], 5, " ms"),
        Goal("submit to first batch claimed, NOTIFY, median", result["notify_ms_p50"], 10, " ms"),
        Goal("the same, p99", result["notify_ms_p99"], 50, " ms"),
        Goal("the same with every NOTIFY lost, p99", result["polling_ms_p99"], 1500, " ms"),
    ]
