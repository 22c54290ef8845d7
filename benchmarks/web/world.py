"""A database with much in it, and a web process beside it."""

import json
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.figures import say

from ..product import Product
from ..server import Server

LARGE = "00000000-0000-4000-8000-00000000b16b"
FILL = (Path(__file__).parent / "fill.sql").read_text()


@dataclass
class Web:
    """`refinery web` as it runs, and the key of somebody who may all."""

    process: subprocess.Popen
    host: str
    port: int
    key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def memory(self, mark: str = "VmRSS") -> int:
        """Bytes that it occupies; `VmHWM` is the most that it ever did."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split(f"{mark}:")[1].split()[0]) * 1024


@contextmanager
def world(binary: Path):
    """An empty database and the product on it."""
    directory = Path(tempfile.mkdtemp(prefix="refinery-bench-"))
    directory.chmod(0o711)
    product = Product(binary, directory / "home")
    try:
        server = product.start_server()
        product.output("migrate")
        yield product, server, directory
        server.connection.close()
    finally:
        product.stop_server()
        shutil.rmtree(directory, ignore_errors=True)


def fill(product: Product, server: Server, directory: Path, rows: int, batches: int, runs: int) -> None:
    file = directory / "sample.csv"
    product.write_sample(file, 500, seed=7)
    sample = product.run(file, 1).summary["import_id"]
    say(f"bench: web writes {rows:,} records, {batches:,} batches, {runs:,} runs")
    values = {"rows": rows, "batches": batches, "runs": runs, "large": LARGE, "sample": sample}
    server.execute("SET session_replication_role = replica")
    for statement in FILL.split(";\n"):
        if statement.strip():
            server.execute(statement, values if "%" in statement else None)
    server.execute("RESET session_replication_role")
    server.execute("VACUUM ANALYZE")


@contextmanager
def web(product: Product):
    key = json.loads(product.output("keys", "create", "--name", "bench", "--scopes", "admin", "--rate", "1000000", "--json"))["key"]
    process = subprocess.Popen(product.command("web", "--port", "0"), env=product.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        host, port = process.stdout.readline().split("http://")[1].strip().split(":")
        yield Web(process, host, int(port), key)
    finally:
        process.terminate()
        process.wait(timeout=30)


def until(condition, seconds: float, what: str):
    """What `condition` gives once it gives something."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise SystemExit(f"bench: {what} did not happen within {seconds:.0f} s.")
        time.sleep(0.01)
    return found
