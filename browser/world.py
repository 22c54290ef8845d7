"""A web process beside a fleet, with keys to it."""

import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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


class Receiver:
    """Whoever is told: answers with a status, and keeps what came."""

    def __init__(self, status: int):
        receiver = self
        self.status = status
        self.messages: list[dict] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.messages.append({"id": self.headers["webhook-id"], "status": receiver.status, "type": json.loads(body)["type"]})
                self.send_response(receiver.status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()


def key(lab: Lab, scopes: str, name: str = "browser") -> str:
    printed = lab.output("keys", "create", "--name", name, "--scopes", scopes, "--json")
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
