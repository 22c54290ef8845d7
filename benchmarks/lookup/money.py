"""A money cap: paid up to the last call that it covers, and not one further, whoever is killed. Raised, the import ends."""

import time
from pathlib import Path

from lab.figures import Goal, say

from lab import numbers
from lab.world import PRICE_MICROS, World, await_that

CAP_MICROS = 1_234_000
CALLS = CAP_MICROS // PRICE_MICROS
NUMBERS = 400
PROCESSES = 16
# The simulated account takes money for answers about invalid numbers too, as the budget assumes: every call is a paid one.
SIMULATOR = ["--latency-ms", "500", "--bill-invalid"]
# A rate that holds nothing back: what is granted is sent at once. Whoever dies between the two takes money with him that stays unspent.
LIMITS = {"rate": 10_000, "burst": 1_000}


def run(binary: Path, is_short: bool, seed: int) -> dict:
    processes = 4 if is_short else PROCESSES
    result: dict = {"seed": seed, "processes": processes, "cap_micros": CAP_MICROS, "price_micros": PRICE_MICROS, "cases": []}
    with World(binary, seed, *SIMULATOR) as world:
        for kills in (0, processes // 2):
            case = measure(world, processes, kills)
            say(f"money, {kills} killed: {case}")
            result["cases"].append(case)
    return result


def measure(world: World, processes: int, kills: int) -> dict:
    world.simulator.forget()
    account = world.account(**LIMITS, money_micros=CAP_MICROS)
    fleet = world.crew(account, processes)
    phones = numbers.distinct(NUMBERS, world.chance)
    import_id = world.submit_numbers(phones, 5)
    killed: dict[str, str] = {}
    if kills:
        # Each process has all the requests on their way that it may have, and gets no answer.
        await_that(lambda: world.simulator.report()["requests"] >= CALLS // 2, "requests", 60, pause=0.002)
        for member in world.chance.sample(fleet.of("lookup-worker"), kills):
            time.sleep(world.chance.uniform(0, 0.02))
            killed[world.worker_id(member.pid)] = member.settings["TWILIO_API_KEY"]
            fleet.end(member)
    await_that(lambda: left(world, account) < PRICE_MICROS, "the money to be spent", 60)
    # Permits that a living worker did not use come back and are granted again; then nothing moves any more.
    await_still(world)
    report, status, state = world.simulator.report(), import_status(world, import_id), state_of(world, account)
    answered = len(phones) - len(world.unsettled(set(phones)))
    unsent = granted(world, list(killed)) - sum(each.account in killed.values() for each in world.simulator.arrivals())
    world.limit(account, **LIMITS, money_micros=1_000_000_000)
    world.await_completed([import_id], 120)
    lost = len(world.unsettled(set(phones)))
    total = world.simulator.report()
    fleet.stop()
    return {
        "kills": kills, "paid": report["paid"], "died_unsent": unsent, "requests": report["requests"], "repeated": report["repeated"], "answered": answered,
        "cost_micros": report["cost_micros"], "import": status, "budget": state, "numbers": len(phones), "lost_after_raise": lost,
        "paid_after_raise": total["paid"], "repeated_after_raise": total["repeated"],
    }  # fmt: skip


def await_still(world: World) -> None:
    last, since = None, time.monotonic()
    while time.monotonic() - since < 8:
        report = world.simulator.report()
        now = (report["requests"], report["in_flight"])
        if now != last:
            last, since = now, time.monotonic()
        time.sleep(0.1)


def granted(world: World, workers: list[str]) -> int:
    """Permits that these workers took and did not give back."""
    question = "SELECT coalesce(sum(granted - coalesce(unused, 0)), 0)::int FROM refinery.lookup_leases WHERE worker_id = ANY(%s::uuid[])"
    return world.server.value(question, [workers])


def left(world: World, account: str) -> int:
    return world.server.value("SELECT money_left_micros FROM refinery.lookup_budget_state WHERE account = %s", [account])


def state_of(world: World, account: str) -> str:
    return world.server.value("SELECT state FROM refinery.lookup_budget_state WHERE account = %s", [account])


def import_status(world: World, import_id: str) -> str:
    return world.server.value("SELECT status FROM refinery.runs WHERE id = %s", [import_id])


def goals(result: dict) -> list[Goal]:
    calls = result["cap_micros"] // result["price_micros"]
    found = []
    for case in result["cases"]:
        who = f"{result['processes']} processes" + (f", {case['kills']} of them killed" if case["kills"] else "")
        found += [
            Goal(f"{who}: paid calls beyond the {calls} that the cap covers", max(0, case["paid"] - calls), 0),
            Goal(
                f"{who}: paid calls of {calls}" + (f", and {case['died_unsent']} permits that died before their request" if case["kills"] else ""),
                case["paid"] + case["died_unsent"], calls, at_least=True),
            Goal(f"{who}: imports that did not go on waiting for money", int(case["import"] != "running"), 0),
            Goal(f"{who}: budgets that do not say that money is what is missing", int(case["budget"] != "money"), 0),
            Goal(f"{who}: numbers without an answer after the cap was raised", case["lost_after_raise"], 0),
        ]
    return found
