"""A large upload: the memory of the server, and when the fleet begins with it; one that breaks leaves nothing behind."""

import json
import subprocess
import time
from pathlib import Path

from lab.figures import Goal

from ..product import Product
from ..server import Server
from .world import Web, until

TITLE = "Uploads"
# Of a generated row.
ROW_BYTES = 190


def send(web: Web, file: Path, *options: str) -> subprocess.Popen:
    url = f"http://{web.host}:{web.port}/api/v1/imports?name={file.name}&all=true"
    command = ["curl", "-sS", "-X", "POST", "-T", str(file), "-H", f"Authorization: Bearer {web.key}", *options, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def measure(web: Web, product: Product, server: Server, directory: Path, size: int) -> tuple[list[Goal], list[str]]:
    file = directory / "upload.csv"
    product.write_sample(file, size // ROW_BYTES, seed=11)
    with product.running("coordinator"), product.running("worker"):
        begin = time.monotonic()
        sent = send(web, file)
        claimed = until(
            lambda: server.value("SELECT count(*) FROM refinery.jobs j JOIN refinery.imports i ON i.id = j.run_id WHERE i.file_name = 'upload.csv' AND j.stage = 'refine' AND j.attempt > 0"),
            120, "the first batch of the upload") and time.monotonic() - begin
        whole = sent.poll() is not None
        answer = sent.communicate()[0]
        seconds = time.monotonic() - begin
        peak = web.memory("VmHWM")
        product.output("cancel", json.loads(answer)["import_id"])
        # One that breaks off in the middle.
        product.write_sample(file, size // ROW_BYTES, seed=12)
        broken = send(web, file, "--limit-rate", "20M")
        until(lambda: server.value("SELECT count(*) FROM refinery.imports WHERE receiver_until IS NOT NULL"), 60, "the beginning of the second upload")
        time.sleep(1)
        broken.kill()
        broken.wait()
        until(lambda: server.value("SELECT count(*) FROM refinery.imports WHERE receiver_until IS NOT NULL") == 0, 120, "the end of the upload that broke off")
        until(
            lambda: server.value(
                "SELECT count(*) = 0 FROM refinery.records r JOIN refinery.imports i ON i.id = r.import_id JOIN refinery.runs u ON u.id = i.id WHERE u.status = 'undone'"), 120,
            "that nothing is left of it")
        left = server.value("SELECT count(*) FROM refinery.runs WHERE status IN ('running', 'paused') AND id IN (SELECT id FROM refinery.imports WHERE file_name = 'upload.csv')")
    megabytes = file.stat().st_size / 2**20
    goals = [
        Goal(f"peak memory of the server, upload of {size >> 20:,} MiB, MiB", peak / 2**20, 100),
        Goal("the first batch is claimed before the upload ends (1: yes)", 0 if whole else 1, 1, at_least=True),
        Goal("imports that go on of an upload that broke off", left, 0),
    ]
    return goals, [f"The first batch was claimed {claimed:.1f} s after the first byte, the last byte was there after {seconds:.1f} s ({megabytes / seconds:.0f} MiB/s)."]
