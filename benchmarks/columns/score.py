"""Figures of predictions, as the scorer beside the labelled files computes them."""

import collections
from dataclasses import dataclass

from .corpus import Column

LEAST = 5
SURE = 0.7


@dataclass
class Prediction:
    column: Column
    type: str
    confidence: float

    @property
    def truth(self) -> str:
        return self.type if self.type in self.column.accept else self.column.label

    @property
    def is_right(self) -> bool:
        return self.truth == self.type


@dataclass
class Figures:
    types: dict
    macro_f1: float
    precision: float
    recall: float
    error: float
    sure: float
    sure_share: float
    accuracy: float
    confusions: list


def figures(predictions: list[Prediction]) -> Figures:
    right, wrong, missed = collections.Counter(), collections.Counter(), collections.Counter()
    confusions = collections.defaultdict(list)
    for p in predictions:
        if p.is_right:
            right[p.type] += 1
        else:
            wrong[p.type] += 1
            missed[p.truth] += 1
            confusions[p.truth, p.type].append(p)
    table = {}
    for t in sorted(set(right) | set(missed)):
        precision = right[t] / max(1, right[t] + wrong[t])
        recall = right[t] / max(1, right[t] + missed[t])
        table[t] = (right[t] + missed[t], precision, recall, 2 * precision * recall / max(1e-9, precision + recall))
    counted = [v[3] for t, v in table.items() if t != "other" and v[0] >= LEAST]
    hits = sum(n for t, n in right.items() if t != "other")
    claims = hits + sum(n for t, n in wrong.items() if t != "other")
    wanted = hits + sum(n for t, n in missed.items() if t != "other")
    bins = collections.defaultdict(list)
    for p in predictions:
        bins[min(9, int(p.confidence * 10))].append(p)
    error = sum(abs(sum(p.confidence for p in b) - sum(p.is_right for p in b)) for b in bins.values()) / max(1, len(predictions))
    sure = [p for p in predictions if p.confidence >= SURE]
    return Figures(
        table, sum(counted) / max(1, len(counted)), hits / max(1, claims), hits / max(1, wanted), error,
        sum(p.is_right for p in sure) / max(1, len(sure)), len(sure) / max(1, len(predictions)),
        sum(right.values()) / max(1, len(predictions)), sorted(confusions.items(), key=lambda x: -len(x[1])))


def text(name: str, f: Figures, shown: int = 0) -> str:
    lines = [
        f"{name}: macro-F1 {f.macro_f1:.3f}, precision {f.precision:.3f}, recall {f.recall:.3f}, accuracy {f.accuracy:.3f}, "
        f"calibration error {f.error:.3f}, right at {SURE} and above {f.sure:.3f} (of {f.sure_share:.0%})"
    ]
    for (truth, got), where in f.confusions[:shown]:
        lines.append(f"{len(where):4}  {truth} -> {got}")
        lines += [f"        {p.column.file[:30]}#{p.column.index} {p.column.header!r} {p.confidence:.2f}" for p in where[:6]]
    return "\n".join(lines)
