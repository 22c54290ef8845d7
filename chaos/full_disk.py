"""The disk of the private Postgres fills while numbers are looked up, and is freed: nothing that was paid is bought again."""

import os
import platform
import subprocess
import time
from pathlib import Path

from lab import numbers
from lab.world import World

from lab import ledger
from lab.figures import Goal, say
from lab.ledger import Submission

RATE, BURST = 100, 50
SIZE = "260m"
FULL_SECONDS = 20
# As many answers as one process that dies may have in flight.
IN_FLIGHT = 75


def run(binary: Path, count: int, seed: int) -> dict:
    if not is_possible():
        say("chaos: full-disk is skipped: it mounts a tmpfs, which only root on Linux may.")
        return {"skipped": True}
    with FullDiskWorld(binary, seed, "--latency-ms", "30", settings={"RETRY_ATTEMPTS": "1000"}) as world:
        world.server.observe()
        account = world.account(RATE, BURST)
        fleet = world.crew(account, lookup_workers=1)
        import_id = world.submit_numbers(numbers.distinct(count, world.chance), 100)
        while world.simulator.report()["requests"] < 2 * RATE:
            time.sleep(0.02)
        world.fill()
        before = world.simulator.report()["requests"]
        say("the disk is full")
        time.sleep(FULL_SECONDS)
        while_full = world.simulator.report()["requests"] - before
        world.free()
        # A log that could not grow ends the server.
        world.start_server()
        world.await_completed([import_id], 60 + 3 * count / RATE)
        fleet.stop()
        report = world.simulator.report()
        verdict = ledger.check(
            world.server, [Submission(import_id, {"rows": count, "stored": count, "duplicates": 0, "rejected": 0})])
        return {
            "requests": report["requests"], "numbers": count, "paid_twice": report["repeated_paid"], "requests_while_full": while_full,
            "kept": fleet.log_count("answers cannot be stored now"), "lost": verdict.lost, "doubled": verdict.doubled, "seed": seed,
            "problems": verdict.problems,
        }  # fmt: skip


def is_possible() -> bool:
    return platform.system() == "Linux" and os.getuid() == 0


class FullDiskWorld(World):
    """Its Postgres lives on a small disk of its own."""

    def start_server(self, command: str = "start") -> None:
        home = self.directory / "home"
        if command == "start" and not os.path.ismount(home):
            home.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", home], check=True)
        super().start_server(command)
        if command == "stop":
            subprocess.run(["umount", "--lazy", home], check=False, capture_output=True)

    def __exit__(self, *problem) -> None:
        # The server ends in good order only with a little room.
        self.free()
        super().__exit__(*problem)

    @property
    def ballast(self) -> Path:
        return self.directory / "home" / "ballast"

    def fill(self) -> None:
        with open(self.ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
            except OSError:
                return

    def free(self) -> None:
        self.ballast.unlink(missing_ok=True)


def goals(result: dict) -> list[Goal]:
    if "skipped" in result:
        return []
    return [
        Goal(f"numbers paid twice, of {result['numbers']:,}", result["paid_twice"], IN_FLIGHT),
        Goal("anything wrong in the ledger", len(result["problems"]), 0),
    ]
