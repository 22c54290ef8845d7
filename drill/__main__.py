"""The command line of `scripts/drill`."""

import argparse
import json
import sys
from pathlib import Path

from lab.figures import say

from . import failover, restore, units

ROOT = Path(__file__).parent.parent
DRILLS = {"failover": failover, "restore": restore, "units": units}


def main() -> None:
    options = parse()
    missed = []
    for name in DRILLS if options.drill == "all" else [options.drill]:
        say(f"drill: {name}, seed {options.seed}")
        rows = options.rows or (2_000 if options.short else 200_000)
        for result in DRILLS[name].run(options.binary.resolve(), rows, options.seed, options.short):
            if options.json:
                print(json.dumps({"drill": name} | result), flush=True)
            else:
                print("  ".join(f"{key}={value}" for key, value in result.items() if key != "problems"), flush=True)
            for problem in result["problems"]:
                say(f"drill: {name}: {problem}")
            missed += [f"{name}: {goal.what}: {goal.measured}" for goal in DRILLS[name].goals(result) if not goal.is_met]
    if missed:
        say("drill: missed: " + "; ".join(missed))
    sys.exit(1 if missed else 0)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/drill",
        description="Example: scripts/drill failover --rows 200000 --json. Postgres clusters of its own; nothing else is touched.",
        epilog="Exit status 1: something was lost that must not be, or counts do not add up.",
    )
    parser.add_argument("drill", nargs="?", choices=[*DRILLS, "all"], default="all", help="what to rehearse (default: all)")
    parser.add_argument("--rows", type=int, help="rows of the import that is under way (default: 200,000)")
    parser.add_argument("--seed", type=int, default=1, help="of the files")
    parser.add_argument("--short", action="store_true", help="2,000 rows and one failover, as CI runs it")
    parser.add_argument("--json", action="store_true", help="print objects, one a line")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/refinery", help="the program")
    return parser.parse_args()


if __name__ == "__main__":
    main()
