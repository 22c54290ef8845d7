"""Precision, recall and F1 of clusters, pair by pair."""

from collections import Counter
from dataclasses import dataclass


@dataclass
class Score:
    precision: float
    recall: float
    seconds: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1)


def pairs(counts: Counter) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


def score(truth: list, found: list, seconds: float) -> Score:
    both = pairs(Counter(zip(truth, found)))
    return Score(both / (pairs(Counter(found)) or 1), both / (pairs(Counter(truth)) or 1), seconds)
