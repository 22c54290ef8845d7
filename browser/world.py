"""A web process beside a fleet, with keys to it."""

import json
import subprocess
from pathlib import Path

from lab.lab import Lab


class Web:
    def __init__(self, lab: Lab):
        self.process = subprocess.Popen(
            [lab.binary, "web", "--port", "0"], env=lab.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # fmt: skip
        line = self.process.stdout.readline()
        if "listening on " not in line:
            raise SystemExit("browser: refinery web did not say where it listens.")
        self.address = line.split()[-1]

    def __enter__(self) -> "Web":
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


def key(lab: Lab, scopes: str) -> str:
    printed = lab.output("keys", "create", "--name", f"browser {scopes}", "--scopes", scopes, "--json")
    return json.loads(printed.strip().splitlines()[-1])["key"]


# A quote with a combining mark behind it, which is another character for who compares characters, and what a terminal would act on.
HOSTILE = '"\u0301 onmouseover="window.hit=1" x="<script>window.hit=1</script>\x1b[31m\u202e'


def hostile_file(lab: Lab) -> Path:
    """A file with hostile text in its header, its cells, its rejects and its duplicates."""
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    rows = [f"Company,Phone,Email,Title,State,{quoted}"]
    for index in range(30):
        rows.append(f"{quoted},(212) 555-0{100 + index},x{index}@example.com,{quoted},NY,{quoted}")
    rows.append(f"{quoted},(212) 555-0100,x0@example.com,{quoted},NY,{quoted}")
    rows += [f"{quoted},{quoted},{quoted},{quoted},{quoted},{quoted}", f",,,{quoted},,"]
    path = lab.directory / "hostile.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
