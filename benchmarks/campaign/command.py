"""`scripts/bench campaign`: from a million linked records to blocks, numbers held against registries, and the push."""

import argparse
import sys
from pathlib import Path

from lab.figures import print_goal, say

from .. import document
from . import blocks, plans, push, suppression

ROOT = Path(__file__).parents[2]
PROOFS = {"blocks": blocks, "suppression": suppression, "push": push, "plans": plans}


def main(words: list[str]) -> None:
    options = parse(words)
    names = options.proof or (["suppression"] if options.suppression else list(PROOFS))
    missed = []
    for name in names:
        say(f"bench: campaign {name}")
        proof = PROOFS[name]
        goals, notes = proof.run(options.binary.resolve(), options)
        for goal in goals:
            print_goal(goal)
        for note in notes:
            print(f"  {note}", flush=True)
        missed += [goal.what for goal in goals if not goal.is_met]
        if options.rows >= 1_000_000:
            write(proof, goals, notes)
    if missed:
        say("bench: missed: " + "; ".join(missed))
    sys.exit(1 if missed else 0)


def write(proof, goals, notes: list[str]) -> None:
    """Puts what a proof measured into its part of docs/benchmarks.md."""
    lines = [proof.METHOD.strip(), "", *document.goals_table(goals), "", *[f"- {note}" for note in notes]]
    document.replace_part(
        ROOT / "docs" / "benchmarks.md", "Campaigns", "Written by `scripts/bench campaign`, each part by its last run; do not edit.",
        [each.TITLE for each in PROOFS.values()], proof.TITLE, "\n".join(lines))


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench campaign",
        description="Example: scripts/bench campaign. Cuts a million linked records into blocks, holds numbers against a national registry, pushes blocks.",
        epilog="Exit status 1: a goal was missed. A run with a million records or more rewrites its parts of docs/benchmarks.md.",
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
