"""Who puts records together: Refinery, and Splink on the same records."""

import subprocess
import time
from pathlib import Path

from .generator import COLUMNS


def refinery(binary: Path, kind: str, rows: list[dict[str, str]], directory: Path) -> tuple[list[int], float]:
    """The cluster of each row, and the seconds without the start of the program."""
    table = directory / "records.tsv"
    with table.open("w", encoding="utf-8") as out:
        out.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            out.write("\t".join(row.get(column, "").replace("\t", " ") for column in COLUMNS) + "\n")
    done = subprocess.run([binary, "bench", "personas", "--kind", kind, table], capture_output=True, text=True, check=True)
    found = [0] * len(rows)
    for line in done.stdout.splitlines():
        row, cluster = line.split("\t")
        found[int(row)] = int(cluster)
    words = done.stderr.split()
    return found, float(words[words.index("features") + 1]) + float(words[words.index("links") + 1])


def splink(rows: list[dict[str, str]]) -> tuple[list[int], float]:
    """Splink with DuckDB as its documentation trains a model: u by random pairs, m by expectation maximization in two blockings."""
    import pandas
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    columns = ["business_name", "first_name", "last_name", "emails", "phones", "direct_phones", "city", "zip_code"]
    frame = pandas.DataFrame([{column: row.get(column) or None for column in columns} | {"unique_id": i} for i, row in enumerate(rows)])
    start = time.perf_counter()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[cl.JaroWinklerAtThresholds("first_name", [0.9, 0.7]).configure(term_frequency_adjustments=True),
                     cl.JaroWinklerAtThresholds("last_name", [0.9, 0.7]).configure(term_frequency_adjustments=True),
                     cl.JaroWinklerAtThresholds("business_name", [0.9, 0.8]), cl.ExactMatch("emails"), cl.ExactMatch("phones"),
                     cl.ExactMatch("direct_phones"), cl.ExactMatch("city")],
        blocking_rules_to_generate_predictions=[block_on("emails"), block_on("direct_phones"), block_on("phones", "last_name"),
                                                block_on("last_name", "city"), block_on("business_name", "last_name"), block_on("first_name", "city")])
    api = DuckDBAPI()
    try:
        linker = Linker(frame, settings, api)
    except TypeError:
        linker = Linker(api.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("emails"), block_on("direct_phones")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for rule in (block_on("first_name", "last_name"), block_on("emails")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predictions = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold_match_probability=0.95)
    table = clusters.as_pandas_dataframe()
    found = dict(zip(table["unique_id"], table["cluster_id"]))
    return [found[i] for i in range(len(rows))], time.perf_counter() - start
