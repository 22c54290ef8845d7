"""An asynchronous standby that lost the last transactions is promoted while workers hold batches of an import that it never saw."""

import os
import signal
import subprocess
import time
from pathlib import Path

from psycopg.conninfo import make_conninfo

from lab import ledger
from lab.figures import Goal, say
from .kills import submit
from lab.lab import Lab
from .proxy import FaultProxy
from lab.server import Server

WORKERS = 2
BATCH_ROWS = 50
HELD = "SELECT id FROM refinery.jobs WHERE stage = 'refine' AND state = 'claimed'"


def run(binary: Path, rows: int, seed: int) -> dict:
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": "2000", "MAX_CONCURRENT_BATCHES": "4"}
    with Lab(binary, settings) as lab, Standby(lab) as standby:
        proxy = FaultProxy(lab.server.url)
        lab.environment["DATABASE_URL"] = proxy.url
        fleet = lab.fleet(1, WORKERS)
        submissions = [submit(lab, rows // 10, seed, BATCH_ROWS)]
        ledger.await_end(lab.server, submissions, 60)
        standby.await_caught_up(lab.server)
        standby.cut_off()
        # Sequences are logged ahead: the standby hands out anew what comes after this one.
        last = standby.server.value("SELECT last_value FROM refinery.jobs_id_seq")
        submit(lab, rows, seed + 1, BATCH_ROWS)
        held = await_held(lab.server, last)
        say(f"failover while {len(held)} batches are held that the standby never saw")
        lab.server.kill()
        standby.promote()
        proxy.lead_to(standby.server.url)
        for _ in range(WORKERS):
            fleet.add("worker")
        submissions.append(submit(lab, rows, seed + 2, BATCH_ROWS))
        submissions[-1].is_alone = False
        ledger.await_end(standby.server, submissions, 180)
        ended = len(fleet.ended())
        fleet.stop()
        proxy.close()
        verdict = ledger.check(standby.server, submissions)
        again = standby.server.value("SELECT count(*) FROM refinery.jobs WHERE id = ANY(%s)", [held])
        return {
            "batches_held": len(held), "ids_handed_out_again": again, "lost": verdict.lost, "doubled": verdict.doubled,
            "zombie_writes": verdict.zombie_writes, "rows": sum(each.expected["rows"] for each in submissions),
            "leases_lost": fleet.log_count("lease lost"), "processes_ended": ended, "seed": seed, "problems": verdict.problems,
        }  # fmt: skip


def await_held(server: Server, last: int) -> list[int]:
    """Ids of the batches that are held, once all of them came after `last`."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        held = [row[0] for row in server.execute(HELD)]
        if held and min(held) > last:
            return held
        time.sleep(0.02)
    raise SystemExit("chaos: no batch was held that the standby did not know; make the import longer.")


class Standby:
    """A streaming copy of the run's Postgres."""

    def __init__(self, lab: Lab):
        self.lab = lab
        self.home = lab.directory / "standby"
        self.data = self.home / "postgres" / "data"
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Standby":
        primary = self.lab.server
        owner = (primary.home / "postgres/data").stat()
        # Postgres does not run as root.
        self.account = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.getuid() == 0 else {}
        programs = Path(os.readlink(f"/proc/{primary.process}/exe")).parent
        self.data.mkdir(parents=True)
        for directory in (self.home, self.data.parent, self.data):
            directory.chmod(0o700)
            os.chown(directory, owner.st_uid, owner.st_gid)
        subprocess.run(
            [programs / "pg_basebackup", "-d", primary.url, "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync"],
            cwd="/", check=True, capture_output=True, **self.account)  # fmt: skip
        with open(self.lab.directory / "standby.log", "ab") as log:
            self.process = subprocess.Popen(
                [programs / "postgres", "-D", self.data, "-c", "listen_addresses=", "-k", self.home],
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **self.account)  # fmt: skip
        self.server = Server(make_conninfo(primary.url, host=str(self.home), port=5432), self.home)
        return self

    def __exit__(self, *_) -> None:
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def await_caught_up(self, primary: Server) -> None:
        position = primary.value("SELECT pg_current_wal_flush_lsn()::text")
        deadline = time.monotonic() + 60
        while not self.server.value("SELECT coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)", [position]):
            if time.monotonic() > deadline:
                raise SystemExit("chaos: the standby does not follow.")
            time.sleep(0.02)

    def cut_off(self) -> None:
        """From now on nothing arrives from the primary."""
        self.server.execute("ALTER SYSTEM SET primary_conninfo = ''")
        self.server.execute("SELECT pg_reload_conf()")
        while self.server.value("SELECT count(*) FROM pg_stat_wal_receiver"):
            time.sleep(0.02)

    def promote(self) -> None:
        self.server.execute("SELECT pg_promote(true, 60)")


def goals(result: dict) -> list[Goal]:
    return [
        Goal("batches held at the failover whose ids were handed out again", result["ids_handed_out_again"], 1, at_least=True),
        Goal(f"rows lost of {result['rows']:,} in imports that are there", result["lost"], 0),
        Goal("rows or effects doubled, or of an import that is not there", result["doubled"], 0),
        Goal("writes with a claim of the lost history accepted", result["zombie_writes"], 0),
        Goal("anything else wrong in the ledger", len(result["problems"]), 0),
        Goal("processes that ended", result["processes_ended"], 0),
    ]
