"""What a fleet with nothing to do asks of the database."""

import re
import time
from collections import Counter
from contextlib import ExitStack

from .product import Product
from .server import Server

# The second coordinator stands by.
FLEET = {"coordinator": 2, "worker": 8, "lookup-worker": 2}
# Longer than the fleet takes to be known and to come to rest: two renewals of a lease.
SETTLE_SECONDS = 10
ACCOUNT = {"TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN": "never asked for anything"}
# refinery-bench refinery/worker/1f0c…|LOG:  execute s7: -- sql/queries/jobs/claim_jobs.sql: leases up to …
LINE = re.compile(r"refinery-bench refinery/([\w-]+)/[^|]*\|LOG: +(?:execute|statement)\b.*?(?:sql/queries/\w+/(\w+)\.sql|: (\w+))")


def statements_per_second(server: Server, product: Product, seconds: float) -> dict[str, Counter]:
    """Statements a second of an idle fleet, by role and name, as the server's own log counts them."""
    product.reset(server)
    with ExitStack() as fleet:
        for role, count in FLEET.items():
            for _ in range(count):
                fleet.enter_context(product.running(role, ACCOUNT))
        time.sleep(SETTLE_SECONDS)
        set_logging(server, "'refinery-bench %a|'", "'all'")
        begin = log_size(server)
        time.sleep(seconds)
        end = log_size(server)
        set_logging(server, "DEFAULT", "DEFAULT")
    log = server.value("SELECT pg_read_file(pg_current_logfile(), %s, %s)", [begin, end - begin])
    counts = {role: Counter() for role in FLEET}
    for line in log.splitlines():
        if match := LINE.match(line):
            counts[match[1]][match[2] or match[3]] += 1 / seconds
    return counts


def set_logging(server: Server, prefix: str, statements: str) -> None:
    # ALTER SYSTEM takes no parameters.
    server.execute(f"ALTER SYSTEM SET log_line_prefix = {prefix}")
    server.execute(f"ALTER SYSTEM SET log_statement = {statements}")
    server.execute("SELECT pg_reload_conf()")
    # Sessions read the new settings before their next statement.
    time.sleep(0.5)


def log_size(server: Server) -> int:
    return server.value("SELECT (pg_stat_file(pg_current_logfile())).size")
