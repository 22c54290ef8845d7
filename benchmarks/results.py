"""Measured values, goals, and the one table they end in."""

import statistics
from dataclasses import dataclass, field


@dataclass
class Measurement:
    """The repeated runs of one side. `unit` is `s` or `/s` or `MB`: what `values` count."""

    name: str
    unit: str = "s"
    rows: int | None = None
    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def spread(self) -> str:
        return f"{number(min(self.values))}–{number(max(self.values))}" if len(self.values) > 1 else ""


@dataclass
class Goal:
    """A ratio or value that has to stay on one side of a bound."""

    text: str
    measured: float
    bound: float
    at_most: bool = True

    @property
    def met(self) -> bool:
        return self.measured <= self.bound if self.at_most else self.measured >= self.bound

    @property
    def verdict(self) -> str:
        return "met" if self.met else f"missed by {abs(self.measured / self.bound - 1):.0%}"

    @property
    def bound_text(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {number(self.bound)}"


class Table:
    """Rows of a measurement with the goal that compares it, if any."""

    HEADINGS = ["what", "median", "spread", "rows/s", "ratio", "goal", ""]

    def __init__(self):
        self.rows: list[list[str]] = []

    def add(self, measurement: Measurement, goal: Goal | None = None) -> None:
        if not measurement.values:
            return
        rate = f"{measurement.rows / measurement.median:,.0f}" if measurement.rows and measurement.unit == "s" else ""
        row = [measurement.name, f"{number(measurement.median)} {measurement.unit}", measurement.spread, rate]
        if goal:
            row += [goal.text.format(number(goal.measured)), goal.bound_text, goal.verdict]
        self.rows.append(row + [""] * (len(self.HEADINGS) - len(row)))

    def text(self) -> str:
        """Columns aligned for a terminal."""
        lines = [self.HEADINGS] + self.rows
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.HEADINGS))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)

    def markdown(self) -> str:
        lines = ["| " + " | ".join(self.HEADINGS) + " |", "|---|--:|---|--:|---|---|---|"]
        return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in self.rows])


def number(value: float) -> str:
    """Three significant digits, and whole numbers from a hundred on."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
