"""A streaming copy of a run's Postgres, promoted when the run says so."""

import os
import signal
import subprocess
import time
from pathlib import Path

from psycopg.conninfo import make_conninfo

from .lab import Lab
from .server import Server


class Standby:
    """A streaming copy of the run's Postgres, or of another standby that was promoted."""

    def __init__(self, lab: Lab, primary: Server | None = None, name: str = "standby"):
        """- name: of its folder, and what the primary calls it."""
        self.lab = lab
        self.name = name
        self.primary = primary or lab.server
        self.home = lab.directory / name
        self.data = self.home / "postgres" / "data"
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Standby":
        primary = self.primary
        owner = (primary.home / "postgres/data").stat()
        # Postgres does not run as root.
        self.account = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.getuid() == 0 else {}
        programs = Path(os.readlink(f"/proc/{primary.process}/exe")).parent
        self.data.mkdir(parents=True)
        for directory in (self.home, self.data.parent, self.data):
            directory.chmod(0o700)
            os.chown(directory, owner.st_uid, owner.st_gid)
        subprocess.run(
            [programs / "pg_basebackup", "-d", make_conninfo(primary.url, application_name=self.name), "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync"],
            cwd="/", check=True, capture_output=True, **self.account)  # fmt: skip
        with open(self.lab.directory / f"{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(
                [programs / "postgres", "-D", self.data, "-c", "listen_addresses=", "-k", self.home],
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **self.account)  # fmt: skip
        self.server = Server(make_conninfo(primary.url, host=str(self.home), port=5432), self.home)
        return self

    def __exit__(self, *_) -> None:
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def await_caught_up(self, primary: Server) -> None:
        position = primary.value("SELECT pg_current_wal_flush_lsn()::text")
        deadline = time.monotonic() + 60
        while not self.server.value("SELECT coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)", [position]):
            if time.monotonic() > deadline:
                raise SystemExit("The standby does not follow.")
            time.sleep(0.02)

    def cut_off(self) -> None:
        """From now on nothing arrives from the primary."""
        self.server.execute("ALTER SYSTEM SET primary_conninfo = ''")
        self.server.execute("SELECT pg_reload_conf()")
        while self.server.value("SELECT count(*) FROM pg_stat_wal_receiver"):
            time.sleep(0.02)

    def promote(self) -> None:
        self.server.execute("SELECT pg_promote(true, 60)")
