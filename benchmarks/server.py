"""The private Postgres that every side is measured on."""

import glob
import os
import shutil
import subprocess
from pathlib import Path

import psycopg

SQL = Path(__file__).parent / "sql"


class Server:
    def __init__(self, url: str):
        self.url = url
        self.connection = psycopg.connect(url, autocommit=True)

    def execute(self, sql: str, parameters=None):
        """Runs one statement, or a script without parameters; returns the rows of a query."""
        cursor = self.connection.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []

    def value(self, sql: str, parameters=None):
        return self.execute(sql, parameters)[0][0]

    def run_file(self, name: str, parameters=None) -> None:
        self.execute((SQL / name).read_text(), parameters)

    def psql(self, *commands: str) -> None:
        """Runs commands (SQL or `\\copy`) in one psql session; a failed one ends it."""
        arguments = [program("psql"), self.url, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
        subprocess.run(arguments + [f"--command={command}" for command in commands], check=True)

    def fresh_bench_schema(self, *scripts: str) -> None:
        """An empty schema `bench` with the tables that `scripts` create."""
        self.drop_bench_schema()
        self.execute("CREATE SCHEMA bench")
        for script in scripts:
            self.run_file(script)

    def drop_bench_schema(self) -> None:
        self.execute("SET client_min_messages = warning")
        self.execute("DROP SCHEMA IF EXISTS bench CASCADE")

    def settle(self) -> None:
        """Everybody starts with clean buffers: what the last side left to write is written now."""
        self.execute("CHECKPOINT")

    def version(self) -> str:
        return self.value("SHOW server_version").split()[0]

    def settings(self) -> dict[str, str]:
        names = ["shared_buffers", "max_wal_size", "synchronous_commit", "fsync", "wal_compression", "data_checksums"]
        return {name: self.value("SELECT current_setting(%s)", [name]) for name in names}


def program(name: str) -> str:
    """A PostgreSQL program: in PATH, or where Debian and Homebrew keep those of the newest version."""
    if found := shutil.which(name):
        return found
    places = ["/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin"]
    found = sorted(path for place in places for path in glob.glob(os.path.join(place, name)))
    if not found:
        raise SystemExit(f"bench: {name} is missing: install the package postgresql.")
    return found[-1]
