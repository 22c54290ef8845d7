"""Peak memory of a process and its descendants, read from the kernel's own high-water mark."""

import threading
from pathlib import Path


def high_water_mark(process: int) -> int:
    """The most memory that a process had, in bytes; 0 once it has none any more."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 if "VmHWM:" in status else 0


class ProcessWatch:
    """Polls `/proc`; the mark (VmHWM) never falls, so what a short poll misses is only the last moments of a process.

    `peak_bytes` maps a process's role (the command that `binary` was started with, else the program's name) to the highest mark of any
    such process.
    Postgres is left out: it is not ours, and its processes count shared buffers as theirs.
    """

    def __init__(self, root: int, binary: str, interval_seconds: float = 0.02):
        self.peak_bytes: dict[str, int] = {}
        self._root = root
        self._binary = binary
        self._interval = interval_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(self._interval):
            for process in self._family():
                self._note(process)

    def _family(self) -> list[int]:
        family, queue = [], [self._root]
        while queue:
            process = queue.pop()
            family.append(process)
            for children in Path(f"/proc/{process}/task").glob("*/children"):
                try:
                    queue += [int(child) for child in children.read_text().split()]
                except OSError:
                    pass
        return family

    def _note(self, process: int) -> None:
        try:
            words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
            peak = high_water_mark(process)
        except OSError:
            return
        if not peak or Path(words[0]).name.startswith("postgres"):
            return
        name = Path(words[0]).name
        role = words[1] if name == self._binary else name
        self.peak_bytes[role] = max(peak, self.peak_bytes.get(role, 0))
