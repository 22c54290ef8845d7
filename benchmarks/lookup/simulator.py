"""The simulator as the benchmark uses it: a process of its own, and its ledger."""

import json
import subprocess
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Simulator:
    url: str

    def ledger(self) -> dict:
        with urllib.request.urlopen(f"{self.url}/_ledger") as answer:
            return json.load(answer)


@contextmanager
def running(binary: Path, *flags: str):
    """Starts the simulator on a free port and stops it afterwards."""
    process = subprocess.Popen([str(binary), "--port", "0", *flags], stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        if not line.startswith("listening on "):
            raise SystemExit(f"{binary} did not start")
        yield Simulator(f"http://{line.split()[-1]}")
    finally:
        process.terminate()
        process.wait()
