"""The rate of the budget: used up when nobody disturbs, passed by nobody who is killed or stopped."""

import random
import signal
import time
from pathlib import Path

from lab.figures import Goal, rounded, say
from lab.fleet import Fleet, Member

from lab import numbers
from lab.simulator import count
from lab.world import World

LIMITS = [(200, 50), (10, 10)]
PROCESSES = [1, 4, 16]
SECONDS = 30
# The burst is spent, everybody knows his share, the rows are refined.
WARM_UP = 3
# A permit that is later is not used: as many as fall due in that time may come on top of rate and burst.
GUARD_SECONDS = 0.25


def run(binary: Path, is_short: bool, seed: int) -> dict:
    cases = [(limits, processes) for limits in LIMITS for processes in PROCESSES]
    seconds = SECONDS
    if is_short:
        cases, seconds = [(LIMITS[0], 4)], 5
    result: dict = {"seed": seed, "seconds": seconds, "cases": []}
    # Whoever is killed often loses the same batch often: that is not its fault.
    with World(binary, seed, "--latency-ms", "50", settings={"RETRY_ATTEMPTS": "1000"}) as world:
        for (rate, burst), processes in cases:
            for is_disturbed in (False, True):
                case = measure(world, rate, burst, processes, seconds, is_disturbed)
                say(f"{name(case)}: {case}")
                result["cases"].append(case)
    return result


def measure(world: World, rate: int, burst: int, processes: int, seconds: float, is_disturbed: bool) -> dict:
    world.simulator.forget()
    account = world.account(rate, burst)
    fleet = world.crew(account, processes)
    phones = numbers.distinct(2 * burst + int(rate * (seconds + WARM_UP) * 1.3), world.chance)
    # Enough jobs for everybody until the end.
    import_id = world.submit_numbers(phones, max(5, min(250, len(phones) // (12 * processes))))
    while world.simulator.report()["requests"] == 0:
        time.sleep(0.01)
    disturbance = Disturbance(fleet, world.chance)
    end = time.monotonic() + WARM_UP + seconds
    while time.monotonic() < end:
        if is_disturbed:
            disturbance.step()
        time.sleep(0.01)
    disturbance.end()
    # Whoever was stopped until now must not catch up either.
    time.sleep(1.5)
    report, arrivals = world.simulator.report(), world.simulator.arrivals()
    fleet.stop()
    world.cancel(import_id)
    begin = arrivals[0].us + WARM_UP * 1_000_000
    used = count(arrivals, begin, begin + int(seconds * 1_000_000)) / (rate * seconds)
    return {
        "rate": rate, "burst": burst, "processes": processes, "kills": disturbance.kills, "stops": disturbance.stops,
        "used": rounded(used, 4), "max_in_any_second": report["max_in_any_second"], "bound": int(rate + burst + rate * GUARD_SECONDS),
        "requests": report["requests"], "repeated": report["repeated"],
    }  # fmt: skip


class Disturbance:
    """Every 0.2 to 0.8 s a lookup worker gets `kill -9` and is replaced, or is stopped for 0.3 to 1.5 s."""

    def __init__(self, fleet: Fleet, chance: random.Random):
        self.fleet, self.chance = fleet, chance
        self.kills = self.stops = 0
        # By process id: who is stopped, and until when.
        self.stopped: dict[int, tuple[Member, float]] = {}
        self.next = time.monotonic()

    def step(self) -> None:
        now = time.monotonic()
        for member, until in list(self.stopped.values()):
            if now >= until:
                del self.stopped[member.pid]
                member.signal(signal.SIGCONT)
        if now < self.next:
            return
        self.next = now + self.chance.uniform(0.2, 0.8)
        member = self.chance.choice(self.fleet.of("lookup-worker"))
        if self.chance.random() < 0.5:
            self.stopped.pop(member.pid, None)
            self.fleet.kill(member)
            self.kills += 1
        elif not member.is_stopped:
            member.signal(signal.SIGSTOP)
            self.stopped[member.pid] = (member, now + self.chance.uniform(0.3, 1.5))
            self.stops += 1

    def end(self) -> None:
        for member, _ in self.stopped.values():
            member.signal(signal.SIGCONT)
        self.stopped = {}


def name(case: dict) -> str:
    disturbed = f", {case['kills']} killed, {case['stops']} stopped" if case["kills"] + case["stops"] else ""
    return f"rate {case['rate']}, burst {case['burst']}, {case['processes']} process{'es' if case['processes'] > 1 else ''}{disturbed}"


def goals(result: dict) -> list[Goal]:
    found = []
    for case in result["cases"]:
        found.append(Goal(f"{name(case)}: requests in any second", case["max_in_any_second"], case["bound"]))
        if case["kills"] + case["stops"] == 0:
            found.append(Goal(f"{name(case)}: share of the rate used", case["used"], 0.99, at_least=True))
    return found
