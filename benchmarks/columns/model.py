"""Two multinomial logistic regressions, as `ColumnModel` of the program computes them: a column alone, then with the others of its file."""

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import logsumexp

from .corpus import Column, Corpus

LEAST = 3  # columns a word must have been seen in


def log_softmax(scores: np.ndarray) -> np.ndarray:
    return scores - logsumexp(scores, axis=1, keepdims=True)


class Regression:
    """Weights of named features."""

    def __init__(self, penalty: float):
        self.penalty = penalty
        self.names: dict[str, int] = {}
        self.weights = np.zeros((0, 0))

    def matrix(self, rows: list[dict[str, float]]) -> sparse.csr_matrix:
        data, columns, starts = [], [], [0]
        for row in rows:
            for name, value in row.items():
                column = self.names.get(name)
                if column is not None:
                    columns.append(column)
                    data.append(value)
            starts.append(len(data))
        return sparse.csr_matrix((data, columns, starts), shape=(len(rows), len(self.names)))

    def fit(self, rows: list[dict[str, float]], targets: np.ndarray, importance: np.ndarray, penalties=None, iterations: int = 150,
            any_of: bool = False):
        """With `any_of` each type with a target counts as right, however the probability is divided among them."""
        counts: dict[str, int] = {}
        for row in rows:
            for name in row:
                counts[name] = counts.get(name, 0) + 1
        self.names = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= LEAST))}
        x = self.matrix(rows)
        penalty = np.array([penalties(n) if penalties else self.penalty for n in self.names])[:, None]
        classes = targets.shape[1]

        def loss(flat):
            weights = flat.reshape(-1, classes)
            scores = log_softmax(x @ weights)
            if any_of:
                right = np.where(targets > 0, scores, -np.inf)
                total = logsumexp(right, axis=1, keepdims=True)
                wanted, value = np.exp(right - total), -(importance * total[:, 0]).sum()
            else:
                wanted, value = targets, -(importance[:, None] * targets * scores).sum()
            gradient = x.T @ (importance[:, None] * (np.exp(scores) - wanted)) + penalty * weights
            value += 0.5 * (penalty * weights**2).sum()
            return value, gradient.ravel()

        found = minimize(loss, np.zeros(len(self.names) * classes), jac=True, method="L-BFGS-B",
                         options={"maxiter": iterations, "maxcor": 8})
        self.weights = found.x.reshape(-1, classes)
        return self

    def predict(self, rows: list[dict[str, float]]) -> np.ndarray:
        return log_softmax(self.matrix(rows) @ self.weights)


def header_features(column: Column) -> dict[str, float]:
    return dict.fromkeys(column.words, 1.0)


def value_features(values: list[float], corpus: Corpus) -> dict[str, float]:
    return {
        f"v:{fact}>{i}": 1.0
        for fact, share in zip(corpus.facts, values)
        for i, step in enumerate(corpus.steps) if np.float32(share) >= np.float32(step)
    }


def joined(words: dict, values: dict) -> dict[str, float]:
    return {"bias": 1.0, **words, **values}


def penalty(name: str) -> float:
    """Single words say less than concepts, which stand for many."""
    kind = name.split(":")[0]
    return {"bias": 0.05, "t": 1.0, "s": 1.0, "p": 0.6, "y": 0.5, "v": 0.5}.get(kind, 0.4)


class Model:
    """Both passes."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.alone = Regression(0.5)
        self.together = Regression(0.5)
        self.place = {t: i for i, t in enumerate(corpus.types)}

    def target(self, column: Column) -> np.ndarray:
        target = np.zeros(len(self.corpus.types))
        target[self.place[column.label]] = 1
        others = [t for t in column.accept if t != column.label and t in self.place]
        if others:
            target[self.place[column.label]] = 0.85
            for t in others:
                target[self.place[t]] += 0.15 / len(others)
        return target

    def examples(self, files: list[list[Column]], headers: list[list[Column]], synonyms: list[Column], seed: int):
        """Every column as it is, without its header, without its values; headers without rows with the values of others of their kind."""
        random = np.random.default_rng(seed)
        none = value_features(self.none(), self.corpus)
        rows, targets, importance = [], [], []
        pool: dict[str, list] = {}

        def add(words, values, column, weight):
            rows.append(joined(words, values))
            targets.append(self.target(column))
            importance.append(weight)

        for column, own in [(c, 1.0) for f in files for c in f] + [(c, 0.3) for f in self.corpus.made for c in f]:
            words, values = header_features(column), value_features(column.values, self.corpus)
            add(words, values, column, own)
            if not column.filled:
                continue
            pool.setdefault(column.label, []).append(values)
            add({"blank": 1.0}, values, column, own / 2)
            if column.label == "other" or len(column.accept) == 1:
                add(words, none, column, own / 4)
        for column, weight in [(c, 0.5) for h in headers for c in h] + [(c, 0.4) for c in synonyms]:
            words = header_features(column)
            add(words, none, column, weight)
            if pool.get(column.label):
                add(words, pool[column.label][random.integers(len(pool[column.label]))], column, weight)
        return rows, np.array(targets), np.array(importance)

    def none(self) -> list[float]:
        return [1.0 if fact == "none" else 0.0 for fact in self.corpus.facts]

    def fit_alone(self, files, headers, synonyms, seed=0) -> Regression:
        rows, targets, importance = self.examples(files, headers, synonyms, seed)
        return Regression(0.5).fit(rows, targets, importance, penalty)

    def scores_alone(self, regression: Regression, columns: list[Column]) -> np.ndarray:
        return regression.predict([joined(header_features(c), value_features(c.values, self.corpus)) for c in columns])

    def context(self, scores: np.ndarray) -> list[dict[str, float]]:
        """Features of the second pass, as `FileContext` of the program has them."""
        types, count = self.corpus.types, len(scores)
        probabilities = np.exp(scores)
        best = probabilities.argmax(1)
        counts = np.bincount(best, minlength=len(types))
        champions = {t: max(np.flatnonzero(best == t), key=lambda c: (probabilities[c][t], -c)) for t in set(best)}
        rows = []
        for column in range(count):
            row = {"2:bias": 1.0}
            for t, name in enumerate(types):
                row[f"2:p:{name}"] = max(-8.0, float(np.log(max(probabilities[column][t], 1e-6)))) / 4
            for distance, side in [(-1, "L"), (1, "R"), (-2, "LL"), (2, "RR")]:
                other = column + distance
                row[f"2:{side}:{types[best[other]] if 0 <= other < count else 'edge'}"] = 1.0
            for t, name in enumerate(types):
                if name != "other" and counts[t] - (best[column] == t) > 0:
                    row[f"2:F:{name}"] = 1.0
            row["2:champion" if champions[best[column]] == column else "2:follower"] = 1.0
            rows.append(row)
        return rows

    def fit(self, files, headers, synonyms, folds: int = 4):
        """The second pass learns from what the first says of files that it has not seen."""
        groups = sorted({c[0].group for c in files + headers})
        rows, targets, importance = [], [], []
        for fold in range(folds):
            out = set(groups[fold::folds])
            inner = self.fit_alone([f for f in files if f[0].group not in out], [h for h in headers if h[0].group not in out], synonyms)
            made = self.corpus.made[fold::folds * 2]
            for file, weight in [(f, 1.0) for f in files] + [(h, 0.5) for h in headers] + [(m, 0.2) for m in made]:
                if file[0].group in out or file[0].group.startswith("made"):
                    rows += self.context(self.scores_alone(inner, file))
                    targets += [self.target(c) for c in file]
                    importance += [weight] * len(file)
        self.together = Regression(0.5).fit(
            rows, np.array(targets), np.array(importance), lambda n: 0.02 if n.startswith("2:p:") or n == "2:bias" else 1.5,
            any_of=True)
        self.alone = self.fit_alone(files, headers, synonyms)
        return self

    def predict(self, file: list[Column]) -> np.ndarray:
        return np.exp(self.together.predict(self.context(self.scores_alone(self.alone, file))))

    def write(self, path) -> None:
        lines = ["# Weights of the detector of columns, in hundredths, by type; written by scripts/train-columns."]
        for regression in (self.alone, self.together):
            for name, index in regression.names.items():
                pairs = [f"{t}:{round(100 * w)}" for t, w in enumerate(regression.weights[index]) if abs(w) >= 0.015]
                if pairs:
                    lines.append(f"{name}\t{' '.join(pairs)}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
