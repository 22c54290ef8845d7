"""What the numbers were measured on. No host names."""

import os
import platform
from pathlib import Path

from .server import Server


def describe(server: Server) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    settings = ", ".join(f"{name} {value}" for name, value in server.settings().items())
    return (
        f"{os.cpu_count()} cores ({processor()}), {memory:.0f} GiB memory, {platform.system()} {platform.machine()}; "
        f"PostgreSQL {server.version()} with {settings}; Python {platform.python_version()}."
    )


def processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown processor"
