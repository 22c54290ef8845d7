"""The simulated account, and its ledger: the witness of every proof."""

import json
import subprocess
import urllib.request
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Arrival:
    number: str
    # Monotonic microseconds of this machine, as `time.monotonic_ns()` reads them.
    us: int
    # None: in progress.
    status: int | None
    # Who asked, by user name.
    account: str
    cost_micros: int | None

    @property
    def is_admitted(self) -> bool:
        return self.status != 429


class Simulator:
    def __init__(self, binary: Path, *options: str):
        self._process = subprocess.Popen(
            [binary, "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
        line = self._process.stdout.readline()
        if not line.startswith("listening on "):
            self.stop()
            raise SystemExit(f"bench: {binary} {' '.join(options)} did not say where it listens.")
        self.url = "http://" + line.split()[-1]

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def report(self) -> dict:
        return json.loads(self._ask("GET", "/_ledger"))

    def arrivals(self) -> list[Arrival]:
        return [Arrival(**json.loads(line)) for line in self._ask("GET", "/_ledger/arrivals").splitlines()]

    def forget(self) -> None:
        self._ask("DELETE", "/_ledger")

    def behave(self, **behaviour) -> None:
        self._ask("PUT", "/_control", json.dumps(behaviour).encode())

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data=body, method=method), timeout=30) as answer:
            return answer.read()


def count(arrivals: list[Arrival], begin_us: int, end_us: int) -> int:
    """Arrivals, in order of time, from `begin_us` to before `end_us`."""
    return bisect_left(arrivals, end_us, key=lambda each: each.us) - bisect_left(arrivals, begin_us, key=lambda each: each.us)


def repeated(arrivals: list[Arrival]) -> int:
    """Arrivals without the first for each number."""
    return len(arrivals) - len({each.number for each in arrivals})
