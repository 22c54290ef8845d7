"""`refinery doctor` beside a healthy fleet, idle and busy: it finds nothing that fails."""

import subprocess
import threading
from pathlib import Path

from lab.figures import Goal, say
from lab.lab import Lab

COORDINATORS, WORKERS = 2, 3
ROWS = 20_000


def run(binary: Path, runs: int, seed: int) -> dict:
    result: dict = {"runs": 0, "alarms": 0, "examples": [], "imports": 0, "seed": seed}
    with Lab(binary, {"LOG_LEVEL": "error", "MAX_RECORDS_PER_RUN": "0"}, observed=False) as lab:
        fleet = lab.fleet(COORDINATORS, WORKERS)
        registered = "SELECT count(*) FROM refinery.workers WHERE holds_lock"
        while lab.server.value(registered, []) < len(fleet.members):
            pass
        look(lab, runs // 2, result)
        path, _ = lab.sample(ROWS, seed)
        ending = threading.Event()
        work = threading.Thread(target=submit_on_and_on, args=(lab, path, ending, result))
        work.start()
        try:
            look(lab, runs - runs // 2, result)
        finally:
            ending.set()
            work.join()
        result["processes_ended"] = len(fleet.ended())
    return result


def look(lab: Lab, runs: int, result: dict) -> None:
    for done in range(runs):
        doctor = subprocess.run([lab.binary, "doctor"], env=lab.environment, capture_output=True, text=True)
        result["runs"] += 1
        if doctor.returncode != 0:
            result["alarms"] += 1
            result["examples"] = (result["examples"] + [line for line in doctor.stdout.splitlines() if line.startswith("FAIL")])[:5]
        if done and done % 100 == 0:
            say(f"{done} of {runs} runs, {result['alarms']} alarms")


def submit_on_and_on(lab: Lab, path: Path, ending: threading.Event, result: dict) -> None:
    """One import after the other, so that there is always one under way."""
    while not ending.is_set():
        import_id = lab.output("submit", str(path), "--again", "--all", "--no-lookup").strip()
        result["imports"] += 1
        subprocess.run([lab.binary, "watch", import_id], env=lab.environment, capture_output=True)


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"alarms of doctor, of {result['runs']} runs beside a healthy fleet", result["alarms"], 0),
        Goal("imports that completed meanwhile", result["imports"], 1, at_least=True),
        Goal("processes that ended", result["processes_ended"], 0),
    ]
