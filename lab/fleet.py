"""Processes of the fleet: started, killed, stopped and replaced as an operating system and a supervisor would."""

import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Member:
    role: str
    process: subprocess.Popen
    is_stopped: bool = False
    # Environment variables of this one alone.
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def pid(self) -> int:
        return self.process.pid

    def signal(self, number: int) -> None:
        self.process.send_signal(number)
        self.is_stopped = number == signal.SIGSTOP or (self.is_stopped and number != signal.SIGCONT)


class Fleet:
    def __init__(self, binary: Path, environment: dict[str, str], directory: Path):
        self.binary = binary
        # Supervised processes end when this pipe does, that is with us, however we end.
        self.reading, self.writing = os.pipe()
        self.environment = environment | {"REFINERY_SUPERVISED": "1"}
        self.log = directory / "fleet.log"
        self.members: list[Member] = []

    def start(self, coordinators: int, workers: int) -> None:
        for role in ["coordinator"] * coordinators + ["worker"] * workers:
            self.add(role)

    def add(self, role: str, **settings: str) -> Member:
        """One process more. - settings: environment variables of this one alone; whoever replaces it has them too."""
        self.members.append(self._spawn(role, settings))
        return self.members[-1]

    def _spawn(self, role: str, settings: dict[str, str]) -> Member:
        with open(self.log, "ab") as log:
            process = subprocess.Popen(
                [self.binary, role], env=self.environment | settings, stdin=self.reading, stdout=subprocess.DEVNULL, stderr=log,
                start_new_session=True)  # fmt: skip
        return Member(role, process, settings=settings)

    def of(self, role: str) -> list[Member]:
        return [member for member in self.members if member.role == role]

    def kill(self, member: Member) -> None:
        """kill -9, and a new process in its place, as a supervisor does."""
        place = self.members.index(member)
        self.end(member)
        self.members.insert(place, self._spawn(member.role, member.settings))

    def end(self, member: Member) -> None:
        """kill -9, and nobody in its place."""
        member.process.kill()
        member.process.wait()
        self.members.remove(member)

    def ended(self) -> list[Member]:
        """Those that ended without being told to."""
        return [member for member in self.members if member.process.poll() is not None]

    def stop(self, role: str | None = None) -> None:
        leaving = [member for member in self.members if role in (None, member.role)]
        for member in leaving:
            if member.process.poll() is None:
                member.process.send_signal(signal.SIGTERM)
                member.process.send_signal(signal.SIGCONT)
        for member in leaving:
            try:
                member.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                member.process.kill()
                member.process.wait()
        self.members = [member for member in self.members if member not in leaving]

    def log_count(self, words: str) -> int:
        return self.log.read_text(errors="replace").count(words) if self.log.exists() else 0
