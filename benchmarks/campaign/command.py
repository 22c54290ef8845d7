"""`scripts/bench campaign`: from a million linked records to blocks, numbers held against registries, and the push."""

import argparse
import sys
from pathlib import Path

from lab.figures import say

from .. import document
from . import blocks, plans, push, suppression

ROOT = Path(__file__).parents[2]
PROOFS = {"blocks": blocks, "suppression": suppression, "push": push, "plans": plans}


def main(words: list[str]) -> None:
    options = parse(words)
    names = options.proof or (["suppression"] if options.suppression else list(PROOFS))
    lines, missed = [], []
    for name in names:
        say(f"bench: campaign {name}")
        goals, notes = PROOFS[name].run(options.binary.resolve(), options)
        for goal in goals:
            print("  ".join(cell.ljust(width) for cell, width in zip(goal.line, (86, 14, 14, 6))).rstrip(), flush=True)
        for note in notes:
            print(f"  {note}", flush=True)
        missed += [goal.what for goal in goals if not goal.is_met]
        lines += [f"### {PROOFS[name].TITLE}", "", PROOFS[name].METHOD.strip(), "", "| what | measured | goal | |", "|---|--:|--:|---|"]
        lines += ["| " + " | ".join(goal.line) + " |" for goal in goals]
        lines += [""] + [f"- {note}" for note in notes] + ([""] if notes else [])
    if names == list(PROOFS) and options.rows == 1_000_000 and not options.short:
        command = " ".join(["scripts/bench campaign", *words])
        document.replace(ROOT / "docs" / "benchmarks.md", "Campaigns", "\n".join([f"Written by `{command}`; do not edit.", "", *lines]))
    if missed:
        say("bench: missed: " + "; ".join(missed))
    sys.exit(1 if missed else 0)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench campaign",
        description="Example: scripts/bench campaign. Cuts a million linked records into blocks, holds numbers against a national registry, pushes blocks.",
        epilog="Exit status 1: a goal was missed. A complete run rewrites that section of docs/benchmarks.md.",
    )
    parser.add_argument("proof", nargs="*", choices=[*PROOFS, []], metavar="PROOF", help=f"some of: {' '.join(PROOFS)}; default: all")
    parser.add_argument("--suppression", action="store_true", help="the same as the proof suppression")
    parser.add_argument("--rows", type=int, default=1_000_000, help="linked records (default: 1,000,000)")
    parser.add_argument("--whole", action="store_true", help="import and link a generated list instead of writing records into the tables")
    parser.add_argument("--short", action="store_true", help="50,000 records and a tenth of the registry, for a quick look: the goals stay those of a million")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/refinery", help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if options.short:
        options.rows = 50_000
    return options
