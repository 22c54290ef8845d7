"""The ledger check: every row exactly one outcome, no effect twice, nothing left claimed, counts as the file's maker knows them."""

import time
from dataclasses import dataclass, field

from lab.server import Server

LOST = ["rows_lost", "rows_in_no_batch", "fingerprints_without_their_record", "duplicates_of_nothing"]
DOUBLED = ["outcomes_too_many", "records_stored_twice", "jobs_done_twice", "outcomes_of_no_import"]
ZOMBIE = ["jobs_done_by_strangers", "rows_written_unfenced"]


@dataclass
class Submission:
    """A file that was handed in, and what its maker says must come of it."""

    import_id: str
    expected: dict
    # Rows of another file may be repeated in this one: then only stored + duplicates is known beforehand.
    is_alone: bool = True


@dataclass
class Verdict:
    lost: int = 0
    doubled: int = 0
    zombie_writes: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.problems

    def add(self, where: str, counts: dict[str, int]) -> None:
        wrong = {name: int(count) for name, count in counts.items() if count}
        self.lost += sum(abs(wrong.get(name, 0)) for name in LOST)
        self.doubled += sum(abs(wrong.get(name, 0)) for name in DOUBLED)
        self.zombie_writes += sum(wrong.get(name, 0) for name in ZOMBIE)
        self.problems += [f"{where}: {count} {name.replace('_', ' ')}" for name, count in wrong.items()]


def check(server: Server, submissions: list[Submission]) -> Verdict:
    verdict = Verdict()
    for number, submission in enumerate(submissions, 1):
        rows = submission.expected["rows"]
        verdict.add(f"import {number}", server.counts("ledger.sql", {"import": submission.import_id, "rows": rows}))
        found = dict(zip(
            ["stored", "duplicates", "rejected"],
            server.execute(
                "SELECT stored, duplicates, rejected FROM refinery.import_progress WHERE import_id = %s", [submission.import_id])[0],
        ))  # fmt: skip
        wanted = {name: submission.expected[name] for name in found}
        if not submission.is_alone:
            for counts in (found, wanted):
                counts["kept"] = counts.pop("stored") + counts.pop("duplicates")
        if found != wanted:
            verdict.problems.append(f"import {number}: expected {wanted}, found {found}")
    verdict.add("database", server.counts("effects.sql"))
    return verdict


def await_end(server: Server, submissions: list[Submission], seconds: float, check_fleet=lambda: None) -> None:
    """Waits until no import runs any more.
    - check_fleet: called meanwhile; raises when there is no use in waiting on."""
    ids = [submission.import_id for submission in submissions]
    deadline = time.monotonic() + seconds
    while server.value("SELECT count(*) FROM refinery.runs WHERE id = ANY(%s::uuid[]) AND status = 'running'", [ids]):
        check_fleet()
        if time.monotonic() > deadline:
            jobs = server.execute("SELECT stage, state, worker_id::text, count(*) FROM refinery.jobs GROUP BY 1, 2, 3")
            raise SystemExit(f"chaos: an import did not end within {seconds:.0f} s: {jobs}")
        time.sleep(0.05)
