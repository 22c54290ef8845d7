"""Blocks made by several generators at once, of which some are killed, while people opt out and blocks are cancelled, expire and are scrubbed; a registry's import that is
killed halfway; and pushes whose workers are killed, to a service that is slow, silent, wrong, and says things twice. Afterwards nobody is in two open blocks, nobody who said
no is in one or was pushed, nobody was pushed twice, and nobody is lost."""

import json
import random
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

from benchmarks.campaign.world import fill_records
from lab.figures import Goal, say
from lab.lab import Lab

CONTRADICTIONS = {
    "contacts in two open blocks": "SELECT count(*) FROM (SELECT persona_id FROM refinery.campaign_block_contacts WHERE is_open GROUP BY 1 HAVING count(*) > 1) AS t",
    "open contacts who said no": "SELECT count(*) FROM refinery.campaign_block_contacts b JOIN refinery.suppression_entries e ON e.kind = 'number' AND e.value = b.phone_e164"
                                 " AND e.removed_at IS NULL WHERE b.is_open",
    "open contacts of blocks that are over": "SELECT count(*) FROM refinery.campaign_block_contacts b JOIN refinery.campaign_blocks k ON k.id = b.block_id"
                                             " WHERE b.is_open AND k.status <> 'open'",
    "blocks without all of their contacts": "SELECT count(*) FROM refinery.campaign_blocks k WHERE k.contacts <> (SELECT count(*) FROM refinery.campaign_block_contacts b WHERE b.block_id = k.id)",
    "contacts of no block": "SELECT count(*) FROM refinery.campaign_block_contacts b WHERE NOT EXISTS (SELECT FROM refinery.campaign_blocks k WHERE k.id = b.block_id)",
}  # fmt: skip
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
# Contacts who are free and may be called, though criteria that take everybody were used last.
LOST = "SELECT (p ->> 'contacts')::integer FROM refinery.preview_campaign_blocks('{}') AS p"


def run(binary: Path, contacts: int, kills: int, seed: int) -> dict:
    chance = random.Random(seed)
    with Lab(binary, observed=False) as lab:
        lab.server.execute("SELECT 1")
        fill_records(Records(lab.server.connect()), contacts)
        while lab.server.value("SELECT refinery_internal.refresh_changed_contacts(5000)"):
            pass
        numbers = [row[0] for row in lab.server.execute("SELECT phone_e164 FROM refinery.campaign_contacts WHERE phone_e164 IS NOT NULL ORDER BY persona_id")]
        result = {"contacts": contacts, "kills": 0, "kills_before_the_commit": 0, "opt_outs": 0, "cancelled": 0, "expired": 0, "scrub_kills": 0, "seed": seed, "problems": []}
        ending = threading.Event()
        others = [threading.Thread(target=opt_out, args=(lab, numbers, seed, ending, result)),
                  threading.Thread(target=shake, args=(lab, seed, ending, result))]  # fmt: skip
        for other in others:
            other.start()
        try:
            while result["kills"] < kills:
                generators = [start(lab, "blocks", "generate", "--by", chance.choice(["state", "sic2", "revenue"]), "--max", str(chance.randint(20, 500))) for _ in range(2)]
                time.sleep(chance.uniform(0.02, 0.6))
                for generator in generators:
                    if chance.random() < 0.7:
                        result["kills_before_the_commit"] += generator.poll() is None
                        generator.kill()
                        result["kills"] += 1
                for generator in generators:
                    generator.wait()
                result["problems"] += contradictions(lab)
                if result["kills"] % 20 < 2:
                    say(f"{result['kills']} kills")
                    lab.server.execute("SELECT refinery.cancel_campaign_block(id) FROM refinery.campaign_blocks WHERE status = 'open'")
        finally:
            ending.set()
            for other in others:
                other.join()
        lab.output("blocks", "generate", "--by", "state", "--json")
        result["contacts_lost"] = lab.server.value(LOST)
        result["problems"] += contradictions(lab)
        result |= registry(lab, chance, max(3, kills // 10))
        result |= push(lab, binary, chance, max(5, kills // 4))
        result["problems"] = sorted(set(result["problems"]))
        return result


class Records:
    """A connection as `fill_records` of the benchmarks wants it."""

    def __init__(self, connection):
        self.connection = connection

    def execute(self, sql: str) -> None:
        self.connection.execute(sql)


def start(lab: Lab, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen([lab.binary, *arguments], env=lab.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def contradictions(lab: Lab) -> list[str]:
    return [f"{count} {what}" for what, sql in CONTRADICTIONS.items() if (count := lab.server.value(sql))]


def opt_out(lab: Lab, numbers: list[str], seed: int, ending: threading.Event, result: dict) -> None:
    """One number after another is never called again, by a connection of its own; right after the commit nobody has it open."""
    connection = lab.server.connect()
    chance = random.Random(seed + 1)
    while not ending.wait(chance.uniform(0.01, 0.1)):
        number = chance.choice(numbers)
        connection.execute("SELECT refinery.opt_out(number => %s)", [number])
        if connection.execute("SELECT count(*) FROM refinery.campaign_block_contacts WHERE is_open AND phone_e164 = %s", [number]).fetchone()[0]:
            result["problems"].append("contacts open after their opt-out")
        result["opt_outs"] += 1
    connection.close()


def shake(lab: Lab, seed: int, ending: threading.Event, result: dict) -> None:
    """Blocks are cancelled, let expire, and scrubbed again; scrubs are killed."""
    connection = lab.server.connect()
    chance = random.Random(seed + 2)
    while not ending.wait(chance.uniform(0.05, 0.2)):
        found = connection.execute("SELECT id::text FROM refinery.campaign_blocks WHERE status IN ('open', 'expired') ORDER BY random() LIMIT 1").fetchone()
        if not found:
            continue
        match chance.choice(["cancel", "expire", "scrub"]):
            case "cancel":
                connection.execute("SELECT refinery.cancel_campaign_block(%s)", [found[0]])
                result["cancelled"] += 1
            case "expire":
                connection.execute("UPDATE refinery.campaign_blocks SET valid_until = now() WHERE id = %s AND status = 'open'", [found[0]])
                result["expired"] += 1
            case "scrub":
                scrub = start(lab, "blocks", "scrub", found[0])
                time.sleep(chance.uniform(0.02, 0.3))
                scrub.kill()
                scrub.wait()
                result["scrub_kills"] += 1
    connection.close()


def registry(lab: Lab, chance: random.Random, kills: int) -> dict:
    """Imports of a registry of one area code that are killed: its numbers are never clean until one ended, and then all are there."""
    path = lab.directory / "dnc.txt"
    with path.open("w") as file:
        for line in range(0, 3_000_000, 2):
            file.write(f"212{2000000 + line}\n")
    wrong = interrupted = 0
    for _ in range(kills):
        importer = start(lab, "suppress", "import", str(path), "--list", "national")
        time.sleep(chance.uniform(0.05, 1.0))
        interrupted += importer.poll() is None
        importer.kill()
        importer.wait()
        found = lab.server.value("SELECT status FROM refinery.check_suppressions(ARRAY['+12122000001'])")
        whole = lab.server.value("SELECT coalesce(sum(bit_count(numbers)), 0) FROM refinery.registered_numbers")
        wrong += (found, int(whole)) not in {("not_checked", 0), ("clean", 1_500_000)}
    lab.output("suppress", "import", str(path), "--list", "national")
    stored = int(lab.server.value("SELECT sum(bit_count(numbers)) FROM refinery.registered_numbers"))
    return {"registry_kills": interrupted, "registry_answers_of_half_a_file": wrong, "registry_numbers_missing": 1_500_000 - stored}


def push(lab: Lab, binary: Path, chance: random.Random, kills: int) -> dict:
    """All blocks to a simulated dialer, whose workers are killed while people opt out; the simulator's ledger is the witness."""
    simulator = binary.parent / "campaign-simulator"
    if not simulator.exists():
        raise SystemExit(f"chaos: {simulator} is missing: swift build --configuration release --product campaign-simulator")
    mishaps = {"twice": 0.05, "never": 0.02, "slow": 0.1, "reset": 0.05, "reset-before": 0.05, "5xx": 0.05, "5xx-after": 0.05, "429": 0.05}
    service = subprocess.Popen(
        [simulator, "--port", "0", "--retry-after", "0", "--slow-ms", "300", *[word for name, rate in mishaps.items() for word in (f"--rate-{name}", str(rate))]],
        stdout=subprocess.PIPE, text=True)
    settings = lab.environment | {"SIM_SECRET": SECRET, "RETRY_ATTEMPTS": "1000", "RETRY_DELAY_MS": "20", "LOG_LEVEL": "error"}
    workers: list[subprocess.Popen] = []
    killed, silenced = 0, []
    try:
        port = service.stdout.readline().strip().rsplit(":", 1)[1]
        lab.output("destinations", "add", "sim", "--kind", "webhook", "--url", f"http://127.0.0.1:{port}/webhook", "--secret-env", "SIM_SECRET", "--batch", "10",
                   "--timeout", "2")
        begin = lambda role: subprocess.Popen([lab.binary, role], env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        coordinator, workers = begin("coordinator"), [begin("push-worker"), begin("push-worker")]
        printed = subprocess.run([lab.binary, "blocks", "push", "--all", "--to", "sim", "--detach", "--json"], env=settings, capture_output=True, text=True)
        begun = json.loads(printed.stdout.strip().splitlines()[-1])
        deadline = time.monotonic() + 300
        while lab.server.value("SELECT status FROM refinery.runs WHERE id = %s", [begun["run_id"]]) == "running":
            if time.monotonic() > deadline:
                raise SystemExit(f"chaos: the push did not end: {printed.stderr} {lab.server.execute('SELECT status, count(*) FROM refinery.campaign_pushes GROUP BY 1')}")
            time.sleep(chance.uniform(0.05, 0.4))
            if killed < kills:
                at = chance.randrange(len(workers))
                workers[at].kill()
                workers[at].wait()
                workers[at] = begin("push-worker")
                killed += 1
            silenced += silence(lab)
        ledger = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/_ledger"))
    finally:
        for process in [*workers, *([coordinator] if workers else [])]:
            process.kill()
            process.wait()
        service.kill()
        service.wait()
    arrived = {contact["external_id"] for contact in ledger["contacts"] if contact["added"]}
    statuses = dict(lab.server.execute("SELECT status, count(*) FROM refinery.campaign_pushes GROUP BY 1"))
    said = {row[0] for row in lab.server.execute("SELECT persona_id::text FROM refinery.campaign_pushes WHERE status = 'pushed'")}
    return {
        "push_kills": killed, "pushed": len(said), "pushed_twice": ledger["doubled"], "pushed_and_not_there": len(said - arrived),
        "pushes_without_an_end": statuses.get("pending", 0), "pushed_after_their_opt_out": len(arrived & set(silenced)), "opt_outs_in_push": len(silenced),
        "requests_that_came_again": ledger["repeated"],
    }  # fmt: skip


def silence(lab: Lab) -> list[str]:
    """Somebody who waits to be pushed, with no request under way, says no."""
    found = lab.server.execute("SELECT p.persona_id::text FROM refinery.campaign_pushes p WHERE p.status = 'pending' AND p.sends = 0 ORDER BY random() LIMIT 1")
    if not found:
        return []
    lab.server.execute("SELECT refinery.add_suppression('opt_out', 'persona', %s)", [found[0][0]])
    # Nobody had begun a request for him when that was committed.
    state = lab.server.execute("SELECT status, sends FROM refinery.campaign_pushes WHERE persona_id = %s::uuid", [found[0][0]])
    return [found[0][0]] if state and state[0][1] == 0 else []


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"contradictions of blocks, {result['kills']:,} generators killed, {result['opt_outs']:,} opt-outs meanwhile", len(result["problems"]), 0),
        Goal("contacts that nobody can have any more", result["contacts_lost"], 0),
        Goal(f"answers by half a registry, {result['registry_kills']:,} imports killed", result["registry_answers_of_half_a_file"], 0),
        Goal("numbers that a registry lacks after that", result["registry_numbers_missing"], 0),
        Goal(f"contacts pushed twice, {result['push_kills']:,} push workers killed, {result['pushed']:,} contacts", result["pushed_twice"], 0),
        Goal("contacts that count as pushed and did not arrive, or wait for ever", result["pushed_and_not_there"] + result["pushes_without_an_end"], 0),
        Goal(f"contacts pushed after their opt-out, of {result['opt_outs_in_push']:,}", result["pushed_after_their_opt_out"], 0),
    ]
