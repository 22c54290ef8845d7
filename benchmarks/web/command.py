"""`scripts/bench web`: the HTTP interface beside many records."""

import argparse
import sys
from pathlib import Path

from lab.figures import print_goal, say

from .. import document, machine
from . import calls, pages, streams, upload, world

ROOT = Path(__file__).parents[2]
PROOFS = ["calls", "streams", "upload", "pages"]


def main(words: list[str]) -> None:
    options = parse(words)
    names = options.proof or PROOFS
    parts, missed = [], []
    with world.world(options.binary.resolve()) as (product, server, directory):
        described = machine.describe(server)
        world.fill(product, server, directory, options.rows, max(100, options.rows // 250), options.runs)
        for name in names:
            say(f"bench: web {name}")
            # Each beside a process of its own: its memory is its own.
            with world.web(product) as web:
                if name == "calls":
                    proof, (goals, notes) = calls, calls.measure(web, options.repeat, options.rows)
                elif name == "streams":
                    proof, (goals, notes) = streams, streams.measure(web, server)
                elif name == "pages":
                    proof, (goals, notes) = pages, pages.measure(web, product, server, directory, options.repeat)
                else:
                    proof, (goals, notes) = upload, upload.measure(web, product, server, directory, options.upload << 20)
            for goal in goals:
                print_goal(goal)
            for note in notes:
                print(f"  {note}", flush=True)
            parts.append((proof.TITLE, goals, notes))
            missed += [goal.what for goal in goals if not goal.is_met]
    if options.rows >= 10_000_000 and names == PROOFS:
        write(described, parts, options)
    if missed:
        say("bench: missed: " + "; ".join(missed))
    sys.exit(1 if missed else 0)


def write(described: str, parts, options: argparse.Namespace) -> None:
    """Puts what was measured into its section of docs/benchmarks.md."""
    lines = [
        f"Written by `scripts/bench web`; do not edit. {described}", "",
        f"{options.rows:,} records and {options.rows // 250:,} batches of one import, {options.runs:,} runs; {options.repeat} requests of each call over one connection; a process for each part.",
    ]
    for title, goals, notes in parts:
        lines += ["", f"### {title}", "", *document.goals_table(goals), "", *[f"- {note}" for note in notes]]
    document.replace(ROOT / "docs" / "benchmarks.md", "HTTP interface", "\n".join(lines))


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench web", description="Example: scripts/bench web --rows 100000. Asks a web process beside many records: calls, event streams, uploads, pages.",
        epilog="Exit status 1: a goal was missed. A run of all proofs with ten million records rewrites its part of docs/benchmarks.md. Requests a second need wrk (Debian).",
    )
    parser.add_argument("proof", nargs="*", choices=[*PROOFS, []], metavar="PROOF", help=f"some of: {' '.join(PROOFS)}; default: all")
    parser.add_argument("--rows", type=int, default=10_000_000, help="records (default: 10,000,000)")
    parser.add_argument("--runs", type=int, default=1_000, help="other runs (default: 1,000)")
    parser.add_argument("--repeat", type=int, default=300, help="requests of each call (default: 300)")
    parser.add_argument("--upload", type=int, default=1024, metavar="MIB", help="size of the upload (default: 1024)")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/refinery", help=argparse.SUPPRESS)
    return parser.parse_args(words)
