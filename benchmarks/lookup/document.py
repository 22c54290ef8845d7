"""The section `Lookups` of docs/benchmarks.md: of each proof the last complete run, and how to repeat it."""

import json
import os
from datetime import date
from pathlib import Path

from lab.figures import Goal

from .. import document

INTRODUCTION = """\
What the lookups promise, proved with real processes of the release binary on a Postgres of their own. The witness is the ledger of \
`twilio-simulator`, which sees only what reaches it; a proof that fails stays here. Each part is written by the command below its title, \
all of them by `scripts/bench lookup`. The machine is shared with other work: times and rates are lower bounds, counts are exact."""

PARTS = {
    "rate": ("The rate", """\
Account of 50 ms latency, file with more numbers than the rate allows. A window of one second slides over all arrivals; the bound is rate +
burst + what falls due in the 250 ms that a permit may be late. The share is counted from 3 s after the first request, when the burst is
spent. Disturbed, every 0.2 to 0.8 s a lookup worker gets `kill -9` and is replaced, or is stopped for 0.3 to 1.5 s."""),
    "money": ("The money cap", """\
Cap $1.234, price $0.008, 400 numbers, 500 ms latency, no limit but the money; the account bills answers about invalid numbers too, as the budget assumes, so that
every call is a paid one. The killed are not replaced, and die with requests on their way. When nothing has moved for 8 s the calls are
counted, then the cap is raised."""),
    "once": ("Asked once", """\
Two files that share numbers, submitted together, two workers and four lookup workers. In flight at a kill is what that process had sent, by
the ledger (each signs with a key of its own), and had not stored, by the database, when it was dead; the killed are replaced."""),
    "throughput": ("Throughput", """\
All rows are refined before the lookup worker starts; its time runs from the first arrival to the last answer stored. The same simulator
answers `refinery bench http` (the HTTP client alone, one number again and again) and twilio-python in 50 threads with 50 kept-alive
connections, which stores nothing. The first two have 100 requests in flight; all run in turn, with 0 ms latency. Medians. Then the
first two again at 100 ms, about what Twilio takes, where requests in flight are scarce and processors are not."""),
    "throttle": ("A throttling account", """\
429 above 40 requests in flight, 100 ms latency: 400 a second are allowed; the budget would allow 5,000, and 100 in flight
of each process. The headers named are those that refusals have. Settled: from
that second on, three seconds together have nine tenths of what is allowed. The share of refused requests counts from the first request."""),
    "secrecy": ("Secrecy", """\
An import with `LOG_LEVEL=trace` against an account with failures of all kinds; logs, events, notifications, process titles and what
`submit` prints are searched for the phone numbers, however written, the e-mail addresses and the token."""),
}  # fmt: skip


def write(file: Path, proof: str, seed: int, result: dict, goals: list[Goal]) -> None:
    """Replaces one part; the others stay as they are."""
    title, method = PARTS[proof]
    command = f"scripts/bench lookup {proof} --seed {seed} --json"
    lines = [
        method.replace("\n", " "), "", f"Measured on {date.today().isoformat()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}.",
        "", *document.goals_table(goals), "", "```", f"$ {command}", json.dumps(result), "```",
    ]  # fmt: skip
    document.replace_part(file, "Lookups", INTRODUCTION, [each for each, _ in PARTS.values()], title, "\n".join(lines))
