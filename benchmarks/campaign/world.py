"""A database with linked records, as the benchmarks of campaigns need it."""

import shutil
import statistics
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from ..personas.speed import write
from ..product import Product
from ..server import Server

SQL = Path(__file__).parent
# Records a transaction, as jobs of the linker write them.
CHUNK = 4096


@contextmanager
def world(binary: Path):
    """An empty database of the product."""
    # Root's own temporary directories are closed to the account that Postgres runs as.
    directory = Path(tempfile.mkdtemp(prefix="refinery-bench-", dir="/tmp"))
    directory.chmod(0o711)
    product = Product(binary, directory / "home")
    try:
        server = product.start_server()
        product.reset(server)
        yield product, server, directory
        server.connection.close()
    finally:
        product.stop_server()
        shutil.rmtree(directory, ignore_errors=True)


def script(server: Server, name: str, **values) -> None:
    server.execute((SQL / name).read_text().format(**values))


def fill_registry(server: Server, areas: str = "") -> None:
    """The national registry: 250 million numbers, or those of some area codes."""
    script(server, "registry.sql", share=15, areas=areas)


def fill_records(server: Server, records: int) -> None:
    """Linked records, written straight into the tables."""
    script(server, "companies.sql", records=records)
    for first in range(1, records + 1, CHUNK):
        with server.connection.transaction():
            script(server, "records.sql", first=first, last=min(records, first + CHUNK - 1))


def link_whole(product: Product, directory: Path, records: int) -> None:
    """Linked records, imported and linked by the product."""
    write(directory / "people.csv", records, 42)
    product.output("run", str(directory / "people.csv"), "--all", "--without-name", "--yes", "--workers", "2", "--no-lookup")


def settle(server: Server) -> None:
    server.execute("VACUUM ANALYZE")
    server.execute("CHECKPOINT")


def seconds(body) -> float:
    begin = time.perf_counter()
    body()
    return time.perf_counter() - begin


def median_seconds(body, times: int = 5) -> float:
    return statistics.median(seconds(body) for _ in range(times))


def load() -> str:
    """What else the machine does; times are upper bounds where that is much."""
    try:
        return Path("/proc/loadavg").read_text().split()[0]
    except OSError:
        return subprocess.run(["uptime"], capture_output=True, text=True).stdout.split()[-3].rstrip(",")
