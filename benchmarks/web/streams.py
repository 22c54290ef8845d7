"""How soon events reach many clients, and what these cost."""

import asyncio
import json
from datetime import datetime, timezone

from lab.figures import Goal, percentile

from ..server import Server
from .world import LARGE, Web

TITLE = "Event streams"
STREAMS = 500
EVENTS = 40
# Milliseconds since 1970 when it happened, of an event of run %s with so many stored rows: %s.
INSERT = """
WITH event AS (
    INSERT INTO refinery.events (run_id, kind, data)
    SELECT %s, 'import_progress', jsonb_build_object(
               'rows', NULL, 'stored', %s::bigint, 'status', 'running', 'reason', NULL, 'rejected', 0, 'duplicates', 0, 'rows_split', 1)
    RETURNING seq, at, run_id, kind, data
)
SELECT extract(epoch FROM at) * 1000,
       pg_notify('refinery_progress', (jsonb_build_object('v', 1, 'seq', seq, 'at', at, 'run_id', run_id, 'kind', kind) || data)::text)
  FROM event
"""


async def follow(web: Web, path: str, headers: dict[str, str], opened: asyncio.Semaphore, late: list[float], wanted: int) -> None:
    reader, writer = await asyncio.open_connection(web.host, web.port)
    fields = "".join(f"{name}: {value}\r\n" for name, value in ({"Host": web.host} | headers).items())
    writer.write(f"GET {path} HTTP/1.1\r\n{fields}\r\n".encode())
    seen = 0
    while seen < wanted:
        line = await reader.readline()
        if line.startswith(b"retry:"):
            opened.release()
        elif line.startswith(b"data: "):
            at = datetime.fromisoformat(json.loads(line[6:])["at"].replace("Z", "+00:00"))
            late.append((datetime.now(timezone.utc) - at).total_seconds() * 1000)
            seen += 1
        elif not line:
            raise SystemExit("bench: a stream ended.")
    writer.close()


async def run(web: Web, server: Server, path: str, headers: dict[str, str], streams: int, events: int) -> tuple[list[float], int]:
    """Milliseconds that each event was late at each stream, and connections to the database while all are open."""
    late: list[float] = []
    opened = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(follow(web, path, headers, opened, late, events)) for _ in range(streams)]
    for _ in range(streams):
        await opened.acquire()
    while_open = connections(server)
    for _ in range(events):
        server.execute(INSERT, [LARGE, 1])
        await asyncio.sleep(0.25)
    await asyncio.gather(*tasks)
    return late, while_open


def follow_all(web: Web, server: Server, path: str, headers: dict[str, str], streams: int, events: int) -> tuple[list[float], int]:
    """Milliseconds that each event was late at each stream, and connections to the database that the open streams are more than none.

    They are opened twice: at the first time the process opens what connections its pool may have, however many ask."""
    asyncio.run(run(web, server, path, headers, streams, 1))
    before = connections(server)
    late, while_open = asyncio.run(run(web, server, path, headers, streams, events))
    return late, while_open - before


def measure(web: Web, server: Server) -> tuple[list[Goal], list[str]]:
    memory = web.memory()
    late, more = follow_all(web, server, "/api/v1/events", web.headers, STREAMS, EVENTS)
    goals = [
        Goal(f"from the event to each of {STREAMS} streams, 99th percentile", percentile(late, 0.99), 200, " ms"),
        Goal(f"memory of the process with {STREAMS} streams, MiB", web.memory("VmHWM") / 2**20, 150),
        Goal(f"connections to the database more than before {STREAMS} streams", more, 0),
    ]
    return goals, [f"{len(late):,} events arrived, {percentile(late, 0.5):.0f} ms late at the median; {memory / 2**20:.0f} MiB before the streams."]


def connections(server: Server) -> int:
    return server.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
