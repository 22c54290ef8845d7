"""Percentiles, goals, and how they are shown."""

import math
import sys
from dataclasses import dataclass


def percentile(values: list[float], share: float) -> float | None:
    """The smallest value that at least `share` of all are not above; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def rounded(value: float | None, digits: int = 0) -> float | None:
    return None if value is None else round(value, digits) if digits else round(value)


@dataclass
class Goal:
    what: str
    measured: float | None
    bound: float
    unit: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        if self.measured is None:
            return False
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    @property
    def line(self) -> list[str]:
        sign = "≥" if self.at_least else "≤"
        measured = "nothing measured" if self.measured is None else f"{number(self.measured)}{self.unit}"
        return [self.what, measured, f"{sign} {number(self.bound)}{self.unit}", "met" if self.is_met else "missed"]


def print_goal(goal: Goal) -> None:
    """Prints a goal as a row of a table."""
    print("  ".join(cell.ljust(width) for cell, width in zip(goal.line, (86, 16, 14, 6))).rstrip(), flush=True)


def number(value: float) -> str:
    """Four digits are enough, but no exponent."""
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:,.4g}"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
