"""The command line of `scripts/train-columns` and of `scripts/bench columns`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from . import report, score
from .corpus import TYPES, Column, Corpus, ask, load
from .model import Model
from .score import Prediction

ROOT = Path(__file__).parent.parent.parent
MODEL = ROOT / "data/columns/model.txt"
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
        figures = {name: score.figures(predictions) for name, predictions in crossed(corpus, arguments).items()}
        for name, f in figures.items():
            print(score.text(name, f, arguments.confusions))
        report.write(ROOT / "docs/benchmarks.md", corpus, figures, arguments.binary)
        return
    Model(corpus).fit(corpus.files, corpus.headers, corpus.synonyms).write(MODEL)
    # The compiler does not look whether embedded files have changed.
    os.utime(ROOT / "Sources/CColumns/columns.c")


Files = list[list[Column]]


def crossed(corpus: Corpus, arguments: argparse.Namespace) -> dict[str, list[Prediction]]:
    """Predictions for every column by a model that has seen nothing of its repository, and by the program with that model."""
    groups = sorted({c[0].group for c in corpus.files + corpus.headers})
    predictions: dict[str, list[Prediction]] = {"files": [], "the model alone": [], "headers alone": []}
    for fold in range(FOLDS):
        out = set(groups[fold::FOLDS])
        model = Model(corpus).fit(
            [f for f in corpus.files if f[0].group not in out], [h for h in corpus.headers if h[0].group not in out], corpus.synonyms)
        files = [f for f in corpus.files if f[0].group in out]
        predictions["files"] += ask_product(model, files, arguments)
        predictions["the model alone"] += predict(model, files)
        predictions["headers alone"] += predict(model, [h for h in corpus.headers if h[0].group in out])
    return predictions


def predict(model: Model, files: Files) -> list[Prediction]:
    """What the model says by itself."""
    predictions = []
    for file in files:
        probabilities = model.predict(file)
        predictions += [Prediction(c, model.corpus.types[p.argmax()], float(p.max())) for c, p in zip(file, probabilities)]
    return predictions


def ask_product(model: Model, files: Files, arguments: argparse.Namespace) -> list[Prediction]:
    """What the program says that finds columns by this model: header, rules and all."""
    with tempfile.NamedTemporaryFile(suffix=".txt") as trained:
        model.write(Path(trained.name))
        documents = ask(arguments.binary, [str(arguments.folder / file[0].file) for file in files], trained.name)[1:]
    predictions = []
    for file, document in zip(files, documents, strict=True):
        for column in file:
            known = document["columns"][column.index] if column.index < len(document["columns"]) else {"meaning": "extra", "confidence": 0}
            predictions.append(Prediction(column, TYPES[known["meaning"].split(":")[0]], known["confidence"]))
    return predictions


if __name__ == "__main__":
    main()
