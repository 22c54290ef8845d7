"""Claim and finish of an empty job: the product beside pgbench running the same two statements."""

import json
import re
import subprocess
from pathlib import Path

from .product import Product
from .server import Server, program

QUERIES = Path(__file__).parent.parent / "sql" / "queries"
WORKER = "00000000-0000-4000-8000-000000000001"
CONNECTIONS = 2


def statement(name: str, *arguments: str) -> str:
    """One of the product's statements on one line, `$n` replaced by the n-th argument."""
    lines = next(QUERIES.rglob(f"{name}.sql")).read_text().splitlines()
    sql = " ".join(line.split("--")[0].strip() for line in lines if not line.startswith("--"))
    return re.sub(r"\$(\d+)", lambda match: arguments[int(match[1]) - 1], sql.strip().rstrip(";"))


def script() -> str:
    """Claims one job from where the last claim ended, then finishes it."""
    claim = statement("claim_jobs", ":stage", "1", ":worker", ":priority", ":id", "''")
    finish = statement("finish_jobs", "ARRAY[:id]", "ARRAY[:token]", "ARRAY[:worker_id]", "ARRAY[:run_id]", *["ARRAY[0]"] * 3)
    return f"{claim} \\gset\n{finish};\n"


def fill(server: Server, product: Product, jobs: int) -> None:
    """An empty database with `jobs` ready jobs that cover no rows."""
    product.reset(server)
    server.run_file("seed_empty_jobs.sql", {"jobs": jobs})
    server.execute("VACUUM ANALYZE refinery.jobs")
    server.settle()


def pgbench(server: Server, product: Product, jobs: int, directory: Path) -> float:
    """Jobs a second."""
    # The rows that rivals hold are passed over, so the last few claims could come back empty: leave some jobs over.
    fill(server, product, jobs + 1_000)
    file = directory / "claim_and_finish.pgbench"
    file.write_text(script())
    command = [
        program("pgbench"), "--no-vacuum", "--protocol=prepared", f"--file={file}", f"--client={CONNECTIONS}",
        f"--jobs={CONNECTIONS}", f"--transactions={jobs // CONNECTIONS}", "--define=stage=refine", f"--define=worker={WORKER}",
        "--define=id=0", "--define=priority=0", server.url,
    ]  # fmt: skip
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return float(re.search(r"^tps = ([\d.]+)", printed, re.MULTILINE)[1])


def refinery(server: Server, product: Product, jobs: int) -> float | None:
    """Jobs a second, or None where the binary has no such command."""
    fill(server, product, jobs)
    command = product.command("bench", "claims", "--connections", str(CONNECTIONS), "--json")
    done = subprocess.run(command, env=product.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if done.returncode == 64:
        return None
    done.check_returncode()
    return json.loads(done.stdout.strip().splitlines()[-1])["jobs_per_second"]
