"""Lookup workers whose connection loses answers of Postgres: what was committed is unknown, and every request still counts once."""

from pathlib import Path

from lab import numbers
from lab.world import World

from lab import ledger
from lab.figures import Goal
from lab.ledger import Submission
from .proxy import FaultProxy

WORKERS = 2
RATE, BURST = 50, 50
LOST_SHARE = 0.05
COUNTED = """
    SELECT coalesce(sum(j.lookups), 0)::bigint, coalesce(sum(j.lookups_repeated), 0)::bigint,
           (SELECT sum(used_requests)::bigint FROM refinery.lookup_budgets) FROM refinery.jobs j"""


def run(binary: Path, count: int, seed: int) -> dict:
    with World(binary, seed, "--latency-ms", "30", settings={"RETRY_ATTEMPTS": "1000"}) as world:
        world.server.observe()
        proxy = FaultProxy(world.server.url, seed)
        account = world.account(RATE, BURST)
        fleet = world.crew(account)
        for _ in range(WORKERS):
            world.hire(fleet, DATABASE_URL=proxy.url)
        world.await_registered(fleet)
        proxy.lost_share = LOST_SHARE
        import_id = world.submit_numbers(numbers.distinct(count, world.chance), 100)
        world.await_completed([import_id], 60 + 4 * count / RATE)
        proxy.lost_share = 0
        ended = len(fleet.ended())
        fleet.stop()
        proxy.close()
        report = world.simulator.report()
        lookups, repeated, used = world.server.execute(COUNTED)[0]
        expected = {"rows": count, "stored": count, "duplicates": 0, "rejected": 0}
        verdict = ledger.check(world.server, [Submission(import_id, expected)])
        return {
            "answers_lost": proxy.lost, "requests": report["requests"], "lookups": lookups, "budget_used": used, "repeated": repeated,
            "paid_twice": report["repeated_paid"], "numbers": count, "lost": verdict.lost, "doubled": verdict.doubled,
            "processes_ended": ended, "seed": seed, "problems": verdict.problems,
        }  # fmt: skip


def goals(result: dict) -> list[Goal]:
    return [
        Goal("answers of Postgres lost", result["answers_lost"], 1, at_least=True),
        Goal(f"lookups counted beside the {result['requests']:,} requests", abs(result["lookups"] - result["requests"]), 0),
        Goal("budget used beside the requests", abs(result["budget_used"] - result["requests"]), 0),
        Goal("lookups counted as repeated", result["repeated"], 0),
        Goal("numbers paid twice", result["paid_twice"], 0),
        Goal("anything wrong in the ledger", len(result["problems"]), 0),
        Goal("processes that ended", result["processes_ended"], 0),
    ]
