"""The command line of `scripts/chaos`."""

import argparse
import json
import sys
from pathlib import Path

from . import (
    ambiguous, campaign, doctor, document, enrich, failover, full_disk, kills, latency, personas, pinned, poison, pooler, rescue, restarts, scaling, signals, slow_database, web, zombie,
)  # fmt: skip
from .bouncer import Bouncer
from lab.figures import print_goal, say

ROOT = Path(__file__).parent.parent
EXPERIMENTS = {
    "kills": kills, "zombie": zombie, "restarts": restarts, "rescue": rescue, "poison": poison, "latency": latency,
    "pinned": pinned, "scaling": scaling, "signals": signals, "pooler": pooler, "failover": failover, "ambiguous": ambiguous,
    "slow-database": slow_database, "full-disk": full_disk, "doctor": doctor, "personas": personas, "enrich": enrich, "campaign": campaign,
    "web": web,
}  # fmt: skip


def main() -> None:
    options = parse()
    short = ["kills", "zombie", "restarts", "signals", "failover", "personas", "enrich", "campaign"] + ["pooler"] * (Bouncer.program() is not None)
    names = short if options.short else list(EXPERIMENTS)
    names = names if options.experiment == "all" else [options.experiment]
    results = {}
    for name in names:
        say(f"chaos: {name}, seed {options.seed}")
        results[name] = run(name, options)
        show(name, results[name], options.json)
        if options.is_whole:
            document.write(ROOT / "docs" / "reliability.md", {name: results[name]}, options)
    missed = [goal.what for name in names for goal in EXPERIMENTS[name].goals(results[name]) if not goal.is_met]
    for name in names:
        for problem in results[name].get("problems", []):
            say(f"chaos: {name}: {problem}")
    if missed:
        say("chaos: missed: " + "; ".join(missed))
    sys.exit(1 if missed else 0)


def run(name: str, options) -> dict:
    short, seed, binary = options.short, options.seed, options.binary.resolve()
    match name:
        case "kills":
            return kills.run(binary, options.rows or (10_000 if short else 300_000), options.kills or (20 if short else 1000), seed)
        case "zombie":
            return zombie.run(binary, 1 if short else 3, seed)
        case "restarts":
            return restarts.run(binary, options.rows or (10_000 if short else 100_000), 2 if short else 10, seed)
        case "rescue":
            return rescue.run(binary, options.kills or 100, seed)
        case "poison":
            return poison.run(binary, seed)
        case "latency":
            return latency.run(binary, options.submits, seed)
        case "pinned":
            return pinned.run(binary, options.claims)
        case "pooler":
            return pooler.run(binary, options.rows or (3_000 if short else 20_000), options.kills or (2 if short else 20), seed)
        case "failover":
            return failover.run(binary, options.rows or (3_000 if short else 10_000), seed)
        case "ambiguous":
            return ambiguous.run(binary, options.rows or 1_000, seed)
        case "slow-database":
            return slow_database.run(binary, seed)
        case "full-disk":
            return full_disk.run(binary, options.rows or 5_000, seed)
        case "signals":
            return signals.run(binary, options.starts or (100 if short else 2000), seed)
        case "personas":
            return personas.run(binary, options.rows or (4_000 if short else 40_000), options.kills or (10 if short else 300), seed)
        case "campaign":
            return campaign.run(binary, options.rows or (2_000 if short else 20_000), options.kills or (10 if short else 200), seed)
        case "enrich":
            return enrich.run(binary, options.rows or (400 if short else 6_000), options.kills or (10 if short else 300), seed)
        case "web":
            return web.run(binary, options.rows or (2_000 if short else 20_000), options.kills or (6 if short else 200), seed)
        case "doctor":
            return doctor.run(binary, options.runs or 1000, seed)
        case "scaling":
            return scaling.run(binary)


def show(name: str, result: dict, as_json: bool) -> None:
    if as_json:
        print(json.dumps(result), flush=True)
        return
    for goal in EXPERIMENTS[name].goals(result):
        print_goal(goal)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/chaos",
        description="Example: scripts/chaos --rows 300000 --kills 1000 --seed 1 --json. Breaks the fleet on purpose and checks every row.",
        epilog="Exit status 1: a goal was missed. An experiment of the usual size rewrites its part of docs/reliability.md.",
    )
    parser.add_argument("experiment", nargs="?", choices=[*EXPERIMENTS, "all"], default="kills", help="what to do (default: kills)")
    defaults = "300,000; restarts 100,000; pooler 20,000; failover 10,000; ambiguous 1,000; full-disk 5,000; personas 40,000; enrich 6,000; campaign 20,000; web 20,000"
    parser.add_argument("--rows", type=int, help=f"rows of the generated file (default: {defaults})")
    parser.add_argument("--kills", type=int, help="processes to kill -9 (default: 1000; personas 300; enrich 300; campaign 200; web 200; rescue 100; pooler 20)")
    parser.add_argument("--submits", type=int, default=100, help="submits of latency (default: 100)")
    parser.add_argument("--claims", type=int, default=20_000, help="claims of pinned (default: 20,000)")
    parser.add_argument("--starts", type=int, help="processes that signals starts (default: 2000)")
    parser.add_argument("--runs", type=int, help="runs of doctor (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="decides who is killed when, and names the file (default: 1)")
    parser.add_argument("--short", action="store_true", help="20 kills, 2 hung workers, 2 restarts, 100 signals, 2 kills behind a pooler, a failover, 10 kills in link, 10 in enrich, 10 generators; `all --short` is what CI runs")
    parser.add_argument("--json", action="store_true", help="one object a line instead of a table")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/refinery", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.is_whole = not options.short and all(getattr(options, size) == parser.get_default(size) for size in ("rows", "kills", "submits", "claims", "starts", "runs"))
    return options


if __name__ == "__main__":
    main()
