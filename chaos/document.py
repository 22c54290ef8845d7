"""docs/reliability.md: the last whole run of each experiment, and how to repeat it."""

import json
import os
import platform
from datetime import date
from pathlib import Path

from . import ambiguous, campaign, doctor, enrich, failover, full_disk, kills, latency, personas, pinned, poison, pooler, rescue, restarts, scaling, signals, slow_database, web, zombie

PARTS = {
    "kills": (kills, "kill -9 of random workers and coordinators", """\
Two coordinators and six workers import a generated file; every 50 to 250 ms one of them, chosen by the seed, gets `kill -9` and is
replaced. One worker is stopped for longer than its lease meanwhile. When the import is over before the last kill, another file follows.
`rescue_ms` counts from the kill to the moment when everything that the worker held was claimed by another one; the leading coordinator is
among the killed."""),
    "zombie": (zombie, "SIGSTOP for longer than the lease, then SIGCONT", """\
In each round one worker is stopped while it holds a batch, another one in the middle of a transaction that has already written. Their leases
lapse after 12 s, their sessions are ended, their batches run elsewhere; then they are let go on, and what they try to write is refused."""),
    "restarts": (restarts, "Postgres restarted during an import", """\
Every second restart is immediate (`SIGQUIT`, recovery from the log), and before each of them random connections of the fleet are ended with
`pg_terminate_backend`. No process may end."""),
    "rescue": (rescue, "From kill -9 to the batch running elsewhere", """\
One kill at a time, of a worker that holds a batch, while at least one other worker is idle."""),
    "poison": (poison, "A batch that kills its worker", """\
Every worker that claims batch 2 is killed. After the third one the batch is a dead letter, the import ends as failed with everything else done,
and `refinery retry` finishes it."""),
    "latency": (latency, "From submit to the first batch claimed", """\
Two coordinators and two workers are idle. The clock starts with the commit of the submit (a batch: of the split), as Postgres notes it
(`track_commit_timestamp`), and ends inside the claim. In the second half a proxy between the fleet and Postgres throws every notification away."""),
    "pinned": (pinned, "Claims while a transaction stays open", """\
One worker, one batch a claim, one row a batch, all batches split beforehand, no coordinator. Pages (read or found in memory) and time are those
of the two statements, by pg_stat_statements. In the second run an idle REPEATABLE READ transaction keeps every dead row version alive."""),
    "scaling": (scaling, "1 to 64 workers", """\
Batches of 100 ms of simulated waiting (`REFINERY_TEST_BATCH_DELAY_MS`), four a claim, counted for 12 s in the midst of a long import. The small
import has one batch and meets only idle workers; its waiting is taken off."""),
    "signals": (signals, "A signal at any instant of a start", """\
Workers and coordinators are started, four at a time, and get SIGTERM or SIGINT once, up to 150 ms later. `signal` counts those that the signal ended
before the program looked at anything."""),
    "pooler": (pooler, "Behind a PgBouncer in transaction mode", """\
Two coordinators, four workers and every command reach Postgres through a PgBouncer with five sessions of the server. Workers that hold a batch
get `kill -9`, and so does the leading coordinator in between. Behind a pooler only the lease (12 s) shows that a worker died; the leader's
lock vanishes at once."""),
    "failover": (failover, "A standby promoted that lost the last transactions", """\
A real streaming standby is cut off; then an import is submitted, and when all batches that two workers hold have ids that the standby is going to
hand out again, the primary gets `kill -9` and the standby is promoted. The workers still hold batches of an import that is not there while
another file is submitted, whose batches get the same ids. Only imports that the standby has are counted as rows; outcomes of any other are doubled."""),
    "ambiguous": (ambiguous, "Answers of Postgres lost while numbers are looked up", """\
Of what two lookup workers send to Postgres, 5 % arrive, but the answer is lost and the connection is reset. The requests are those that the
simulated account has seen; lookups and budget are what Refinery counted."""),
    "slow-database": (slow_database, "Lookups far from the database", """\
Two lookup workers ask at 50 a second with a burst of 50, while a proxy holds back each answer of Postgres for 0.3 s, then for 2 s. The rate is
counted for 30 s once the burst is spent; the most in any second is that of the whole run."""),
    "full-disk": (full_disk, "A full disk while numbers are looked up", """\
The Postgres of the run lives on a tmpfs of 260 MB (root on Linux; skipped elsewhere), whose last byte is filled while a lookup worker asks at 100
a second; 20 s later it is freed. A process that dies may have 75 answers in flight: no more may be paid twice."""),
    "personas": (personas, "Linking", """\
Two lists of the same people, spelled otherwise, are linked by three workers in jobs of 200 rows, and a random worker is killed every 20 to 150 ms; what
is linked to its end is linked again until all kills are done. Afterwards each record belongs with the same records as on a fleet that nobody touched."""),
    "enrich": (enrich, "Questions that cost money", """\
Two runs ask three simulated providers about the same persons, in opposite orders; a random one of three enrich workers is killed every 50 to 300 ms. The
providers refuse, fail, answer late, about somebody else, broken, or never; late answers are sent twice, and some are lost, go to a wrong address or bear a
wrong id. What was charged is the ledger of the simulator. A question that was in flight when its worker was killed is asked again and counted as
repeated, in doubt whether it was paid; no other is paid twice."""),
    "web": (web, "The web process", """\
`refinery web` is ended again and again, mostly with kill -9, while `refinery submit --server` hands in one file after the other, and workers that refine them die too. Every file is \
one import with the rows that its maker counts, and what broke off with its server leaves nothing."""),
    "campaign": (campaign, "Campaign blocks", """\
Two commands at a time make blocks of the same contacts and get `kill -9`, while numbers opt out, blocks are cancelled, expire and are scrubbed, and scrubs are killed. Then the import
of a registry is killed, again and again: until one has ended, its numbers are not checked. At last all blocks are pushed to a simulated dialer that is slow, silent, wrong, and
says things twice, by two workers that are killed, while contacts opt out."""),
    "doctor": (doctor, "`refinery doctor` beside a healthy fleet", """\
Half of the runs beside two coordinators and three workers that have nothing to do, half while they refine one import after the other."""),
}  # fmt: skip


def write(path: Path, results: dict[str, dict], options) -> None:
    """Puts what experiments found into their parts of the page; the others stay as their last run left them.

    - results: by experiment, as the command line prints them with --json."""
    parts = {title: "## " + text for text in path.read_text().split("\n## ")[1:] for title in [text.split("\n")[0]]}
    for name, result in results.items():
        module, title, method = PARTS[name]
        lines = [f"## {title}", "", method.replace("\n", " "), "", f"Last run on {date.today().isoformat()}.", "", "| what | measured | goal | |", "|---|--:|--:|---|"]
        lines += ["| " + " | ".join(goal.line) + " |" for goal in module.goals(result)]
        shown = {key: value for key, value in result.items() if value != []}
        parts[title] = "\n".join(lines + ["", "```", f"$ {command(options, name)} --json", json.dumps(shown), "```"])
    lines = [
        "# Reliability", "",
        "Written by `scripts/chaos all` and `scripts/chaos EXPERIMENT`, each part by its last run; do not edit. Real processes of the release "
        "binary, real signals, a Postgres of its own for each experiment.",
        "", f"Machine: {os.cpu_count()} cores, {platform.system()} {platform.release().split('-')[0]}, shared with other work: times are "
        "upper bounds, counts of lost and doubled rows are exact.", "",
        "After each experiment a ledger check by SQL (`lab/sql/ledger.sql`, `lab/sql/effects.sql`): every row has exactly one outcome; "
        "fingerprints and records match one to one; no job was done twice, or by another process than the one that held its newest claim; no "
        "row was written outside of a transaction that finished its batch; attempts match the history; nothing is left claimed; the counts "
        "are those that `refinery sample --json` announced. A witness inside the database (`lab/sql/observer.sql`) records who changed which "
        "job, and in which transaction rows were written.",
    ]  # fmt: skip
    for _, title, _ in PARTS.values():
        if title in parts:
            lines += ["", parts[title].strip()]
    path.write_text("\n".join(lines) + "\n")


def command(options, name: str) -> str:
    """What repeats an experiment."""
    words = ["scripts/chaos", name, "--seed", str(options.seed)]
    for option in ("rows", "kills", "starts"):
        if getattr(options, option):
            words += [f"--{option}", str(getattr(options, option))]
    if name in ("latency", "all"):
        words += ["--submits", str(options.submits)]
    return " ".join(words)
