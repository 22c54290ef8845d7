"""kill -9 of workers that link, while two and more link the same people: afterwards every record belongs where an undisturbed fleet puts it."""

import hashlib
import random
import time
from pathlib import Path

from lab.figures import Goal, say
from lab.lab import Lab

WORKERS = 3
# Seconds between two kills.
PAUSE = (0.02, 0.15)
GIVEN = ["James", "Mary", "Robert", "Patricia", "Michael", "Linda", "David", "Barbara", "William", "Susan", "Joseph", "Karen"]
SURNAMES = ["Whitlock", "Okafor", "Brandstetter", "Szymanski", "Delacroix", "Thibodeaux", "Vandermeer", "Kowalczyk", "Pemberton", "Yamaguchi"]
TRADES = ["Plumbing", "Roofing", "Dental Care", "Bakery", "Auto Repair", "Landscaping", "Flooring"]
CONTRADICTIONS = {
    "records_without_persona": "SELECT count(*) FROM refinery.records r WHERE NOT EXISTS (SELECT FROM refinery.persona_records m WHERE m.record_id = r.id)",
    "personas_without_their_records": "SELECT count(*) FROM refinery.personas p WHERE p.records <> (SELECT count(*) FROM refinery.persona_records m WHERE m.persona_id = p.id)",
    "companies_without_their_records": "SELECT count(*) FROM refinery.companies c WHERE c.records <> (SELECT count(*) FROM refinery.company_records m WHERE m.company_id = c.id)",
    "records_of_no_persona": "SELECT count(*) FROM refinery.persona_records m WHERE NOT EXISTS (SELECT FROM refinery.personas p WHERE p.id = m.persona_id)",
    "records_of_no_company": "SELECT count(*) FROM refinery.company_records m WHERE NOT EXISTS (SELECT FROM refinery.companies c WHERE c.id = m.company_id)",
    "phones_of_nobody": "SELECT count(*) FROM refinery.persona_phones n WHERE NOT EXISTS (SELECT FROM refinery.personas p WHERE p.id = n.persona_id)",
    "emails_of_nobody": "SELECT count(*) FROM refinery.persona_emails n WHERE NOT EXISTS (SELECT FROM refinery.personas p WHERE p.id = n.persona_id)",
    "jobs_done_by_strangers": "SELECT count(*) FROM refinery.jobs j WHERE j.stage = 'link' AND j.state = 'done' AND j.counters IS NULL",
}  # fmt: skip


def run(binary: Path, rows: int, kills: int, seed: int) -> dict:
    chance = random.Random(seed)
    texts = [people(rows // 2, seed), people(rows // 2, seed + 1)]
    expected = linked(binary, texts, 0, chance)
    found = linked(binary, texts, kills, chance)
    return {
        "rows": rows, "kills": found["kills"], "kills_that_held_a_job": found["held"], "seed": seed,
        "personas": len(found["persona"]), "companies": len(found["company"]),
        "personas_that_differ": len(expected["persona"] ^ found["persona"]), "companies_that_differ": len(expected["company"] ^ found["company"]),
        "problems": expected["problems"] + found["problems"],
    }  # fmt: skip


def linked(binary: Path, texts: list[str], kills: int, chance: random.Random) -> dict:
    """What a fleet makes of the same lists, whose workers are killed so often meanwhile."""
    with Lab(binary, {"RETRY_ATTEMPTS": "1000", "RETRY_DELAY_MS": "10"}, observed=False) as lab:
        fleet = lab.fleet(1, WORKERS)
        imports = []
        for number, text in enumerate(texts):
            path = lab.directory / f"people-{number}.csv"
            path.write_text(text)
            imports.append(lab.submit(path, 250, "--no-link"))
        wait(lab, "SELECT count(*) FROM refinery.runs WHERE status = 'running'")
        # Small jobs, in two runs at once: the people of both lists are the same, so their jobs are about the same personas.
        for one in imports:
            lab.server.execute("SELECT refinery_internal.begin_link_run(%s)", [one])
        split_jobs(lab)
        lab.server.execute("SELECT pg_notify('refinery_jobs', 'link')")
        done = held = 0
        while done < kills:
            time.sleep(chance.uniform(*PAUSE))
            if not lab.server.value("SELECT count(*) FROM refinery.runs WHERE kind = 'link' AND status = 'running'"):
                # Everything once more: what was linked stays as it is.
                lab.server.execute("UPDATE refinery.jobs SET state = 'ready', finished_at = NULL WHERE stage = 'link'")
                lab.server.execute("UPDATE refinery.runs SET status = 'running', finished_at = NULL WHERE kind = 'link'")
                lab.server.execute("SELECT pg_notify('refinery_jobs', 'link')")
            member = chance.choice(fleet.of("worker"))
            worker = lab.worker_id(member.pid)
            if worker:
                held += bool(lab.server.value("SELECT count(*) FROM refinery.jobs WHERE worker_id = %s AND state = 'claimed'", [worker]))
            fleet.kill(member)
            done += 1
            if done % 100 == 0:
                say(f"{done} kills, {held} of workers that linked")
        wait(lab, "SELECT count(*) FROM refinery.runs WHERE status = 'running'")
        fleet.stop()
        problems = [f"{count} {name.replace('_', ' ')}" for name, sql in CONTRADICTIONS.items() if (count := lab.server.value(sql))]
        unfinished = lab.server.value("SELECT count(*) FROM refinery.jobs WHERE stage = 'link' AND state <> 'done'")
        problems += [f"{unfinished} jobs not done"] if unfinished else []
        return {"kills": done, "held": held, "problems": problems} | {kind: clusters(lab, kind) for kind in ("persona", "company")}


def split_jobs(lab: Lab) -> None:
    """Jobs of 200 rows in the place of those of 4096."""
    lab.server.execute(
        "WITH big AS (DELETE FROM refinery.jobs WHERE stage = 'link' RETURNING *)"
        " INSERT INTO refinery.jobs (run_id, stage, seq, priority, attempts_max, first_row, row_count)"
        " SELECT b.run_id, 'link', b.seq * 1000 + row_number() OVER (PARTITION BY b.id ORDER BY n), b.priority, 1000, n,"
        "        least(200, b.first_row + b.row_count - n)"
        "   FROM big b CROSS JOIN LATERAL generate_series(b.first_row, b.first_row + b.row_count - 1, 200) AS n")


def clusters(lab: Lab, kind: str) -> set[str]:
    """The rows of each, by the names of their files: the same whatever ids they have."""
    return {row[0] for row in lab.server.execute(
        f"SELECT string_agg(i.file_name || ':' || r.row_number, ' ' ORDER BY i.file_name, r.row_number) FROM refinery.{kind}_records m"
        " JOIN refinery.records r ON r.id = m.record_id JOIN refinery.imports i ON i.id = r.import_id"
        f" GROUP BY m.{kind}_id")}  # fmt: skip


def wait(lab: Lab, question: str, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while lab.server.value(question):
        if time.monotonic() > deadline:
            raise SystemExit("chaos: nothing ended within five minutes: " + str(lab.server.execute("SELECT stage, state, count(*) FROM refinery.jobs GROUP BY 1, 2")))
        time.sleep(0.1)


def people(rows: int, seed: int) -> str:
    """A list of people who are in the next list too, spelled otherwise. Each list has other ways to be found by, so none is repeated whole."""
    chance = random.Random(seed)
    lines = []
    for person in range(rows):
        first, last = GIVEN[person % len(GIVEN)], SURNAMES[person // len(GIVEN) % len(SURNAMES)]
        host = f"{last.lower()}-{hashlib.md5(str(person).encode()).hexdigest()[:10]}.com"
        firm = f"{last} {TRADES[person % len(TRADES)]} {person}"
        phone = f"(512) {200 + person // 10000 % 700}-{person % 10000:04d}"
        address = f"{first.lower()}@{host}"
        lines.append(chance.choice([
            f"{firm} LLC,{first} {last},Owner,{address},{phone},{host},{100 + person} Commerce Street,Austin,TX,{78701 + person % 50}",
            f"{firm},{first} {last},,{address},,,{100 + person} Commerce Street,Austin,TX,{78701 + person % 50}",
            f"\"{firm}, Inc.\",\"{last}, {first}\",President,{address},{phone},{host},,Austin,TX,{78701 + person % 50}",
        ]))  # fmt: skip
    chance.shuffle(lines)
    return "Business Name,Contact Name,Title,Email,Phone,Website,Address,City,State,ZIP\n" + "\n".join(lines) + "\n"


def goals(result: dict) -> list[Goal]:
    return [
        Goal(f"personas unlike those of a calm fleet, {result['kills']:,} kills in link", result["personas_that_differ"], 0),
        Goal("companies unlike those of a calm fleet", result["companies_that_differ"], 0),
        Goal("anything else wrong with companies and personas", len(result["problems"]), 0),
    ]
