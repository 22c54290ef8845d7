"""`scripts/bench personas --speed`: how long a fleet of two workers takes to link a list whose truth is known, and whether it put together what belongs together."""

import csv
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from lab.figures import Goal

from ..process_watch import high_water_mark
from ..product import Product
from .generator import COLUMNS, generate

WORKERS = 2
# 1,000,000 records in two minutes on two cores, and what that leaves a record of the processors.
RECORDS_PER_SECOND = 1_000_000 / 120
MICROSECONDS = 240
# What deploy/ gives a worker.
MEMORY_MIB = 512
TITLE = "Speed"
METHOD = """\
A list of people whose truth is known, spelled in several ways, is imported; then two workers and a coordinator link it, from the beginning of the run to its end. Processor time is that of the
fleet and of Postgres; the memory is the kernel's high-water mark of the larger worker. What was tried is in [decision 0025](decisions/0025-what-makes-linking-fast.md)."""
HEADERS = {
    "business_name": "Business Name", "first_name": "First Name", "last_name": "Last Name", "title": "Title", "emails": "Email", "phones": "Phone",
    "direct_phones": "Direct Phone", "website": "Website", "address": "Address", "city": "City", "state": "State", "zip_code": "ZIP",
}  # fmt: skip


def measure(binary: Path, records: int, seed: int) -> tuple[list[Goal], list[str]]:
    """What was measured beside its goals, and notes."""
    directory = Path(tempfile.mkdtemp(prefix="refinery-bench-"))
    directory.chmod(0o711)
    product = Product(binary.resolve(), directory / "home")
    try:
        server = product.start_server()
        product.reset(server)
        write(directory / "people.csv", records, seed)
        product.output("run", str(directory / "people.csv"), "--all", "--no-link", "--without-name", "--yes", "--workers", "2")
        stored = server.value("SELECT count(*) FROM refinery.records")
        server.execute("VACUUM ANALYZE refinery.records")
        server.execute("CHECKPOINT")
        seconds, workers, postgres, peak = link(product, server)
        counters = server.value("SELECT counters FROM refinery.runs WHERE kind = 'link'")
        goals = [
            Goal(f"{stored:,} records linked, a second", stored / seconds, RECORDS_PER_SECOND, at_least=True),
            Goal("processor time a record", 1e6 * (workers + postgres) / stored, MICROSECONDS, " µs"),
            Goal("peak memory of a worker", peak / 2**20, MEMORY_MIB, " MiB"),
        ]
        sizes = server.execute(
            "SELECT c.relname, pg_total_relation_size(c.oid) FROM pg_class c WHERE c.relnamespace = 'refinery'::regnamespace AND c.relname = ANY(%s)"
            " ORDER BY 2 DESC", [["link_keys", "links", "companies", "company_records", "company_phones", "personas", "persona_records",
                                  "persona_phones", "persona_emails", "records"]])
        notes = [
            f"{seconds:.1f} s by {WORKERS} workers on {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}; of a record's time {1e6 * workers / stored:.0f} µs are the workers', {1e6 * postgres / stored:.0f} Postgres'.",
            "Made: " + ", ".join(f"{value:,} {name}" for name, value in sorted(counters.items())) + ".",
            "Bytes a record: " + ", ".join(f"{table} {size / stored:.0f}" for table, size in sizes) + ".",
        ]
        server.connection.close()
    finally:
        product.stop_server()
        shutil.rmtree(directory, ignore_errors=True)
    return goals, notes


def link(product: Product, server) -> tuple[float, float, float, int]:
    """Seconds from the beginning of the run to its end, seconds of the processor meanwhile, of the fleet and of Postgres, and the most bytes of one of the fleet."""
    members = [subprocess.Popen(product.command(role), env=product.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
               for role in ["coordinator"] + ["worker"] * WORKERS]
    fleet, postgres = [member.pid for member in members], parent(server.value("SELECT pg_backend_pid()"))
    try:
        while server.value("SELECT count(*) FROM refinery.workers") < len(members):
            time.sleep(0.1)
        before, begin = (sum(map(busy, fleet)), busy(postgres)), time.perf_counter()
        server.execute("SELECT refinery_internal.begin_link_run(i.id) FROM refinery.imports i WHERE NOT EXISTS (SELECT FROM refinery.link_runs l WHERE l.import_id = i.id)")
        server.execute("SELECT pg_notify('refinery_jobs', 'link')")
        while server.value("SELECT count(*) FROM refinery.runs WHERE status = 'running'"):
            time.sleep(0.2)
        seconds, after = time.perf_counter() - begin, (sum(map(busy, fleet)), busy(postgres))
        peak = max(map(high_water_mark, fleet))
    finally:
        for member in members:
            member.terminate()
        for member in members:
            member.wait(timeout=60)
    if failed := server.execute("SELECT status FROM refinery.runs WHERE kind = 'link' AND status <> 'completed'"):
        raise SystemExit(f"bench: the run that links is {failed[0][0]}")
    return seconds, after[0] - before[0], after[1] - before[1], peak


def busy(process: int) -> float:
    """Seconds of the processor that a process and its children took, also of children that ended; what else the machine does changes nothing."""
    own = times(process)
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return sum(own) + sum(sum(times(int(child))[:2]) for child in children)


def times(process: int) -> list[float]:
    """User and system time, and both of the children that ended, in seconds; zeros once it is gone."""
    try:
        # The name of a program may hold spaces and parentheses.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return [0, 0, 0, 0]
    return [int(field) / os.sysconf("SC_CLK_TCK") for field in fields[11:15]]


def parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def write(path: Path, records: int, seed: int) -> None:
    """The generator's records, each with a number, so that none repeats another whole; made in parts, as they are made in memory."""
    part = 100_000
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([HEADERS[column] for column in COLUMNS] + ["List Entry"])
        written = 0
        while written < records:
            made = generate(min(part, records - written), seed + written // part)
            for row in made.rows:
                written += 1
                writer.writerow([row.get(column, "") for column in COLUMNS] + [written])
