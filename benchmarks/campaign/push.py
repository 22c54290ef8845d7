"""Blocks of 100,000 contacts to a service that answers at once."""

import json
import subprocess
import time
from pathlib import Path

from lab.figures import Goal

from . import blocks, world

TITLE = "Push"
METHOD = """
Blocks of 100,000 contacts are pushed to `campaign-simulator`, as a signed webhook in batches of 500, by two push workers; from the command to the end of its run. The
simulator's ledger says how many arrived, and whether one was added twice.
"""
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def run(binary: Path, options) -> tuple[list[Goal], list[str]]:
    simulator = binary.parent / "campaign-simulator"
    if not simulator.exists():
        raise SystemExit(f"bench: {simulator} is missing: swift build --configuration release --product campaign-simulator")
    with world.world(binary) as (product, server, _):
        world.fill_records(server, min(options.rows, 110_000))
        blocks.refresh_all(server)
        world.settle(server)
        server.execute("SELECT count(*) FROM refinery.generate_campaign_blocks('{}')")
        product.environment["SIM_SECRET"] = SECRET
        service = subprocess.Popen([simulator, "--port", "0"], stdout=subprocess.PIPE, text=True)
        try:
            port = service.stdout.readline().strip().rsplit(":", 1)[1]
            product.output("destinations", "add", "sim", "--kind", "webhook", "--url", f"http://127.0.0.1:{port}/webhook", "--secret-env", "SIM_SECRET",
                           "--batch", "500")
            with product.running("coordinator"), product.running("push-worker"), product.running("push-worker"):
                while server.value("SELECT count(*) FROM refinery.workers") < 3:
                    time.sleep(0.1)
                begin = time.perf_counter()
                pushed = json.loads(product.output("blocks", "push", "--all", "--to", "sim", "--detach", "--json").strip().splitlines()[-1])
                while server.value("SELECT status FROM refinery.runs WHERE id = %s", [pushed["run_id"]]) == "running":
                    time.sleep(0.1)
                took = time.perf_counter() - begin
            ledger = ledger_of(port)
        finally:
            service.terminate()
            service.wait(timeout=10)
        contacts = server.value("SELECT count(*) FROM refinery.campaign_block_contacts")
        return [
            Goal("100,000 contacts pushed by two workers", took * 100_000 / max(contacts, 1), 60, " s"),
            Goal("contacts of blocks that did not arrive", contacts - ledger["distinct"], 0),
            Goal("contacts that were added twice", ledger["doubled"], 0),
        ], [f"{contacts:,} contacts in {took:.1f} s, {ledger['requests']:,} requests; load of the machine {world.load()}."]


def ledger_of(port: str) -> dict:
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_ledger") as answer:
        return json.load(answer)
