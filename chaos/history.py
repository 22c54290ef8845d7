"""What the witness saw, put in order: who lost which job when, and who went on with it."""

from dataclasses import dataclass
from datetime import datetime

from lab.server import Server


@dataclass
class Rescue:
    """A claim that was taken away from a worker."""

    job: int
    worker: str
    rescued_at: datetime
    # None: nobody has claimed or finished it since.
    claimed_at: datetime | None = None
    done_at: datetime | None = None


def rescues(server: Server) -> list[Rescue]:
    """In order of time; a claim that its own worker gave back is none."""
    found: list[Rescue] = []
    open_by_job: dict[int, Rescue] = {}
    rows = server.execute(
        "SELECT job_id, at, writer, old_state, new_state, old_worker::text FROM chaos.transitions ORDER BY job_id, seq")
    for job, at, writer, old_state, new_state, worker in rows:
        if new_state == "claimed" and job in open_by_job:
            rescue = open_by_job[job]
            rescue.claimed_at = rescue.claimed_at or at
        elif new_state == "done" and job in open_by_job:
            open_by_job.pop(job).done_at = at
        elif old_state == "claimed" and writer.split("/")[-1].lower() != worker:
            open_by_job[job] = Rescue(job, worker, at)
            found.append(open_by_job[job])
    return sorted(found, key=lambda rescue: rescue.rescued_at)


def delays(server: Server, killed_at: dict[str, float]) -> list[float]:
    """Milliseconds from the end of each killed worker to the moment another one had claimed what it held: the worst of its jobs.
    - killed_at: seconds since the epoch by worker id; the server is on this machine, so it reads the same clock."""
    worst: dict[str, float] = {}
    for rescue in rescues(server):
        if rescue.worker in killed_at and rescue.claimed_at:
            delay = (rescue.claimed_at.timestamp() - killed_at[rescue.worker]) * 1000
            worst[rescue.worker] = max(worst.get(rescue.worker, 0), delay)
    return sorted(worst.values())
