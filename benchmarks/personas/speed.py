"""`scripts/bench personas --speed`: how long a fleet of two workers takes to link a list whose truth is known, and whether it put together what belongs together."""

import csv
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from ..product import Product
from .generator import COLUMNS, generate

WORKERS = 2
# Of the goal: 1,000,000 records in two minutes on two cores.
RECORDS_PER_SECOND = 1_000_000 / 120
HEADERS = {
    "business_name": "Business Name", "first_name": "First Name", "last_name": "Last Name", "title": "Title", "emails": "Email", "phones": "Phone",
    "direct_phones": "Direct Phone", "website": "Website", "address": "Address", "city": "City", "state": "State", "zip_code": "ZIP",
}  # fmt: skip


def measure(binary: Path, records: int, seed: int) -> list[str]:
    """Prints what was measured. Returns what was missed."""
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
        seconds, workers, postgres = link(product, server)
        counters = server.value("SELECT counters FROM refinery.runs WHERE kind = 'link'")
        print(f"{stored:,} records linked by {WORKERS} workers on {os.cpu_count()} cores in {seconds:.1f} s: {stored / seconds:,.0f} a second,"
              f" {1e6 * (workers + postgres) / stored:.0f} µs of the processor each: {1e6 * workers / stored:.0f} the workers', {1e6 * postgres / stored:.0f} Postgres'")
        print("  " + ", ".join(f"{value:,} {name}" for name, value in sorted(counters.items())))
        for table, size in server.execute(
                "SELECT c.relname, pg_total_relation_size(c.oid) FROM pg_class c WHERE c.relnamespace = 'refinery'::regnamespace AND c.relname = ANY(%s)"
                " ORDER BY 2 DESC", [["link_keys", "links", "companies", "company_records", "company_phones", "personas", "persona_records",
                                      "persona_phones", "persona_emails", "records"]]):
            print(f"  {table:<16}{size / stored:>8.0f} bytes a record")
        server.connection.close()
    finally:
        product.stop_server()
        shutil.rmtree(directory, ignore_errors=True)
    missed = []
    if stored / seconds < RECORDS_PER_SECOND:
        missed.append(f"linking: {stored / seconds:,.0f} records a second, the goal is {RECORDS_PER_SECOND:,.0f} (a million in two minutes)")
    return missed


def link(product: Product, server) -> tuple[float, float, float]:
    """Seconds from the beginning of the run to its end, and seconds of the processor meanwhile: of the fleet, and of Postgres."""
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
    finally:
        for member in members:
            member.terminate()
        for member in members:
            member.wait(timeout=60)
    if failed := server.execute("SELECT status FROM refinery.runs WHERE kind = 'link' AND status <> 'completed'"):
        raise SystemExit(f"bench: the run that links is {failed[0][0]}")
    return seconds, after[0] - before[0], after[1] - before[1]


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
