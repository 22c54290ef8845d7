"""A PgBouncer in transaction mode before the Postgres of a run."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lab.lab import Lab

PORT = 6432


class Bouncer:
    def __init__(self, lab: Lab, pool_size: int):
        """- pool_size: sessions of the server at most."""
        target = conninfo_to_dict(lab.server.url)
        self.directory = lab.directory / "pgbouncer"
        self.directory.mkdir()
        # As root the program changes to another account, which makes its socket here.
        self.directory.chmod(0o777)
        self.file = self.directory / "pgbouncer.ini"
        server = " ".join(f"{name}={target[name]}" for name in ("host", "port", "dbname", "user") if target.get(name))
        self.file.write_text(
            f"[databases]\npooled = {server}\n[pgbouncer]\nlisten_addr =\nlisten_port = {PORT}\nunix_socket_dir = {self.directory}\n"
            f"auth_type = any\npool_mode = transaction\ndefault_pool_size = {pool_size}\nlogfile = {self.directory}/log\n"
            + ("user = postgres\n" if os.getuid() == 0 else ""))  # fmt: skip
        self.url = make_conninfo(host=str(self.directory), port=PORT, dbname="pooled", user="anyone")

    @staticmethod
    def program() -> Path | None:
        found = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
        return Path(found) if found else None

    def __enter__(self) -> "Bouncer":
        program = self.program()
        if program is None:
            raise SystemExit("chaos: pgbouncer is not installed. Install the package of that name and try again.")
        self.process = subprocess.Popen([program, "--quiet", self.file], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while True:
            try:
                return psycopg.connect(self.url).close() or self
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    self.__exit__()
                    raise
                time.sleep(0.05)

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.wait()
