"""What may not leak does not: everything that a fleet says, at the level where it says most, is searched for what it worked on."""

import base64
import csv
import re
import subprocess
import threading
import time
from pathlib import Path

import psycopg

from lab.figures import Goal, say

from lab.world import TOKEN, World

CHANNELS = ["refinery_progress", "refinery_jobs"]
# Answers of every kind, so that what is said about failures is searched too.
SIMULATOR = [
    "--latency-ms", "20", "--rate-5xx", "0.03", "--rate-reset", "0.02", "--rate-broken-json", "0.02", "--rate-429", "0.01",
    "--rate-package-error", "0.03",
]  # fmt: skip


def run(binary: Path, is_short: bool, seed: int) -> dict:
    rows = 300 if is_short else 3_000
    with World(binary, seed, *SIMULATOR, settings={"LOG_LEVEL": "trace", "RETRY_ATTEMPTS": "50"}) as world:
        account = world.account(rate=2_000, burst=200)
        said: dict[str, str] = {}
        with Listener(world.server.url) as listener:
            fleet = world.crew(account, lookup_workers=2, workers=2)
            path, _ = world.sample(rows, seed)
            import_id, said["submit"] = submit(world, path)
            keys = {member.settings["TWILIO_API_KEY"] for member in fleet.of("lookup-worker")}
            titles, deadline = set(), time.monotonic() + 240
            while world.server.value("SELECT status = 'running' FROM refinery.runs WHERE id = %s", [import_id]):
                titles |= process_titles(world)
                if time.monotonic() > deadline:
                    # What was said until then can be searched all the same.
                    break
                time.sleep(0.02)
            status = world.server.value("SELECT status FROM refinery.runs WHERE id = %s", [import_id])
            fleet.stop()
        said["logs"] = fleet.log.read_text(errors="replace")
        said["titles"] = "\n".join(titles)
        said["notifications"] = "\n".join(listener.payloads)
        said["events"] = "\n".join(row[0] for row in world.server.execute("SELECT e::text FROM refinery.events e"))
        phones = {row[0] for row in world.server.execute("SELECT e164 FROM refinery.numbers")}
        secrets = fixtures(path, phones) | {basic(key) for key in keys}
        report = world.simulator.report()
    found = {where: sorted(leaks(text, secrets)) for where, text in said.items()}
    for where, words in found.items():
        for word in words[:5]:
            say(f"secrecy: {where}: {word}")
    return {
        "seed": seed, "rows": rows, "import": status, "requests": report["requests"], "answers_by_status": report["statuses"],
        "numbers": len(phones), "secrets": len(secrets), "searched_bytes": {where: len(text) for where, text in said.items()},
        "debug_lines": len(re.findall(r"\b(?:debug|trace)\b", said["logs"], re.IGNORECASE)),
        "finds_what_is_planted": len(leaks("\n".join(f'GET "{secret}", ' for secret in secrets), secrets)) == len(secrets),
        "leaks": {where: len(words) for where, words in found.items()},
    }  # fmt: skip


def submit(world: World, path: Path) -> tuple[str, str]:
    """The import's id, and all that the command said."""
    command = [world.binary, "submit", str(path), "--all", "--lookup", "--json", "--batch-size", "50"]
    done = subprocess.run(command, env=world.environment, capture_output=True, text=True, check=True)
    return re.search(r'"import_id" ?: ?"([^"]+)"', done.stdout)[1], done.stdout + done.stderr


def process_titles(world: World) -> set[str]:
    """Command lines of the fleet, and its names in Postgres."""
    titles = {row[0] for row in world.server.execute("SELECT application_name FROM pg_stat_activity WHERE application_name <> ''")}
    for fleet in world.fleets:
        for member in fleet.members:
            try:
                titles.add(Path(f"/proc/{member.pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " "))
            except OSError:
                pass
    return titles


def basic(key: str) -> str:
    """The header's value that a key and its secret become; in lower case, as everything is that is searched."""
    return base64.b64encode(f"{key}:{TOKEN}".encode()).decode().lower()


def fixtures(path: Path, phones: set[str]) -> set[str]:
    """What may be found nowhere: numbers as digits, e-mail addresses in lower case, the token."""
    secrets = {TOKEN} | {phone.removeprefix("+1") for phone in phones}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if "@" in (row["Email Address"] or ""):
                secrets.add(row["Email Address"].strip().lower())
            digits = re.sub(r"\D", "", (row["Area Code"] or "") + (row["Phone Number"] or ""))[-10:]
            if len(digits) == 10:
                secrets.add(digits)
    return secrets


def leaks(text: str, secrets: set[str]) -> set[str]:
    """North American numbers are found however they are written: with a country code, in groups, escaped for a URL."""
    found = set()
    # Ten digits in a row, or in groups of 3, 3 and 4, which are no part of a longer number.
    for match in re.finditer(r"(?<!\d)(?:(?:\+|%2b|00)?1[ .-]?)?\(?(\d{3})\)?[ .-]{0,2}(\d{3})[ .-]?(\d{4})(?!\d)", text, re.IGNORECASE):
        if (digits := "".join(match.groups())) in secrets:
            found.add(digits)
    text = text.lower()
    return found | {secret for secret in secrets if not re.fullmatch(r"\d{10}", secret) and secret.removeprefix("+") in text}


class Listener:
    """Hears every notification."""

    def __init__(self, url: str):
        self.payloads: list[str] = []
        self.connection = psycopg.connect(url, autocommit=True, application_name="listener")
        for channel in CHANNELS:
            self.connection.execute(f'LISTEN "{channel}"')
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Listener":
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.is_over.set()
        self.thread.join()
        self.connection.close()

    def _listen(self) -> None:
        while not self.is_over.is_set():
            self.payloads += [f"{heard.channel} {heard.payload}" for heard in self.connection.notifies(timeout=0.2)]


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"phone numbers, e-mails, tokens in {where} ({result['searched_bytes'][where]:,} bytes)", count, 0)
        for where, count in result["leaks"].items()
    ] + [
        Goal("the search misses what is planted", int(not result["finds_what_is_planted"]), 0),
        Goal("imports that did not complete", int(result["import"] != "completed"), 0),
        Goal("log lines at debug and trace level", result["debug_lines"], 1, at_least=True),
    ]  # fmt: skip
