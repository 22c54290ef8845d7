"""How long each call takes beside many records, and how many requests a second there are."""

import http.client
import re
import shutil
import subprocess
import time

from lab.figures import Goal, percentile

from .world import LARGE, Web

TITLE = "Calls"
# `{n}` is another number each time: no page is asked for twice.
CALLS = [
    "imports", "imports?status=completed&limit=500", "imports?submitter=nobody", f"imports/{LARGE}", f"imports/{LARGE}/status",
    f"imports/{LARGE}/batches?after={{n}}&limit=500", f"imports/{LARGE}/records?after={{n}}&limit=500", f"imports/{LARGE}/rejects?after={{n}}&limit=500",
    f"imports/{LARGE}/duplicates?after={{n}}&limit=500", f"imports/{LARGE}/mapping", "imports/00000000-0000-4000", "runs?limit=500", f"runs/{LARGE}",
    "sessions/current", "batches/current", "metrics/realtime", "stats", "workers", "budgets", "personas?limit=500", "personas?search=Lee", "blocks", "suppressions",
]
STANDING = ["/health", "/ready", "/metrics"]


def latencies(web: Web, targets: list[str], headers: dict[str, str], right: tuple[int, ...] = (200,)) -> list[float]:
    """Milliseconds of each of many requests over one connection, without the first of them."""
    connection = http.client.HTTPConnection(web.host, web.port, timeout=60)
    found = []
    for target in targets:
        begin = time.perf_counter()
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        response.read()
        found.append((time.perf_counter() - begin) * 1000)
        if response.status not in right:
            raise SystemExit(f"bench: {target} answers {response.status}.")
    connection.close()
    return found[len(targets) // 20:]


def targets(path: str, repeat: int, rows: int) -> list[str]:
    whole = path if path.startswith("/") else f"/api/v1/{path}"
    return [whole.replace("{n}", str(turn * 7919 % min(rows, 9_000))) for turn in range(repeat)]


def requests_a_second(web: Web, path: str, seconds: int) -> float:
    """As wrk counts them, over 32 connections."""
    command = ["wrk", "--threads", "1", "--connections", "32", "--duration", f"{seconds}s", "--header", f"Authorization: Bearer {web.key}", f"http://{web.host}:{web.port}{path}"]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    if "Non-2xx" in printed:
        raise SystemExit(f"bench: {path} is refused:\n{printed}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", printed)[1])


def measure(web: Web, repeat: int, rows: int) -> tuple[list[Goal], list[str]]:
    goals, notes = [], []
    for path in CALLS + STANDING:
        found = latencies(web, targets(path, repeat, rows), web.headers, (200, 409))
        goals.append(Goal(f"{path.replace(LARGE, 'ID')}, 99th percentile", percentile(found, 0.99), 100, " ms"))
        notes.append(f"{path.replace(LARGE, 'ID')}: {percentile(found, 0.5):.1f} ms at the median")
    if shutil.which("wrk"):
        pairs = [(requests_a_second(web, f"/api/v1/imports/{LARGE}", 5), requests_a_second(web, "/health", 5)) for _ in range(3)]
        asked, constant = sorted(pairs, key=lambda pair: pair[0] / pair[1])[1]
        goals.append(Goal("imports/ID a second, of those of a constant (/health)", asked / constant, 0.5, at_least=True))
        notes.append(f"imports/ID: {asked:,.0f} requests a second, /health: {constant:,.0f}")
    else:
        notes.append("wrk is missing, so requests a second were not counted.")
    return goals, notes
