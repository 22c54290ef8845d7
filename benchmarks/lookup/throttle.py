"""An account that refuses what is too much at once: the fleet finds out how much that is, and stays there."""

import time
from pathlib import Path

from lab.figures import Goal, rounded, say

from lab import numbers
from lab.simulator import Arrival, count
from lab.world import World

LIMIT, LATENCY_MS = 40, 100
ALLOWED = LIMIT * 1000 / LATENCY_MS
SETTLED_AFTER = 10
# Processes, Retry-After in seconds, whether answers say how many requests the account counts.
CASES = [(processes, after, tells) for after, tells in [(None, False), (None, True), (1, True)] for processes in [1, 4]]


def run(binary: Path, is_short: bool, seed: int) -> dict:
    seconds = 15 if is_short else 60
    cases = [(1, None, True)] if is_short else CASES
    result: dict = {"seed": seed, "seconds": seconds, "concurrency_limit": LIMIT, "latency_ms": LATENCY_MS, "cases": []}
    for processes, retry_after, tells in cases:
        case = measure(binary, seed, processes, retry_after, tells, seconds)
        say(f"{name(case)}: {case}")
        result["cases"].append(case)
    return result


def measure(binary: Path, seed: int, processes: int, retry_after: int | None, tells: bool, seconds: int) -> dict:
    options = ["--concurrency-limit", str(LIMIT), "--latency-ms", str(LATENCY_MS), "--account-sid", "AC" + "4" * 32]
    if retry_after is not None:
        options += ["--retry-after", str(retry_after)]
    if not tells:
        options.append("--hide-concurrency")
    # Enough places in one process that the account is what holds it back.
    with World(binary, seed, *options, settings={"LOOKUP_CONCURRENCY": "100"}) as world:
        # The limit counts by account, so nobody signs with a key of his own.
        account = "AC" + "4" * 32
        world.limit(account, rate=5_000, burst=500)
        fleet = world.crew(account)
        phones = numbers.distinct(int(ALLOWED * seconds * 1.2), world.chance)
        import_id = world.submit_numbers(phones, 250)
        world.await_refined([import_id])
        fleet.stop("worker")
        for _ in range(processes):
            fleet.add("lookup-worker")
        while world.simulator.report()["requests"] == 0:
            time.sleep(0.01)
        time.sleep(seconds + 0.5)
        arrivals = world.simulator.arrivals()
        begin = arrivals[0].us
        arrivals = [each for each in arrivals if each.us < begin + seconds * 1_000_000]
    admitted = [each for each in arrivals if each.is_admitted]
    by_second = [count(admitted, begin + second * 1_000_000, begin + (second + 1) * 1_000_000) for second in range(seconds)]
    say(f"admitted, second by second: {by_second}")
    after = count(admitted, begin + SETTLED_AFTER * 1_000_000, begin + seconds * 1_000_000) / (seconds - SETTLED_AFTER)
    return {
        "processes": processes, "retry_after": retry_after, "tells_concurrency": tells, "requests": len(arrivals),
        "refused": len(arrivals) - len(admitted),
        "refused_share": rounded(1 - len(admitted) / len(arrivals), 4), "share_of_allowed": rounded(after / ALLOWED, 3),
        "settled_after_seconds": settled(admitted, begin, seconds),
    }  # fmt: skip


def settled(admitted: list[Arrival], begin: int, seconds: int) -> int | None:
    """The first second from which on three seconds together have nine tenths of what is allowed."""
    for second in range(seconds - 2):
        if count(admitted, begin + second * 1_000_000, begin + (second + 3) * 1_000_000) >= 0.9 * 3 * ALLOWED:
            return second
    return None


def name(case: dict) -> str:
    processes = f"{case['processes']} process{'es' if case['processes'] > 1 else ''}"
    headers = ["Twilio-Concurrent-Requests"] * case["tells_concurrency"] + ["Retry-After"] * (case["retry_after"] is not None)
    return f"{processes}, {' and '.join(headers) or 'no header'}"


def goals(result: dict) -> list[Goal]:
    found = []
    for case in result["cases"]:
        found += [
            Goal(f"{name(case)}: settled", case["settled_after_seconds"], SETTLED_AFTER, " s"),
            Goal(f"{name(case)}: share of what is allowed, from then on", case["share_of_allowed"], 0.9, at_least=True),
            Goal(f"{name(case)}: share of requests refused", case["refused_share"], 0.02),
        ]
    return found
