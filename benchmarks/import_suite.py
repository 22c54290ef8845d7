"""`scripts/bench`: the main job beside its peers, and the footprint of the fleet."""

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from . import claims, growth, idle, memory
from .product import Product
from .results import Goal, Measurement, Table, number
from .server import Server
from .sides import Sides

PARTS = ["A", "F", "B", "C", "D", "refinery", "split", "claims", "memory", "idle", "growth"]
NAMES = {
    "A": "A: psql \\copy into a bare text table",
    "F": "F: COPY of the finished rows",
    "B": "B: COPY, then one INSERT … SELECT",
    "C": "C: Python script, 2 processes",
    "D": "D: DuckDB, then psql \\copy",
    "refinery": "Refinery: submit to completed",
    "split": "Refinery: split alone",
    "pgbench": "pgbench: claim + finish, 2 connections",
    "claims": "Refinery: claim + finish, 2 connections",
    "empty": "Refinery: into an empty database",
    "beside": "Refinery: beside what is stored",
}


@dataclass
class Plan:
    rows: int
    repeat: int
    parts: list[str]
    workers: int
    seed: int
    jobs: int
    idle_seconds: float
    memory_sizes: list[str]
    growth_records: int


@dataclass
class Outcome:
    """Everything measured, by part."""

    plan: Plan
    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    stored: dict[str, int] = field(default_factory=dict)
    peaks: dict[str, dict[str, float]] = field(default_factory=dict)
    idle: dict[str, Counter] = field(default_factory=dict)


def measure(plan: Plan, server: Server, product: Product, directory: Path) -> Outcome:
    outcome = Outcome(plan)
    file = directory / "sample.csv"
    say(f"writing a file of {plan.rows:,} rows")
    product.write_sample(file, plan.rows, plan.seed)
    sides = Sides(server, product, file, plan.workers, directory)
    product.reset(server)
    if "F" in plan.parts:
        say("a first import, not counted: its result is what F copies")
        sides.refinery()
        sides.export_result()
        sides.clear()
    for turn in range(1, plan.repeat + 1):
        for part in plan.parts:
            measure_part(part, f"{turn}/{plan.repeat}", outcome, sides)
    if "memory" in plan.parts:
        for size in plan.memory_sizes:
            say(f"memory with a file of {size}")
            outcome.peaks[size] = memory.peaks(
                server, product, directory, memory.SIZES[size], file.stat().st_size / plan.rows, plan.workers, plan.seed + 1)
    if "idle" in plan.parts:
        say(f"an idle fleet for {plan.idle_seconds:.0f} s")
        outcome.idle = idle.statements_per_second(server, product, plan.idle_seconds)
    if "growth" in plan.parts:
        say(f"growth: filling a database with {plan.growth_records:,} rows")
        for empty, beside in growth.pairs(server, product, directory, plan):
            outcome.values["empty"].append(empty)
            outcome.values["beside"].append(beside)
            say(f"{plan.rows:,} more rows: {empty:,.2f} s into an empty database, {beside:,.2f} s beside {plan.growth_records:,}")
    return outcome


def measure_part(part: str, turn: str, outcome: Outcome, sides: Sides) -> None:
    def note(name: str, value: float | None, unit: str) -> None:
        if value is not None:
            outcome.values[name].append(value)
            say(f"{turn}  {NAMES[name]}: {value:,.2f} {unit}")

    match part:
        case "A":
            note(part, sides.bare_copy(), "s")
        case "F":
            note(part, sides.refined_copy(), "s")
            outcome.stored[part] = sides.stored("bench")
        case "B":
            note(part, sides.sql_hand(), "s")
            outcome.stored[part] = sides.stored("bench")
        case "C":
            note(part, sides.team_script(), "s")
            outcome.stored[part] = sides.stored("bench")
        case "D":
            note(part, sides.duckdb(), "s")
            outcome.stored[part] = sides.stored("bench")
        case "refinery":
            seconds, summary = sides.refinery()
            note(part, seconds, "s")
            outcome.stored[part] = summary["stored"]
        case "split":
            note(part, sides.split(), "s")
        case "claims":
            jobs = outcome.plan.jobs
            note("pgbench", claims.pgbench(sides.server, sides.product, jobs, sides.directory), "jobs/s")
            note("claims", claims.refinery(sides.server, sides.product, jobs), "jobs/s")
        case _:
            return
    sides.clear()


def table(outcome: Outcome) -> Table:
    """One line a measurement; the ratio compares ours with the side it names."""
    sides = {
        part: Measurement(NAMES[part], "/s" if part in ("pgbench", "claims") else "s", outcome.plan.rows, outcome.values[part])
        for part in NAMES
    }

    def goal(text: str, over: str, under: str, bound: float, at_most: bool = True) -> Goal | None:
        if not sides[over].values or not sides[under].values:
            return None
        return Goal(text, sides[over].median / sides[under].median, bound, at_most)

    result = Table()
    result.add(sides["A"])
    result.add(sides["F"], goal("Refinery takes {} × F", "refinery", "F", 1.25))
    result.add(sides["B"], goal("Refinery takes {} × B", "refinery", "B", 0.65))
    result.add(sides["C"], goal("C takes {} × Refinery", "C", "refinery", 3.5, at_most=False))
    result.add(sides["D"], goal("D takes {} × Refinery", "D", "refinery", 1.5, at_most=False))
    result.add(sides["refinery"])
    result.add(sides["split"], goal("takes {} × A", "split", "A", 2))
    result.add(sides["pgbench"])
    result.add(sides["claims"], goal("{} of pgbench", "claims", "pgbench", 0.9, at_most=False))
    result.add(sides["empty"])
    result.add(sides["beside"], goal("{} × into an empty one", "beside", "empty", 1.1))
    for size, peaks in outcome.peaks.items():
        if peaks:
            role, peak = max(peaks.items(), key=lambda item: item[1])
            result.add(
                Measurement(f"Peak memory, file of {size} (largest: {role})", "MB", values=[peak]), Goal("{} MB", peak, 64))
    if outcome.idle:
        rate = sum(statements.total() for statements in outcome.idle.values())
        result.add(Measurement("Statements of an idle fleet", "/s", values=[rate]), Goal("{} a second", rate, 2))
    return result


def notes(outcome: Outcome) -> list[str]:
    """What the table does not show."""
    lines = []
    if outcome.stored:
        stored = ", ".join(f"{part} {count:,}" for part, count in outcome.stored.items())
        lines.append(
            f"Records stored: {stored}. C applies our rules with its own code; the regular expressions of B and D accept other phones.")
    for size, peaks in outcome.peaks.items():
        lines.append(f"Peak memory with {size}: " + ", ".join(f"{role} {peak:.0f} MB" for role, peak in sorted(peaks.items())) + ".")
    for role, statements in outcome.idle.items():
        names = ", ".join(f"{name} {number(rate)}" for name, rate in statements.most_common())
        lines.append(f"Statements a second of an idle fleet, {idle.FLEET[role]} × {role}: {names or 'none'}.")
    return lines


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
