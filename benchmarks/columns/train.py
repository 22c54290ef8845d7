"""The command line of `scripts/train-columns` and of `scripts/bench columns`."""

import argparse
import os
import sys
from pathlib import Path

from . import report, score
from .corpus import Column, Corpus, load
from .model import Model
from .score import Prediction

ROOT = Path(__file__).parent.parent.parent
FOLDS = 6


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/train-columns", description="Trains the detector of columns.")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared/columns-dev", help="labelled files: manifest.json, header_lines.json")
    parser.add_argument("--bench", action="store_true", help="only measure: train without the repositories that are scored")
    parser.add_argument("--confusions", type=int, default=0, help="how many kinds of confusion to print")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/debug/refinery", help="the program to ask for features")
    arguments = parser.parse_args()
    if not (arguments.folder / "manifest.json").exists():
        sys.exit(f"There are no labelled files in {arguments.folder}: name the folder that holds their manifest.json.")
    corpus = load(arguments.folder, arguments.binary)
    if arguments.bench:
        in_files, in_headers = crossed(corpus)
        files, headers = score.figures(in_files), score.figures(in_headers)
        print(score.text("files", files, arguments.confusions))
        print(score.text("header lines", headers, arguments.confusions))
        report.write(ROOT / "docs/benchmarks.md", corpus, files, headers, arguments.binary)
        return
    Model(corpus).fit(corpus.files, corpus.headers, corpus.synonyms).write(ROOT / "data/columns/model.txt")
    # The compiler does not look whether embedded files have changed.
    os.utime(ROOT / "Sources/CColumns/columns.c")


def crossed(corpus: Corpus) -> tuple[list[Prediction], list[Prediction]]:
    """Predictions for every column by a model that has seen nothing of its repository."""
    groups = sorted({c[0].group for c in corpus.files + corpus.headers})
    in_files, in_headers = [], []
    for fold in range(FOLDS):
        out = set(groups[fold::FOLDS])
        model = Model(corpus).fit(
            [f for f in corpus.files if f[0].group not in out], [h for h in corpus.headers if h[0].group not in out], corpus.synonyms)
        in_files += [p for f in corpus.files if f[0].group in out for p in predict(model, f)]
        in_headers += [p for h in corpus.headers if h[0].group in out for p in predict(model, h)]
    return in_files, in_headers


def predict(model: Model, file: list[Column]) -> list[Prediction]:
    probabilities = model.predict(file)
    return [Prediction(c, model.corpus.types[p.argmax()], float(p.max())) for c, p in zip(file, probabilities)]


if __name__ == "__main__":
    main()
