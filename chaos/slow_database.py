"""Lookups while every answer of Postgres takes longer than a permit used to live: the rate is kept up, and never passed."""

import time
from pathlib import Path

from lab import numbers
from lab.simulator import count
from lab.world import World

from lab.figures import Goal, rounded, say
from .proxy import FaultProxy

WORKERS = 2
RATE, BURST = 50, 50
SECONDS = 30
DELAYS = [0.3, 2.0]
# Until the burst is spent and everybody knows his share.
WARM_UP = 6


def run(binary: Path, seed: int) -> dict:
    result: dict = {"rate": RATE, "burst": BURST, "seconds": SECONDS, "seed": seed, "cases": []}
    with World(binary, seed, "--latency-ms", "30", settings={"RETRY_ATTEMPTS": "1000"}) as world:
        for delay in DELAYS:
            case = measure(world, delay)
            say(f"{case}")
            result["cases"].append(case)
    return result


def measure(world: World, delay: float) -> dict:
    world.simulator.forget()
    proxy = FaultProxy(world.server.url, world.seed)
    fleet = world.crew(world.account(RATE, BURST))
    for _ in range(WORKERS):
        world.hire(fleet, DATABASE_URL=proxy.url)
    world.await_registered(fleet)
    proxy.delay = delay
    # More than can be asked until the end, and enough jobs for everybody.
    phones = numbers.distinct(int(2 * BURST + RATE * (SECONDS + WARM_UP) * 1.5), world.chance)
    import_id = world.submit_numbers(phones, 100)
    deadline = time.monotonic() + 60
    while world.simulator.report()["requests"] == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    begin = time.monotonic_ns() // 1000 + WARM_UP * 1_000_000
    time.sleep(WARM_UP + SECONDS)
    arrivals = world.simulator.arrivals()
    proxy.delay = 0
    ended = len(fleet.ended())
    fleet.stop()
    proxy.close()
    world.cancel(import_id)
    return {
        "delay_s": delay, "per_second": rounded(count(arrivals, begin, begin + SECONDS * 1_000_000) / SECONDS, 1),
        "most_in_a_second": max((count(arrivals, each.us, each.us + 1_000_000) for each in arrivals), default=0),
        "processes_ended": ended,
    }  # fmt: skip


def goals(result: dict) -> list[Goal]:
    near, far = result["cases"]
    most = max(case["most_in_a_second"] for case in result["cases"])
    return [
        Goal(f"requests a second, {near['delay_s']} s before each answer", near["per_second"], 0.8 * result["rate"], at_least=True),
        Goal(f"requests a second, {far['delay_s']} s before each answer", far["per_second"], 1, at_least=True),
        Goal("the most requests in any second", most, (result["rate"] + result["burst"]) * 1.1),
        Goal("processes that ended", sum(case["processes_ended"] for case in result["cases"]), 0),
    ]
