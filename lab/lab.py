"""One run's own world: a temporary home, a private Postgres in it, the release binary, its processes."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .fleet import Fleet
from .server import Server

ROOT = Path(__file__).parent.parent


class Lab:
    def __init__(
        self, binary: Path, settings: dict[str, str] | None = None, server: dict[str, str] | None = None, observed: bool = True):
        """- settings: environment variables of every process.
        - server: settings of Postgres that need a restart."""
        self.binary = binary
        self.settings = settings or {}
        self.server_settings = server or {}
        self.observed = observed

    def __enter__(self) -> "Lab":
        # Root's own temporary directories are closed to the account that Postgres runs as.
        self.directory = Path(tempfile.mkdtemp(prefix="refinery-chaos-", dir="/tmp"))
        self.directory.chmod(0o711)
        home = self.directory / "home"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        self.environment.pop("DATABASE_URL", None)
        self.environment |= {
            "REFINERY_HOME": str(home), "NO_COLOR": "1", "LOG_LEVEL": "notice", "DATABASE_POOL_SIZE": "3",
            "SWIFT_BACKTRACE": "enable=no"} | self.settings  # fmt: skip
        self.fleets: list[Fleet] = []
        try:
            self.start_server()
            self.server = Server(self.output("db", "url").strip(), home)
            for name, value in self.server_settings.items():
                self.server.execute(f"ALTER SYSTEM SET {name} = {value}")
            if self.server_settings:
                self.server.stop(immediate=False)
                self.start_server()
            self.environment["DATABASE_URL"] = self.server.url
            self.output("migrate")
            if self.observed:
                self.server.observe()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        for fleet in self.fleets:
            fleet.stop()
        self.start_server(command="stop")
        shutil.rmtree(self.directory, ignore_errors=True)

    def worker_id(self, pid: int) -> str | None:
        """None: the process has not registered yet."""
        found = self.server.execute("SELECT id::text FROM refinery.workers WHERE pid = %s ORDER BY started_at DESC LIMIT 1", [pid])
        return found[0][0] if found else None

    def start_server(self, command: str = "start") -> None:
        environment = {name: value for name, value in self.environment.items() if name != "DATABASE_URL"}
        subprocess.run([self.binary, "db", command], env=environment, check=False, capture_output=True)

    def output(self, *arguments: str) -> str:
        """What a command prints; its messages are shown only when it fails."""
        done = subprocess.run([self.binary, *arguments], env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"chaos: refinery {' '.join(arguments)} ended with status {done.returncode}.\n{done.stderr}")
        return done.stdout

    def fleet(self, coordinators: int, workers: int, **settings: str) -> Fleet:
        fleet = Fleet(self.binary, self.environment | settings, self.directory)
        self.fleets.append(fleet)
        fleet.start(coordinators, workers)
        return fleet

    def sample(self, rows: int, seed: int) -> tuple[Path, dict]:
        """A generated file, and what refining it has to give."""
        path = self.directory / f"sample-{rows}-{seed}.csv"
        command = [self.binary, "sample", "--rows", str(rows), "--seed", str(seed), "--json", "--output", str(path)]
        done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        return path, json.loads(done.stdout.strip().splitlines()[-1])

    def submit(self, path: Path, batch_size: int, *options: str) -> str:
        """The new import's id."""
        printed = self.output("submit", str(path), "--all", "--json", "--batch-size", str(batch_size), *options)
        return json.loads(printed.strip().splitlines()[-1])["import_id"]
