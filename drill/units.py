"""Every unit of deploy/systemd as a real process, started as systemd would: its command, its files of variables, its credentials, a notify
socket of our own. Each says that it is ready and then that it lives, and ends with 0 when it is told to, asking for the time it needs."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

from lab.figures import Goal
from lab.lab import Lab

UNITS = Path(__file__).parent.parent / "deploy/systemd"
PROGRAM = "/opt/refinery/current/bin/refinery"
# What a person writes into the files that the units name.
FILES = {
    "/etc/refinery/env": {"LOG_FORMAT": "json", "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000001", "PORT": "0"},
    "/etc/refinery/enrich.env": {"APOLLO_API_KEY": "nobodys"}, "/etc/refinery/push.env": {"DIALER_SECRET": "nobodys"},
}  # fmt: skip
SECONDS = 60


def run(binary: Path, rows: int, seed: int, short: bool):
    with Lab(binary) as lab:
        for unit in sorted(UNITS.glob("*.service"), key=lambda each: (not each.name.startswith("refinery-migrate"), each.name)):
            yield once(lab, unit)


def once(lab: Lab, unit: Path) -> dict:
    keys = re.findall(r"^(\w+)=(.*)$", unit.read_text(), re.MULTILINE)
    of = lambda name: [value for key, value in keys if key == name]  # noqa: E731
    secrets = lab.directory / f"credentials-{unit.stem}"
    secrets.mkdir()
    for credential in of("LoadCredential"):
        name, path = credential.split(":")
        (secrets / name).write_text(lab.server.url + "\n" if name == "DATABASE_URL" else "nobodys\n")
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "CREDENTIALS_DIRECTORY": str(secrets)}
    for path in of("EnvironmentFile"):
        environment |= FILES.get(path, {})
    address = str(lab.directory / f"notify-{unit.stem}")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(address)
    os.chmod(address, 0o777)
    watched = bool(of("WatchdogSec"))
    environment |= {"NOTIFY_SOCKET": address} | ({"WATCHDOG_USEC": "1000000"} if watched else {})
    command = of("ExecStart")[0].replace("%i", "1").replace(PROGRAM, str(lab.binary)).split()
    log = lab.directory / f"{unit.stem}.log"
    begun = time.monotonic()
    with open(log, "wb") as file:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True)
    said: list[str] = []
    ready = None
    try:
        if of("Type") == ["notify"]:
            ready = listen(listener, process, said, "READY=1")
            lives = not watched or listen(listener, process, said, "WATCHDOG=1") is not None
            process.send_signal(signal.SIGTERM)
        else:
            lives = True
        status = process.wait(SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    listener.settimeout(0.1)
    listen(listener, None, said, None)
    listener.close()
    notifies = of("Type") == ["notify"]
    return {
        "unit": unit.name, "status": status, "ready_seconds": round(ready - begun, 2) if ready else None,
        "said_ready": ready is not None or not notifies, "said_alive": lives,
        "asked_for_time": not notifies or any("EXTEND_TIMEOUT_USEC" in line or "STOPPING=1" in line for line in said),
        "problems": [] if status == 0 else [f"{unit.name}: {log.read_text(errors='replace')[-500:]}"],
    }  # fmt: skip


def listen(listener: socket.socket, process: subprocess.Popen | None, said: list[str], word: str | None) -> float | None:
    """Hears what is said until `word` comes; when it came, or nothing does any more."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if process:
            listener.settimeout(0.5)
        try:
            said += listener.recv(65536).decode().split("\n")
        except TimeoutError:
            if process is None or process.poll() is not None:
                return None
            continue
        if word in said:
            return time.monotonic()
    return None


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"{result['unit']}: its exit status", result["status"], 0),
        Goal(f"{result['unit']}: it says that it is ready", int(result["said_ready"]), 1, at_least=True),
        Goal(f"{result['unit']}: it says that it lives", int(result["said_alive"]), 1, at_least=True),
        Goal(f"{result['unit']}: it says that it stops", int(result["asked_for_time"]), 1, at_least=True),
    ]
