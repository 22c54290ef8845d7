"""A primary dies in the middle of an import, and its standby is promoted; the fleet finds it by itself, through a DATABASE_URL of both.

Three ways: the standby streams and commits do not wait for it; the same, but it is some seconds behind; commits wait for it
(`SYNCHRONOUS_STANDBY=on`). A client submits small files one after the other meanwhile, and remembers which were said to be complete:
what of that is gone afterwards is what the way costs."""

import json
import subprocess
import threading
import time
from pathlib import Path

from lab import ledger
from lab.figures import Goal, say
from lab.lab import Lab
from lab.ledger import Submission
from lab.server import Server
from lab.standby import Standby
from lab.world import await_that

WORKERS = 2
BATCH_ROWS = 50
SMALL_ROWS = 200
# How far behind the second way's standby is.
LAG_SECONDS = 3
STORED = "SELECT coalesce(sum(rows_done), 0)::bigint FROM (SELECT count(*) AS rows_done FROM refinery.records) AS counted"


def run(binary: Path, rows: int, seed: int, short: bool):
    for way in ["synchronous"] if short else ["asynchronous", "lagging", "synchronous"]:
        yield once(binary, rows, seed, way)


def once(binary: Path, rows: int, seed: int, way: str) -> dict:
    # Batches wait a little before they are stored, so that the import is still under way when the primary dies.
    delay = max(1, min(200, 2_000_000 // rows))
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": str(delay), "MAX_CONCURRENT_BATCHES": "4", "DATABASE_TIMEOUT": "10000"}
    if way == "synchronous":
        settings["SYNCHRONOUS_STANDBY"] = "on"
    with Lab(binary, settings | {"SYNCHRONOUS_STANDBY": "off"}, server={"wal_level": "replica"}) as lab, Standby(lab) as standby:
        primary = lab.server
        if way == "synchronous":
            name_standby(primary, standby.name)
        lab.environment |= settings
        lab.environment["DATABASE_URL"] = both(primary, standby)
        standby.await_caught_up(primary)
        fleet = lab.fleet(2, WORKERS)
        client = Client(lab, seed)
        client.start()
        # However quick the machine is, something was said to be complete before.
        await_that(lambda: client.complete, "an import that is said to be complete", 60)
        main = submit(lab, rows, seed)
        await_rows(primary, rows // 3)
        if way == "lagging":
            standby.cut_off()
            time.sleep(LAG_SECONDS)
        # From here on nothing is said to be complete that was not before.
        client.pause()
        stored, written = primary.execute(f"SELECT ({STORED}), pg_current_wal_lsn()::text")[0]
        died = time.monotonic()
        primary.kill()
        standby.promote()
        promoted = time.monotonic() - died
        behind = standby.server.value("SELECT greatest(0, %s::pg_lsn - pg_last_wal_replay_lsn())::bigint", [written])
        kept = standby.server.value(STORED)
        again = Standby(lab, standby.server, "second") if way == "synchronous" else None
        try:
            if again:
                # A promoted server has no standby of its own: the fleet waits until the operator names the next one.
                again.__enter__()
                name_standby(standby.server, again.name)
            submissions = [each for each in [main, *client.complete] if exists(standby.server, each)]
            lost_imports = 1 + len(client.complete) - len(submissions)
            not_complete = [each for each in submissions[1:] if status(standby.server, each) != "completed"]
            await_rows(standby.server, kept + 1)
            resumed = time.monotonic() - died
            client.resume(standby.server)
            ledger.await_end(standby.server, submissions, 300)
            client.stop()
            submissions += client.afterwards
            ledger.await_end(standby.server, submissions, 60)
            ended = len(fleet.ended())
            fleet.stop()
            verdict = ledger.check(standby.server, submissions)
        finally:
            client.stop()
            if again:
                again.__exit__()
        return {
            "way": way, "rows": rows, "seed": seed, "promoted_seconds": round(promoted, 2), "resumed_seconds": round(resumed, 2),
            "wal_bytes_lost": behind, "rows_stored_before": stored, "rows_redone": max(0, stored - kept),
            "imports_said_complete": len(client.complete), "complete_imports_lost": lost_imports,
            "complete_imports_done_again": len(not_complete), "imports_submitted_afterwards": len(client.afterwards),
            "lost": verdict.lost, "doubled": verdict.doubled, "zombie_writes": verdict.zombie_writes, "processes_ended": ended,
            "problems": verdict.problems,
        }  # fmt: skip


def both(primary: Server, standby: Standby) -> str:
    """The address of an operator who has two servers: whoever takes writes is meant."""
    user, name = primary.execute("SELECT current_user, current_database()")[0]
    return f"postgres://{user}@/{name}?host={primary.home}/postgres/socket,{standby.home}&port=5432,5432&target_session_attrs=read-write"


def name_standby(server: Server, name: str) -> None:
    server.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
    server.execute("SELECT pg_reload_conf()")
    await_that(lambda: server.value("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"), "a synchronous standby", 30)


def submit(lab: Lab, rows: int, seed: int) -> Submission:
    path, expected = lab.sample(rows, seed)
    return Submission(lab.submit(path, BATCH_ROWS), expected)


def exists(server: Server, submission: Submission) -> bool:
    return server.value("SELECT count(*) FROM refinery.imports WHERE id = %s", [submission.import_id]) == 1


def status(server: Server, submission: Submission) -> str:
    return server.value("SELECT status FROM refinery.runs WHERE id = %s", [submission.import_id])


def await_rows(server: Server, rows: int) -> None:
    await_that(lambda: server.value(STORED) >= rows, "rows of the fleet", 120)


class Client(threading.Thread):
    """Submits small files, one after the other, and follows each until it is said to be complete."""

    def __init__(self, lab: Lab, seed: int):
        super().__init__(daemon=True)
        self.lab = lab
        self.seed = seed * 1000
        self.complete: list[Submission] = []
        self.afterwards: list[Submission] = []
        self.going = threading.Event()
        self.going.set()
        self.idle = threading.Event()
        self.ended = threading.Event()
        self.server = Server(lab.server.url, lab.server.home)
        self.into = self.complete

    def run(self) -> None:
        while not self.ended.is_set():
            if not self.going.wait(0.05):
                self.idle.set()
                continue
            self.seed += 1
            path, expected = self.lab.sample(SMALL_ROWS, self.seed)
            command = [self.lab.binary, "submit", str(path), "--all", "--json", "--priority", "1", "--batch-size", str(BATCH_ROWS)]
            done = subprocess.run(command, env=self.lab.environment, capture_output=True, text=True)
            if done.returncode:
                continue
            submission = Submission(json.loads(done.stdout.strip().splitlines()[-1])["import_id"], expected, is_alone=False)
            while self.going.is_set() and not self.ended.is_set():
                if status(self.server, submission) == "completed":
                    self.into.append(submission)
                    break
                time.sleep(0.02)
        self.idle.set()

    def pause(self) -> None:
        self.going.clear()
        self.idle.wait(60)

    def resume(self, server: Server) -> None:
        self.server = Server(server.url, server.home)
        self.into = self.afterwards
        self.going.set()

    def stop(self) -> None:
        self.ended.set()
        self.join(60)


def goals(result: dict) -> list[Goal]:
    awaited = result["way"] == "synchronous"
    return [
        Goal("rows lost in imports that are there", result["lost"], 0),
        Goal("rows or effects doubled", result["doubled"], 0),
        Goal("writes with a claim of the lost history accepted", result["zombie_writes"], 0),
        Goal("anything else wrong in the ledger", len(result["problems"]), 0),
        Goal("processes that ended", result["processes_ended"], 0),
        Goal("imports said to be complete before", result["imports_said_complete"], 1, at_least=True),
        *([Goal("imports lost that were said to be complete", result["complete_imports_lost"], 0),
           Goal("imports done again that were said to be complete", result["complete_imports_done_again"], 0)] if awaited else []),
    ]  # fmt: skip
