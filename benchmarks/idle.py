"""What a fleet with nothing to do asks of the database."""

import time
from collections import Counter

from .product import Product
from .server import Server

SETTLE_SECONDS = 3


def statements_per_second(server: Server, product: Product, seconds: float) -> dict[str, float]:
    """Statements a second of one idle coordinator and one idle worker, by role, as the server's own log counts them."""
    product.reset(server)
    with product.running("coordinator"), product.running("worker"):
        time.sleep(SETTLE_SECONDS)
        set_logging(server, "'refinery-bench %a|'", "'all'")
        begin = log_size(server)
        time.sleep(seconds)
        end = log_size(server)
        set_logging(server, "DEFAULT", "DEFAULT")
    log = server.value("SELECT pg_read_file(pg_current_logfile(), %s, %s)", [begin, end - begin])
    counts = Counter({"coordinator": 0, "worker": 0})
    for line in log.splitlines():
        # refinery-bench refinery/worker/1f0c…|LOG:  execute claim_jobs: …
        if line.startswith("refinery-bench refinery/") and ("execute " in line or "statement: " in line):
            counts[line.split("/")[1]] += 1
    return {role: count / seconds for role, count in counts.items()}


def set_logging(server: Server, prefix: str, statements: str) -> None:
    server.execute(f"ALTER SYSTEM SET log_line_prefix = {prefix}")
    server.execute(f"ALTER SYSTEM SET log_statement = {statements}")
    server.execute("SELECT pg_reload_conf()")
    # Sessions read the new settings before their next statement.
    time.sleep(0.5)


def log_size(server: Server) -> int:
    return server.value("SELECT (pg_stat_file(pg_current_logfile())).size")
