"""A base backup, a log that is archived, a disk that is gone: the database is restored to a moment, and every count has to add up.

Before the moment an import was completed and another one was under way; after it somebody did what must not be there."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from psycopg.conninfo import make_conninfo

from lab import ledger
from lab.figures import Goal
from lab.lab import Lab
from lab.ledger import Submission
from lab.server import Server
from lab.world import await_that

WORKERS = 2
BATCH_ROWS = 50
SPENT = "SELECT count(*) FROM refinery.records"


def run(binary: Path, rows: int, seed: int, short: bool):
    yield once(binary, rows, seed)


def once(binary: Path, rows: int, seed: int) -> dict:
    settings = {"REFINERY_TEST_BATCH_DELAY_MS": str(max(1, min(200, 2_000_000 // rows))), "MAX_CONCURRENT_BATCHES": "4"}
    archive = Path("/tmp") / f"refinery-drill-archive-{os.getpid()}"
    server = {"archive_mode": "on", "wal_level": "replica", "archive_timeout": "60",
              "archive_command": f"'test ! -f {archive}/%f && cp %p {archive}/%f'"}  # fmt: skip
    archive.mkdir()
    try:
        with Lab(binary, settings, server=server) as lab:
            give(archive, lab.server)
            return drill(lab, archive, rows, seed)
    finally:
        shutil.rmtree(archive, ignore_errors=True)


def drill(lab: Lab, archive: Path, rows: int, seed: int) -> dict:
    primary = lab.server
    programs = Path(os.readlink(f"/proc/{primary.process}/exe")).parent
    account = own(primary)
    fleet = lab.fleet(1, WORKERS)
    complete = submit(lab, rows // 4, seed)
    ledger.await_end(primary, [complete], 120)
    begun = time.monotonic()
    backup = lab.directory / "backup"
    backup.mkdir(mode=0o700)
    give(backup, primary)
    # The log that the backup needs to be whole comes with it; what came later is in the archive.
    subprocess.run(
        [programs / "pg_basebackup", "-d", primary.url, "-D", backup, "-X", "stream", "-c", "fast"],
        cwd="/", check=True, capture_output=True, **account)  # fmt: skip
    backed_up = time.monotonic() - begun
    under_way = submit(lab, rows, seed + 1)
    under_way.is_alone = False
    while primary.value(SPENT) < complete.expected["stored"] + rows // 4:
        time.sleep(0.02)
    # Everything that is committed now has to be there, and nothing that comes later.
    moment = primary.value("SELECT clock_timestamp()::text")
    before = primary.value(SPENT)
    time.sleep(0.2)
    later = submit(lab, 500, seed + 2)
    primary.execute("CREATE TABLE refinery_internal.mistake AS SELECT 1")
    primary.execute("SELECT pg_switch_wal()")
    await_archived(primary)
    fleet.stop()
    primary.kill()
    log = sum(file.stat().st_size for file in archive.iterdir())
    # The disk is gone; a new one gets the backup, and the log up to the moment.
    shutil.rmtree(primary.home / "postgres/data")
    with open(backup / "postgresql.auto.conf", "a") as settings:
        settings.write(
            f"restore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\narchive_mode = off\n")
    (backup / "recovery.signal").touch()
    for name in ("postgresql.auto.conf", "recovery.signal"):
        give(backup / name, primary, owner=account)
    home = lab.directory / "restored"
    home.mkdir(mode=0o711)
    (home / "postgres").mkdir()
    backup.rename(home / "postgres/data")
    give(home, primary, owner=account)
    begun = time.monotonic()
    with open(lab.directory / "restored.log", "ab") as file:
        process = subprocess.Popen(
            [programs / "postgres", "-D", home / "postgres/data", "-c", "listen_addresses=", "-k", home],
            cwd="/", stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True, **account)  # fmt: skip
    try:
        restored = Server(make_conninfo(primary.url, host=str(home), port=5432), home)
        while restored.value("SELECT pg_is_in_recovery()"):
            time.sleep(0.05)
        recovered = time.monotonic() - begun
        found = restored.value(SPENT)
        mistakes = restored.value("SELECT count(*) FROM pg_class WHERE relname = 'mistake'")
        gone = restored.value("SELECT count(*) FROM refinery.imports WHERE id = %s", [later.import_id])
        # The fleet goes on where the moment was; what came after it is submitted again.
        lab.environment["DATABASE_URL"] = restored.url
        fleet = lab.fleet(1, WORKERS)
        again = submit(lab, 500, seed + 2)
        again.is_alone = False
        submissions = [complete, under_way, again]
        ledger.await_end(restored, submissions, 300)
        fleet.stop()
        verdict = ledger.check(restored, submissions)
        doctor = subprocess.run([lab.binary, "doctor"], env=lab.environment, capture_output=True, text=True).stdout
        schema = [line for line in doctor.splitlines() if "FAIL" in line and ("schema" in line or "indexes" in line)]
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()
    return {
        "rows": rows, "seed": seed, "backup_seconds": round(backed_up, 1), "archived_log_bytes": log, "recovery_seconds": round(recovered, 1),
        "records_at_the_moment": before, "records_restored": found, "later_imports_there": gone + mistakes,
        "lost": verdict.lost, "doubled": verdict.doubled, "zombie_writes": verdict.zombie_writes,
        "problems": verdict.problems + schema,
    }  # fmt: skip


def own(server: Server) -> dict:
    """Postgres does not run as root."""
    owner = (server.home / "postgres/data").stat()
    return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.getuid() == 0 else {}


def give(path: Path, server: Server, owner: dict | None = None) -> None:
    account = owner if owner is not None else own(server)
    if account:
        for each in [path, *path.rglob("*")] if path.is_dir() and owner is not None else [path]:
            os.chown(each, account["user"], account["group"])


def submit(lab: Lab, rows: int, seed: int) -> Submission:
    path, expected = lab.sample(rows, seed)
    return Submission(lab.submit(path, BATCH_ROWS), expected)


def await_archived(server: Server) -> None:
    """Until the segment that was just closed is in the archive."""
    last = server.value("SELECT pg_walfile_name(pg_current_wal_lsn() - 1)")
    await_that(lambda: (server.value("SELECT last_archived_wal FROM pg_stat_archiver") or "") >= last, "the archive", 60, 0.05)


def goals(result: dict) -> list[Goal]:
    return [
        Goal("records missing of those at the moment", result["records_at_the_moment"] - result["records_restored"], 0),
        Goal("what came after the moment and is there", result["later_imports_there"], 0),
        Goal("rows lost in imports that are there", result["lost"], 0),
        Goal("rows or effects doubled", result["doubled"], 0),
        Goal("writes with a claim of the lost history accepted", result["zombie_writes"], 0),
        Goal("anything else wrong", len(result["problems"]), 0),
    ]
