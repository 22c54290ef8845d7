"""Refinery as its users run it: the release binary, its commands, its processes."""

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from .process_watch import ProcessWatch
from .server import Server


@dataclass
class ImportResult:
    """What `refinery run --json` printed last, and what it took."""

    seconds: float
    summary: dict
    peak_bytes: dict[str, int]

    @property
    def rows(self) -> int:
        return self.summary["rows"]


class Product:
    def __init__(self, binary: Path, home: Path):
        self.binary = binary
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        self.environment.pop("DATABASE_URL", None)
        self.environment |= {"REFINERY_HOME": str(home), "NO_COLOR": "1", "LOG_LEVEL": "error"}

    def command(self, *arguments: str) -> list[str]:
        return [str(self.binary), *arguments]

    def output(self, *arguments: str) -> str:
        """What a command prints; its messages are shown only when it fails."""
        done = subprocess.run(self.command(*arguments), env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"bench: refinery {' '.join(arguments)} ended with status {done.returncode}.\n{done.stderr}")
        return done.stdout

    def start_server(self) -> Server:
        self.output("db", "start")
        url = self.output("db", "url").strip()
        # From here on every process uses this database, however it would have found one.
        self.environment["DATABASE_URL"] = url
        return Server(url)

    def stop_server(self) -> None:
        subprocess.run(self.command("db", "stop"), env=self.environment, check=False, capture_output=True)

    def with_database(self, url: str) -> "Product":
        """The same product on another database."""
        other = copy(self)
        other.environment = self.environment | {"DATABASE_URL": url}
        return other

    def reset(self, server: Server) -> None:
        """An empty database as `refinery migrate` makes it."""
        server.execute("DROP SCHEMA IF EXISTS refinery, refinery_internal CASCADE")
        self.output("migrate")

    def write_sample(self, path: Path, rows: int, seed: int) -> None:
        """A generated file that plain COPY can read too: no ragged rows."""
        with open(path, "wb") as file:
            arguments = self.command("sample", "--rows", str(rows), "--seed", str(seed), "--no-ragged")
            subprocess.run(arguments, env=self.environment, check=True, stdout=file)

    def run(self, path: Path, workers: int) -> ImportResult:
        """`refinery run`: submit, split, refine, store, until completed, with processes started and ended. Linking comes after an import, and no peer does it."""
        arguments = self.command("run", str(path), "--workers", str(workers), "--all", "--no-link", "--json")
        begin = time.perf_counter()
        process = subprocess.Popen(arguments, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with ProcessWatch(process.pid, self.binary.name) as watch:
            printed, messages = process.communicate()
        seconds = time.perf_counter() - begin
        if process.returncode != 0:
            raise SystemExit(f"bench: {' '.join(arguments)} ended with status {process.returncode}.\n{messages}")
        summary = json.loads(printed.strip().splitlines()[-1])
        outcomes = summary["stored"] + summary["duplicates"] + summary["rejected"]
        if summary["status"] != "completed" or outcomes != summary["rows"]:
            raise SystemExit(f"bench: the import did not account for every row: {summary}")
        return ImportResult(seconds, summary, watch.peak_bytes)

    @contextmanager
    def running(self, role: str, settings: dict[str, str] | None = None):
        """One process of a fleet; ended as a supervisor would end it."""
        process = subprocess.Popen(self.command(role), env=self.environment | (settings or {}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
