"""Processes that are told to stop at any instant of their start: all of them end, at the first signal."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

from lab.figures import Goal, percentile, rounded, say
from lab.lab import Lab

ROLES = ["worker", "coordinator"]
# Longer than a start takes, so that every instant of it is met, and some after it.
LATEST_S = 0.15
# What one may take to end, on a busy machine too; nothing is held.
PATIENCE_S = 15
TOGETHER = 4


def run(binary: Path, starts: int, seed: int) -> dict:
    chance = random.Random(seed)
    endings: dict[str, int] = {}
    took: list[float] = []
    stuck = 0
    with Lab(binary, {"LOG_LEVEL": "error"}, observed=False) as lab:
        for done in range(0, starts, TOGETHER):
            group = []
            for _ in range(min(TOGETHER, starts - done)):
                process = subprocess.Popen(
                    [binary, chance.choice(ROLES)], env=lab.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
                group.append((time.monotonic() + chance.uniform(0, LATEST_S), process, chance.choice([signal.SIGTERM, signal.SIGINT])))
            told = []
            for instant, process, number in sorted(group, key=lambda one: one[0]):
                time.sleep(max(0, instant - time.monotonic()))
                process.send_signal(number)
                told.append((time.monotonic(), process))
            for instant, process in told:
                try:
                    status = process.wait(timeout=PATIENCE_S)
                    took.append((time.monotonic() - instant) * 1000)
                    # By the signal itself: it came before the program looked at anything.
                    name = "0" if status == 0 else "signal" if status in (-signal.SIGTERM, -signal.SIGINT) else str(status)
                    endings[name] = endings.get(name, 0) + 1
                except subprocess.TimeoutExpired:
                    stuck += 1
                    os.kill(process.pid, signal.SIGKILL)
                    process.wait()
            if done % 200 == 0 and done:
                say(f"{done} of {starts} starts, {stuck} did not stop")
    others = sum(count for name, count in endings.items() if name not in ("0", "signal"))
    return {
        "starts": starts, "did_not_stop": stuck, "endings": endings, "other_endings": others,
        "stop_ms_p99": rounded(percentile(took, 0.99)), "stop_ms_max": rounded(max(took, default=0)), "seed": seed,
    }  # fmt: skip


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"processes that outlived a signal during their start, of {result['starts']}", result["did_not_stop"], 0),
        Goal("those that ended with an error", result["other_endings"], 0),
        # Of few starts the slowest one says more about the machine.
        *([Goal("from the signal to the end, p99", result["stop_ms_p99"], 500, " ms")] if result["starts"] >= 1000 else []),
    ]
