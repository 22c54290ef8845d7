"""kill -9 and SIGTERM of the web process, again and again, while files are submitted through it, watched there, and refined beside it by workers that die too."""

import json
import random
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from lab import ledger
from lab.figures import Goal, say
from lab.lab import Lab
from lab.ledger import Submission

BATCH_ROWS = 100


class WebProcess:
    """`refinery web` at one address, however often it dies."""

    def __init__(self, lab: Lab):
        self.lab = lab
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [self.lab.binary, "web", "--port", str(self.port)], env=self.lab.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if "listening on" not in self.process.stdout.readline():
            raise SystemExit("chaos: the web process does not start.")

    def end(self, number: int) -> float:
        """Seconds that it took."""
        begin = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        return time.monotonic() - begin


def run(binary: Path, rows: int, kills: int, seed: int) -> dict:
    chance = random.Random(seed)
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": "20", "MAX_CONCURRENT_BATCHES": "1", "RETRY_ATTEMPTS": "1000"}
    with Lab(binary, settings) as lab:
        key = json.loads(lab.output("keys", "create", "--name", "chaos", "--scopes", "admin", "--rate", "100000", "--json"))["key"]
        fleet = lab.fleet(1, 3)
        web = WebProcess(lab)
        client = lab.environment | {"REFINERY_SERVER": f"http://127.0.0.1:{web.port}", "REFINERY_API_KEY": key}
        submissions: list[Submission] = []
        problems: list[str] = []
        over = threading.Event()

        def submit_always() -> None:
            """One file after the other, each until the server has it."""
            number = 0
            while not over.is_set():
                path, expected = lab.sample(rows, seed + number)
                for _ in range(20):
                    command = [lab.binary, "submit", str(path), "--all", "--json", "--batch-size", str(BATCH_ROWS)]
                    done = subprocess.run(command, env=client, capture_output=True, text=True)
                    answer = json.loads(done.stdout.strip().splitlines()[-1]) if done.stdout.strip() else {}
                    known = answer.get("error", {}).get("details", {}).get("existing_import_id")
                    if done.returncode == 0 or known:
                        # An answer that was lost with the process that gave it: the bytes are known, and once.
                        submissions.append(Submission(known or answer["import_id"], expected, is_alone=number == 0))
                        break
                    if done.returncode not in (69, 75):
                        problems.append(f"submit ended with {done.returncode}: {done.stderr[-300:]}")
                else:
                    problems.append("a file could not be submitted at all")
                number += 1

        submitter = threading.Thread(target=submit_always)
        submitter.start()
        ends = []
        for number in range(kills):
            time.sleep(chance.uniform(0.3, 1.0))
            ends.append(web.end(signal.SIGKILL if chance.random() < 0.7 else signal.SIGTERM))
            if chance.random() < 0.5:
                fleet.kill(chance.choice(fleet.of("worker")))
            web.start()
            if (number + 1) % 20 == 0:
                say(f"{number + 1} ends of the web process, {len(submissions)} files")
        over.set()
        submitter.join()
        ledger.await_end(lab.server, submissions, 300)
        # What broke off with its server is taken away by the fleet.
        deadline = time.monotonic() + 120
        while (left := leftovers(lab, submissions)) and time.monotonic() < deadline:
            time.sleep(0.1)
        web.end(signal.SIGTERM)
        fleet.stop()
        verdict = ledger.check(lab.server, submissions)
        return {
            "kills": kills, "files": len(submissions), "rows": sum(each.expected["rows"] for each in submissions), "lost": verdict.lost, "doubled": verdict.doubled,
            "leftovers": left, "end_seconds_max": round(max(ends), 1), "seed": seed, "problems": problems + verdict.problems,
        }  # fmt: skip


def leftovers(lab: Lab, submissions: list[Submission]) -> int:
    """Imports that nobody was told of, and go on or have records."""
    known = [each.import_id for each in submissions]
    return lab.server.value(
        "SELECT count(*) FROM refinery.imports i JOIN refinery.runs r ON r.id = i.id WHERE i.id <> ALL (%s::uuid[])"
        " AND (r.status <> 'undone' OR r.status_reason IS NOT NULL OR EXISTS (SELECT FROM refinery.records c WHERE c.import_id = i.id))", [known])


def goals(result: dict) -> list[Goal]:
    what = f"{result['kills']:,} ends of the web process, {result['files']:,} files, {result['rows']:,} rows"
    return [
        Goal(f"rows lost over {what}", result["lost"], 0),
        Goal("rows or effects doubled", result["doubled"], 0),
        Goal("uploads that broke off and left something behind", result["leftovers"], 0),
        Goal("longest end of the web process", result["end_seconds_max"], 5, " s"),
        Goal("anything else wrong in the ledger", len(result["problems"]), 0),
    ]
