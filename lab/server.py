"""The private Postgres of one run, seen with the eyes of an operator. Outlives restarts of the server."""

import os
import signal
import time
from pathlib import Path

import psycopg

SQL = Path(__file__).parent / "sql"


class Server:
    def __init__(self, url: str, home: Path):
        self.url = url
        self.home = home
        self.connection: psycopg.Connection | None = None

    def connect(self, seconds: float = 60) -> psycopg.Connection:
        """A connection of its own; waits for a server that is away."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return psycopg.connect(self.url, autocommit=True, application_name="chaos", connect_timeout=5)
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def execute(self, sql: str, parameters=None) -> list[tuple]:
        """Runs a statement, once more when the server went away under it."""
        while True:
            try:
                if self.connection is None or self.connection.closed:
                    self.connection = self.connect()
                cursor = self.connection.execute(sql, parameters)
                return cursor.fetchall() if cursor.description else []
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                # A statement that was refused is a mistake of ours; only a lost server is waited for.
                if getattr(error, "sqlstate", None) not in (None, "57P01", "57P02", "57P03"):
                    raise
                self.connection = None

    def value(self, sql: str, parameters=None):
        return self.execute(sql, parameters)[0][0]

    def counts(self, name: str, parameters: dict | None = None) -> dict[str, int]:
        """The only row of a file of `lab/sql`, by column."""
        self.execute("SELECT 1")
        cursor = self.connection.execute((SQL / name).read_text(), parameters or {})
        return dict(zip([column.name for column in cursor.description], cursor.fetchone()))

    def observe(self) -> None:
        """Installs the witness; see observer.sql."""
        self.execute((SQL / "observer.sql").read_text())

    def stop(self, immediate: bool) -> None:
        """Ends the server as `pg_ctl stop -m fast|immediate` does, and waits until it has ended."""
        self.end(signal.SIGQUIT if immediate else signal.SIGINT)

    def kill(self) -> None:
        """kill -9 of the server's first process; the others follow it."""
        self.end(signal.SIGKILL)

    def end(self, number: int) -> None:
        process = self.process
        os.kill(process, number)
        deadline = time.monotonic() + 60
        while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
            time.sleep(0.01)

    @property
    def process(self) -> int:
        return int((self.home / "postgres/data/postmaster.pid").read_text().splitlines()[0])
