"""docs/benchmarks.md: the last complete run of each suite. The lookups have a section of their own at the end."""

import re
from datetime import date
from pathlib import Path

from .results import Table

METHOD = """\
## Method

- Work: {rows:,} generated rows (`refinery sample --no-ragged --seed {seed}`: 15 columns, 10 % duplicates, 5 % invalid phones, 2 % rejects), \
{workers} workers, default batch size.
- All sides run on one private Postgres with the settings above, in turn, {repeat} times; the table shows the median and the range. Before \
each run there is a CHECKPOINT; after it every table is dropped.
- A: `psql \\copy` of the file into 15 text columns, no index. The limit of the medium.
- F: the finished rows (records, fingerprints, duplicates, rejects), exported from an import in binary form, copied into empty tables with \
the same columns, checks and indexes in one transaction. The floor of the result.
- B: `\\copy` into an unlogged staging table, then one `INSERT … SELECT` with regular expressions, `md5` and `ON CONFLICT DO NOTHING` \
(`benchmarks/sql/refine_staging.sql`).
- C: two Python processes with csv, phonenumbers and psycopg: COPY into a temporary table and insert from there, 5,000 rows a \
transaction (`benchmarks/peers/team_script.py`).
- D: DuckDB reads, cleans and deduplicates the file with one statement on all cores and writes a CSV file, `psql \\copy` takes that \
into the table with its indexes (`benchmarks/sql/refine_in_duckdb.sql`); it stores no source, no rejects, no duplicates.
- Refinery: `refinery run FILE --workers {workers} --all --no-link --json`, wall clock from the start of the command to its exit, processes started \
and ended; it also stores the source, which no other side does. What no side does, companies and personas, is left out (see Personas).
- Split alone: `refinery submit` with a running coordinator and no worker, until the last batch is a job.
- Claim + finish: jobs that cover no rows, one a claim, each finished in a transaction of its own; pgbench runs the statements of \
`sql/queries` prepared.
- Growth: {growth_records:,} generated rows are imported; then files of {rows:,} new rows each go into an empty database of the same \
server and beside those records, in turn.
- Memory: the kernel's high-water mark (VmHWM) of each process of `refinery run`, Postgres left out.
- Idle: statements in the server's log by `application_name`, two coordinators, eight workers and two lookup \
workers together, {idle_seconds:.0f} s.
"""


def render(command: str, machine: str, table: Table, notes: list[str], plan) -> str:
    method = METHOD.format(
        rows=plan.rows, seed=plan.seed, workers=plan.workers, repeat=plan.repeat, idle_seconds=plan.idle_seconds,
        growth_records=plan.growth_records)
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Written by `{command}` on {date.today().isoformat()}; do not edit. Ratios travel between machines, seconds do not.",
            "",
            machine,
            "",
            table.markdown(),
            "",
            *notes,
            "",
            method,
        ]
    )


def sections(file: Path) -> dict[str, str]:
    """What stands below each heading `## …`, by heading."""
    pieces = re.split(r"^## (.*)\n", file.read_text(), flags=re.MULTILINE)[1:]
    return dict(zip(pieces[::2], pieces[1::2]))


def section(file: Path, title: str) -> str:
    """What stands below the heading `## title`, up to the next of its rank; nothing where there is none."""
    return sections(file).get(title, "")


def parts(text: str) -> dict[str, str]:
    """The text below each heading `### …`, by heading."""
    pieces = re.split(r"^### (.*)\n", text, flags=re.MULTILINE)[1:]
    return {title: body.strip() for title, body in zip(pieces[::2], pieces[1::2])}


def replace_part(file: Path, title: str, introduction: str, order: list[str], part: str, body: str) -> None:
    """Puts the text below `### part` into its section; the other parts stay as they are, in this order."""
    found = parts(section(file, title)) | {part: body.strip()}
    replace(file, title, "\n\n".join([introduction, *[f"### {each}\n\n{found[each]}" for each in order if each in found]]))


def goals_table(goals) -> list[str]:
    """Lines of Markdown: what was measured beside its goal."""
    return ["| what | measured | goal | |", "|---|--:|--:|---|", *["| " + " | ".join(goal.line) + " |" for goal in goals]]


def replace(file: Path, title: str, body: str) -> None:
    """Puts a section where it was, or at the end."""
    text, old, new = file.read_text(), section(file, title), f"## {title}\n\n{body.strip()}\n"
    if old:
        # Not as a pattern: the text may hold backslashes.
        before, after = text.split(f"## {title}\n{old}", 1)
        new = before + new + ("\n" + after if after else "")
    else:
        new = f"{text.rstrip()}\n\n{new}"
    file.write_text(new)
