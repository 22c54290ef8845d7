"""`scripts/bench capacity`: what a million rows cost in processor, log, disk and connections, on the usual schema and on the partitioned one.

Several files are imported one after the other into each schema; then the first of them is dropped in one step. What `refinery capacity` counts
with is what this prints."""

import argparse
import json
import os
import resource
import shutil
import tempfile
import threading
import time
from pathlib import Path

from lab.figures import say

from . import document, machine
from .product import Product
from .server import Server

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
# The parts of the disk, by table; what belongs to none of them is said as others.
PARTS = {
    "records": ["records"], "fingerprints": ["fingerprints"], "duplicates and rejects": ["duplicates", "rejects"],
    "sources": ["source_chunks"],
}  # fmt: skip
SIZES = """
    SELECT regexp_replace(c.relname, '_(before|[0-9]+)$', '') AS name, sum(pg_total_relation_size(c.oid))::bigint
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('refinery', 'refinery_internal') AND c.relkind = 'r' GROUP BY 1
"""


def main(words: list[str]) -> None:
    options = parse(words)
    directory = Path(tempfile.mkdtemp(prefix="refinery-bench-", dir="/tmp"))
    directory.chmod(0o711)
    product = Product(options.binary.resolve(), directory / "home")
    # Where a fleet of several machines keeps them.
    product.environment["SOURCE_STORAGE"] = "postgres"
    results = {}
    try:
        server = product.start_server()
        described = machine.describe(server)
        load = os.getloadavg()[0]
        for schema in ["usual", "partitioned"]:
            say(f"bench: capacity, {schema} schema, {options.files} files of {options.rows:,} rows")
            product.reset(server)
            if schema == "partitioned":
                product.output("migrate", "--partitioned")
            results[schema] = measure(server, product, directory, options, schema)
            print(json.dumps({"schema": schema} | results[schema]), flush=True)
        server.connection.close()
    finally:
        product.stop_server()
        shutil.rmtree(directory, ignore_errors=True)
    body = table(results, described, load, options)
    print("\n" + body)
    if options.write:
        document.replace(ROOT / "docs" / "scaling.md", "Measured", body)


def measure(server: Server, product: Product, directory: Path, options, schema: str) -> dict:
    rows = options.rows
    rates, sessions = [], 0
    wal, own, theirs = 0, 0.0, 0.0
    for number in range(options.files):
        file = directory / "capacity.csv"
        product.write_sample(file, rows, seed=options.seed + number)
        server.settle()
        wal_before, own_before, theirs_before = position(server), spent_here(), spent_by_postgres(server)
        with Watch(server) as watch:
            result = run(product, file, options.workers)
        rates.append(rows / result)
        sessions = max(sessions, watch.most)
        wal += position(server) - wal_before
        own += spent_here() - own_before
        theirs += spent_by_postgres(server) - theirs_before
        file.unlink()
    million = rows * options.files / 1_000_000
    sizes = dict(server.execute(SIZES))
    disk = {part: sum(sizes.pop(name, 0) for name in names) / million for part, names in PARTS.items()}
    disk["others"] = sum(sizes.values()) / million
    return {
        "rows": rows * options.files, "rows_per_second": [round(rate) for rate in rates],
        "rows_per_core_second": round(million * 1e6 / own), "rows_per_postgres_core_second": round(million * 1e6 / theirs),
        "sessions_at_most": sessions, "wal_bytes_per_million": round(wal / million), "disk_bytes_per_million": {part: round(size) for part, size in disk.items()},
    } | drop(server, schema)  # fmt: skip


def drop(server: Server, schema: str) -> dict:
    """Takes the records of the first import away, as the schema can do it best."""
    first = server.value("SELECT min(number) FROM refinery.imports")
    begun = time.monotonic()
    if schema == "partitioned":
        server.value("SELECT refinery_internal.drop_record_partition(%s, true)", [first])
    else:
        server.execute("DELETE FROM refinery.records WHERE id >= %s::bigint << 32 AND id < (%s::bigint + 1) << 32", [first, first])
    dropped = time.monotonic() - begun
    begun = time.monotonic()
    server.execute("VACUUM refinery.records")
    return {"drop_ms": round(dropped * 1000, 1), "vacuum_ms": round((time.monotonic() - begun) * 1000, 1)}


def run(product: Product, file: Path, workers: int) -> float:
    begun = time.monotonic()
    summary = json.loads(product.output("run", str(file), "--workers", str(workers), "--all", "--no-link", "--no-lookup", "--json").strip().splitlines()[-1])
    seconds = time.monotonic() - begun
    if summary["status"] != "completed" or summary["stored"] + summary["duplicates"] + summary["rejected"] != summary["rows"]:
        raise SystemExit(f"bench: the import did not account for every row: {summary}")
    return seconds


class Watch:
    """How many sessions the fleet has at a time."""

    QUESTION = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'refinery/%'"

    def __init__(self, server: Server):
        self.server = Server(server.url)
        self.most = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)

    def __enter__(self) -> "Watch":
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.ended.set()
        self.thread.join()
        self.server.connection.close()

    def look(self) -> None:
        while not self.ended.wait(0.2):
            self.most = max(self.most, self.server.value(self.QUESTION))


def position(server: Server) -> int:
    return server.value("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint")


def spent_here() -> float:
    """Seconds of processor of all programs that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def spent_by_postgres(server: Server) -> float:
    """Seconds of processor of all processes of the server, those that have ended among them."""
    backend = server.value("SELECT pg_backend_pid()")
    parent = fields(backend)[1]
    total = 0.0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            found = fields(int(path.name))
        except (OSError, ValueError):
            continue
        if path.name == str(parent):
            total += sum(found[index] for index in (11, 12, 13, 14))
        elif found[1] == parent:
            total += found[11] + found[12]
    return total / TICKS


def fields(process: int) -> list[int]:
    """The numbers of /proc/PID/stat behind the name; the first is 0 for the state."""
    text = (Path("/proc") / str(process) / "stat").read_text().rsplit(")", 1)[1].split()
    return [0, *[int(word) for word in text[1:]]]


def table(results: dict, described: str, load: float, options) -> str:
    usual, partitioned = results["usual"], results["partitioned"]
    mebi = 1 << 20

    def both(what: str, value) -> str:
        return f"| {what} | {value(usual)} | {value(partitioned)} |"

    lines = [
        f"Written by `scripts/bench capacity --rows {options.rows} --files {options.files} --write` on {time.strftime('%Y-%m-%d')}; do not edit. {options.workers} workers, no linking, no lookups. Load of the machine before: {load:.1f}.",
        "", described, "", "| what | usual schema | partitioned |", "|---|--:|--:|",
        both("rows imported", lambda each: f"{each['rows']:,}"),
        both("rows a second, file by file", lambda each: " · ".join(f"{rate:,}" for rate in each["rows_per_second"])),
        both("rows a second of one core of the fleet", lambda each: f"{each['rows_per_core_second']:,}"),
        both("rows a second of one core of Postgres", lambda each: f"{each['rows_per_postgres_core_second']:,}"),
        both("sessions at most", lambda each: str(each["sessions_at_most"])),
        both("log (WAL) a million rows", lambda each: f"{each['wal_bytes_per_million'] / mebi:,.0f} MiB"),
        *[both(f"disk a million rows: {part}", lambda each: f"{each['disk_bytes_per_million'][part] / mebi:,.0f} MiB") for part in usual["disk_bytes_per_million"]],
        both(f"the records of one import of {options.rows:,} rows dropped", lambda each: f"{each['drop_ms']:,.0f} ms"),
        both("the vacuum that this makes necessary", lambda each: f"{each['vacuum_ms']:,.0f} ms"),
    ]  # fmt: skip
    return "\n".join(lines)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench capacity",
        description="Example: scripts/bench capacity --rows 2500000 --files 4 --write. Ten million rows into the usual schema, and into the partitioned one.",
    )
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of a file (default: 1,000,000)")
    parser.add_argument("--files", type=int, default=2, help="files of each schema (default: 2)")
    parser.add_argument("--workers", type=int, default=4, help="of refinery run (default: 4)")
    parser.add_argument("--seed", type=int, default=4711)
    parser.add_argument("--write", action="store_true", help="rewrite the part “Measured” of docs/scaling.md")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/refinery", help=argparse.SUPPRESS)
    return parser.parse_args(words)
