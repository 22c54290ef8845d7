"""kill -9 of workers that enrich, while providers answer late, twice, about somebody else, broken, or never, and strangers call back."""

import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg

from lab.figures import Goal, say
from lab.lab import Lab
from lab.simulator import Simulator

from .personas import people, wait

WORKERS = 3
# Seconds between two kills.
PAUSE = (0.05, 0.3)
# What one worker may have in flight when it is killed: its leases, twice over while one is stored and the next begins.
IN_FLIGHT = 100
FAULTS = {
    "latency_ms": 60, "rate_429": 0.02, "rate_5xx": 0.02, "retry_after": 1, "rate_wrong": 0.1, "rate_malformed": 0.02, "rate_never": 0.005,
    "rate_slow": 0.05, "slow_ms": 700, "numbers_ms": 300, "callbacks": 2,
}  # fmt: skip
# Apollo sells numbers apart and says later how many there were: its price is an upper bound. The others say at once.
PROVIDERS = ["realestateapi", "apollo", "peopledatalabs"]


def run(binary: Path, rows: int, kills: int, seed: int) -> dict:
    chance = random.Random(seed)
    simulator = Simulator(binary.parent / "provider-simulator")
    try:
        simulator.behave(**FAULTS)
        settings = {
            "REALESTATEAPI_API_KEY": "any", "REALESTATEAPI_URL": simulator.url, "APOLLO_API_KEY": "any", "APOLLO_URL": simulator.url,
            "PDL_API_KEY": "any", "PDL_URL": simulator.url, "RETRY_ATTEMPTS": "1000", "RETRY_DELAY_MS": "10", "ENRICH_LATE_MINUTES": "1",
        }  # fmt: skip
        with Lab(binary, settings, observed=False) as lab, Callbacks(lab.server.url, chance) as callbacks:
            lab.environment["APOLLO_WEBHOOK_URL"] = callbacks.url
            return enriched(lab, simulator, callbacks, rows, kills, chance, seed)
    finally:
        simulator.stop()


def enriched(lab: Lab, simulator: Simulator, callbacks: "Callbacks", rows: int, kills: int, chance: random.Random, seed: int) -> dict:
    fleet = lab.fleet(1, 2)
    path = lab.directory / "people.csv"
    path.write_text(people(rows, seed))
    lab.submit(path, 250)
    wait(lab, "SELECT count(*) FROM refinery.runs WHERE status = 'running'")
    for provider in PROVIDERS:
        lab.output("enrich", "--all", "--providers", provider, "--dry-run")
        lab.output("budget", "set", "--account", f"{provider}:default", "--rate", "400", "--burst", "400", "--in-flight", "100")
    # Two runs at once that mean the same persons: no question is asked twice for it.
    for order in (PROVIDERS, PROVIDERS[::-1]):
        lab.output("enrich", "--all", "--want", "mobile,email,social", "--providers", ",".join(order), "--detach")
    for _ in range(WORKERS):
        fleet.add("enrich-worker")
    done = held = 0
    deadline = time.monotonic() + 60 + 2 * kills
    while done < kills and time.monotonic() < deadline:
        time.sleep(chance.uniform(*PAUSE))
        if not lab.server.value("SELECT count(*) FROM refinery.runs WHERE kind = 'enrich' AND status = 'running'"):
            break
        member = chance.choice(fleet.of("enrich-worker"))
        worker = lab.worker_id(member.pid)
        asking = "SELECT count(*) FROM refinery.enrichments e JOIN refinery.jobs j ON j.id = e.asked_job AND j.token = e.asked_token WHERE j.worker_id = %s"
        held += bool(worker and lab.server.value(asking, [worker]))
        fleet.kill(member)
        done += 1
        if done % 50 == 0:
            say(f"{done} kills, {held} of workers that asked")
    wait(lab, "SELECT count(*) FROM refinery.runs WHERE status = 'running'")
    fleet.stop()
    return verdict(lab, simulator, callbacks) | {"persons": rows, "kills": done, "kills_that_held_a_question": held, "seed": seed}


def verdict(lab: Lab, simulator: Simulator, callbacks: "Callbacks") -> dict:
    value = lab.server.value
    report = simulator.report()
    counted = {
        name: value("SELECT coalesce(sum((counters ->> %s)::bigint), 0)::bigint FROM refinery.runs WHERE kind = 'enrich'", [name])
        for name in ("asked", "found", "missed", "refused", "unanswered", "repeated", "cost_micros")
    }
    paid = Counter()
    for question in report["questions"]:
        paid[question["provider"]] += question["cost_micros"]
    # What may have been paid is in the books, whether it was or not: where whoever asked was killed, or nothing that can be read came back.
    books = dict(lab.server.execute("SELECT provider, sum(cost_micros)::bigint FROM refinery.enrichments GROUP BY 1"))
    understated = sum(max(0, paid[provider] - (books.get(provider) or 0)) for provider in PROVIDERS)
    in_doubt = (counted["repeated"] + counted["unanswered"]) * 280_000
    overstated = sum(max(0, (books.get(provider) or 0) - paid[provider]) for provider in PROVIDERS if provider != "apollo")
    paused = lab.server.execute("SELECT status, status_reason, count(*) FROM refinery.runs WHERE kind = 'enrich' AND status <> 'completed' GROUP BY 1, 2")
    stopped = lab.server.execute("SELECT account, stopped_reason FROM refinery.lookup_budgets WHERE stopped_reason IS NOT NULL")
    problems = [f"runs not completed: {paused}, {stopped}"] if paused else []
    problems += [f"{count} {words}" for words, sql in CONTRADICTIONS.items() if (count := value(sql))]
    if counted["asked"] != counted["found"] + counted["missed"] + counted["refused"] + counted["unanswered"]:
        problems.append(f"asked is not the sum of what came of it: {counted}")
    problems += [f"{provider} was paid {paid[provider]:,} micro-dollars, and {books.get(provider) or 0:,} are in the books" for provider in PROVIDERS
                 if paid[provider] > (books.get(provider) or 0)]  # fmt: skip
    if callbacks.wrongly_taken:
        problems.append(f"{callbacks.wrongly_taken} callbacks of strangers were taken")
    return {
        "requests": report["requests"], "paid": report["paid"], "questions": len(report["questions"]), "repeated": counted["repeated"],
        "unanswered": counted["unanswered"], "paid_twice": report["repeated_paid"],
        # A question that a killed worker asked and nobody repeats counts as unanswered. The provider may see the same person in another one.
        "paid_twice_uncounted": max(0, report["repeated_paid"] - counted["repeated"] - counted["unanswered"]),
        "ledger_micros": report["cost_micros"], "books_micros": sum(books.values()), "understated_micros": understated,
        "overstated_micros": max(0, overstated - in_doubt), "late_answers_sent": callbacks.sent, "late_answers_taken": callbacks.taken,
        "problems": problems,
    }  # fmt: skip


CONTRADICTIONS = {
    "questions are asked by somebody who is gone": "SELECT count(*) FROM refinery.enrichments WHERE asked_job IS NOT NULL",
    "answers never came and are still waited for": "SELECT count(*) FROM refinery.enrichments WHERE state = 'pending'",
    "jobs are not done": "SELECT count(*) FROM refinery.jobs WHERE stage = 'enrich' AND state <> 'done'",
    "micro-dollars in the counters that are not in the books":
        "SELECT abs((SELECT sum((counters ->> 'cost_micros')::bigint) FROM refinery.runs WHERE kind = 'enrich') - (SELECT sum(cost_micros) FROM refinery.enrichments))::bigint",
    "answers with a mobile did not reach a persona":
        "SELECT count(*) FROM refinery.enrichments e JOIN refinery.persona_enrichments a ON a.enrichment_id = e.id"
        " CROSS JOIN LATERAL jsonb_array_elements(e.result -> 'phones') AS p WHERE e.state = 'found' AND p ->> 'number' IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM refinery.persona_phones n WHERE n.persona_id = a.persona_id AND n.e164 = p ->> 'number')",
    "reserved micro-dollars that are not in the accounts":
        "SELECT abs((SELECT sum(reserved_micros) FROM refinery.run_spending) - (SELECT sum(spent_micros) FROM refinery.lookup_budgets))::bigint",
}  # fmt: skip


class Callbacks:
    """Takes what the simulated provider sends, as a web server of the company would: each twice, some to a wrong address, some with a wrong id."""

    def __init__(self, url: str, chance: random.Random):
        self.sent = self.taken = self.wrongly_taken = 0
        self._url = url
        self._chance = random.Random(chance.random())
        self._lock = threading.Lock()
        self._connection: psycopg.Connection | None = None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                outer.take(self.path.rsplit("/", 1)[-1], body)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def __enter__(self) -> "Callbacks":
        self._connection = psycopg.connect(self._url, autocommit=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._connection.close()

    def take(self, token: str, body: str) -> None:
        with self._lock:
            self.sent += 1
            kind = self._chance.random()
            if kind < 0.1:
                self.wrongly_taken += self._receive("00000000-0000-4000-8000-000000000000", body)
            elif kind < 0.2:
                self.wrongly_taken += self._receive(token, '{"people": [{"id": "nobody-of-ours", "phone_numbers": [{"sanitized_number": "+19375550199"}]}]}')
            elif kind < 0.3:
                # Lost on the way: it is fetched.
                return
            self.taken += self._receive(token, body)

    def _receive(self, token: str, body: str) -> bool:
        return self._connection.execute("SELECT refinery.receive_enrichment_v1(%s, %s)", [token, body]).fetchone()[0]


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"questions paid twice that are not counted as repeated or unanswered, {result['kills']:,} kills", result["paid_twice_uncounted"], 0),
        Goal("questions repeated", result["repeated"], IN_FLIGHT * max(1, result["kills"])),
        Goal("dollars paid that are not in the books", result["understated_micros"] / 1e6, 0),
        Goal("dollars in the books that nobody was paid, beside those in doubt", result["overstated_micros"] / 1e6, 0),
        Goal("late answers that were sent and taken", result["late_answers_taken"], 1, at_least=True),
        Goal("anything else wrong with questions and answers", len(result["problems"]), 0),
    ]
