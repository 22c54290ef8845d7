"""The command line of `scripts/bench lookup`."""

import argparse
import json
import sys
from pathlib import Path

from lab.figures import print_goal, say

from . import document, money, once, rate, secrecy, throttle, throughput

ROOT = Path(__file__).parent.parent.parent
PROOFS = {"rate": rate, "money": money, "once": once, "throughput": throughput, "throttle": throttle, "secrecy": secrecy}


def main(words: list[str]) -> None:
    options = parse(words)
    names = options.proof or list(PROOFS)
    missed: list[str] = []
    for name in names:
        proof = PROOFS[name]
        say(f"bench: lookup {name}, seed {options.seed}")
        result = proof.run(options.binary.resolve(), options.short, options.seed)
        goals = proof.goals(result)
        missed += [goal.what for goal in goals if not goal.is_met]
        if options.json:
            verdict = "missed" if any(not goal.is_met for goal in goals) else "met"
            print(json.dumps({"proof": name, "verdict": verdict, "goals": [goal.line for goal in goals]} | result), flush=True)
        else:
            for goal in goals:
                print_goal(goal)
        if not options.short:
            document.write(ROOT / "docs" / "benchmarks.md", name, options.seed, result, goals)
    if missed:
        say("bench: missed: " + "; ".join(missed))
    sys.exit(1 if missed else 0)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench lookup",
        description="Example: scripts/bench lookup --short. Proves what lookups promise, with a simulated account as the witness.",
        epilog="Exit status 1: a goal was missed. A run without --short rewrites its parts of docs/benchmarks.md.",
    )
    parser.add_argument("proof", nargs="*", choices=[*PROOFS, []], metavar="PROOF", help=f"some of: {' '.join(PROOFS)}; default: all")
    parser.add_argument("--short", action="store_true", help="seconds instead of minutes: what CI runs")
    parser.add_argument("--json", action="store_true", help="one object a line instead of a table")
    parser.add_argument("--seed", type=int, default=1, help="names the numbers and decides who is killed when (default: 1)")
    parser.add_argument(
        "--binary", type=Path, default=ROOT / ".build/release/refinery", help=argparse.SUPPRESS)  # twilio-simulator lies beside it
    return parser.parse_args(words)
