"""The section `Columns` of docs/benchmarks.md."""

import tempfile
from datetime import date
from pathlib import Path

from .. import document
from .corpus import Corpus, ask
from .score import SURE, Figures

WIDE = [(383, 2_000), (100_000, 3)]


def seconds(binary: Path, columns: int, rows: int) -> float:
    """How long it takes to find the columns of a wide file, the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write(",".join(["Company", "Phone"] + [f"Measure {n}" for n in range(columns - 2)]) + "\n")
            for row in range(rows):
                file.write(",".join([f"Firm {row} Inc", "(312) 442-0990"] + [str((row + n) % 977) for n in range(columns - 2)]) + "\n")
        return min(ask(binary, [str(path)])[1]["seconds"] for _ in range(3))


def write(file: Path, corpus: Corpus, figures: dict[str, Figures], binary: Path) -> None:
    def row(name, f):
        return f"| {name} | {f.macro_f1:.3f} | {f.precision:.3f} | {f.recall:.3f} | {f.accuracy:.3f} | {f.error:.3f} | {f.sure:.1%} of {f.sure_share:.0%} |"

    lines = [
        f"Written by `scripts/bench columns` on {date.today().isoformat()}. Every column is judged by a program whose model was trained without its repository: "
        f"{len(corpus.files)} labelled files with {sum(map(len, corpus.files)):,} columns, {len(corpus.headers)} headers without rows with "
        f"{sum(map(len, corpus.headers)):,}. Macro-F1 counts types with five columns and more.",
        "",
        f"| set | macro-F1 | precision | recall | right | calibration error | right at {SURE} and above |",
        "|---|---|---|---|---|---|---|",
        *(row(name, f) for name, f in figures.items()), "",
        "| type | columns | precision | recall | F1 |", "|---|---|---|---|---|",
        *(f"| {t} | {n} | {p:.3f} | {r:.3f} | {f:.3f} |" for t, (n, p, r, f) in sorted(figures["files"].types.items(), key=lambda x: -x[1][0])), "",
    ]
    if "release" in binary.parts:
        lines += ["| to find the columns of | takes |", "|---|---|"]
        lines += [f"| {rows:,} rows × {columns:,} columns | {seconds(binary, columns, rows) * 1000:.0f} ms |" for columns, rows in WIDE]
    document.replace(file, "Columns", "\n".join(lines))
