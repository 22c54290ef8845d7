"""The sides of the import benchmark: each is prepared, then timed by the wall clock, then cleared away."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .peers.duckdb_refine import COLUMNS as DUCKDB_COLUMNS
from .product import Product
from .server import Server

PEERS = Path(__file__).parent / "peers"
# What a finished import consists of, with the order its rows are copied in: the order of the file.
RESULT_TABLES = {"records": "id", "fingerprints": "record_id", "duplicates": "row_number", "rejects": "row_number"}


@dataclass
class Sides:
    server: Server
    product: Product
    file: Path
    workers: int
    directory: Path

    def bare_copy(self) -> float:
        """Peer A, the limit of the medium: the file into a table of text columns."""
        self.server.fresh_bench_schema("create_bare.sql")
        return self.timed(lambda: self.server.psql(f"\\copy bench.bare FROM '{self.file}' WITH (FORMAT csv, HEADER)"))

    def export_result(self) -> None:
        """Keeps the result of the import that has just ended, for peer F."""
        for table, order in RESULT_TABLES.items():
            query = f"SELECT * FROM refinery.{table} ORDER BY {order}"
            self.server.psql(f"\\copy ({query}) TO '{self.exported(table)}' WITH (FORMAT binary)")

    def refined_copy(self) -> float:
        """Peer F, the floor of the result: the finished rows into the same tables with the same indexes, in one transaction."""
        self.server.fresh_bench_schema()
        for table in RESULT_TABLES:
            self.server.execute(f"CREATE TABLE bench.{table} (LIKE refinery.{table} INCLUDING ALL)")
        copies = [f"\\copy bench.{table} FROM '{self.exported(table)}' WITH (FORMAT binary)" for table in RESULT_TABLES]
        return self.timed(lambda: self.server.psql("BEGIN", *copies, "COMMIT"))

    def sql_hand(self) -> float:
        """Peer B: COPY into staging, then one INSERT … SELECT."""
        self.server.fresh_bench_schema("create_staging.sql", "create_records.sql")
        columns = (
            "company_name, contact_name, email_address, street_address, city, state, zip_code, county, area_code, phone_number,"
            " website_url, number_of_employees, annual_revenue, sic_code, sic_description"
        )
        # An empty field is an empty text, not NULL: the statement compares with ''.
        copy = f"\\copy bench.staging ({columns}) FROM '{self.file}' WITH (FORMAT csv, HEADER, NULL '\\N')"
        insert = (Path(__file__).parent / "sql" / "refine_staging.sql").read_text()
        return self.timed(lambda: self.server.psql(copy, insert))

    def team_script(self) -> float:
        """Peer C: Python with csv, phonenumbers and psycopg, two processes."""
        self.server.fresh_bench_schema("create_records.sql")
        command = [sys.executable, str(PEERS / "team_script.py"), self.server.url, str(self.file), "2"]
        return self.timed(lambda: subprocess.run(command, check=True))

    def duckdb(self) -> float:
        """Peer D: DuckDB makes the finished rows of the file, psql copies them."""
        self.server.fresh_bench_schema("create_records.sql")
        result = self.directory / "duckdb.csv"
        command = [sys.executable, str(PEERS / "duckdb_refine.py"), str(self.file), str(result)]

        def work():
            subprocess.run(command, check=True)
            self.server.psql(f"\\copy bench.records ({DUCKDB_COLUMNS}) FROM '{result}' WITH (FORMAT csv)")

        try:
            return self.timed(work)
        finally:
            result.unlink(missing_ok=True)

    def refinery(self) -> tuple[float, dict]:
        """Ours: `refinery run`, from the command to its exit."""
        self.product.reset(self.server)
        self.server.settle()
        result = self.product.run(self.file, self.workers)
        return result.seconds, result.summary

    def split(self) -> float:
        """Ours, split alone: submit and a coordinator that already runs, no worker, until the whole file is split."""
        self.product.reset(self.server)
        self.server.settle()
        with self.product.running("coordinator"):
            self.await_coordinator()
            begin = self.server.value("SELECT clock_timestamp()")
            self.product.output("submit", str(self.file), "--all", "--no-link")
            while (end := self.server.value("SELECT max(split_at) FROM refinery.imports")) is None:
                time.sleep(0.01)
        return (end - begin).total_seconds()

    def await_coordinator(self) -> None:
        while self.server.value("SELECT count(*) FROM refinery.workers WHERE role = 'coordinator'") == 0:
            time.sleep(0.01)

    def stored(self, schema: str) -> int:
        return self.server.value(f"SELECT count(*) FROM {schema}.records")

    def clear(self) -> None:
        """Nothing big is left for autovacuum to work on during the next side."""
        self.server.drop_bench_schema()
        self.product.reset(self.server)

    def exported(self, table: str) -> Path:
        return self.directory / f"{table}.copy"

    def timed(self, work) -> float:
        self.server.settle()
        begin = time.perf_counter()
        work()
        return time.perf_counter() - begin
