"""A workbook with two sheets on the mapping screen: one is what the page takes, the other what a person chooses."""

import csv
import re
from pathlib import Path

from openpyxl import Workbook

from lab.lab import Lab

from .visitor import Visitor


def workbook(visitor: Visitor, lab: Lab, done: dict) -> None:
    """The other sheet is chosen, its mapping changed and changed back, and its import gives what the page said that it would."""
    path, rows = book(lab, {"Leads of May": (40, 21), "Leads of June": (60, 22)})
    page = visitor.page
    visitor.go("/submit")
    page.set_input_files("#file", path)
    visitor.until("the mapping of the workbook", lambda: page.query_selector("#sheet"))
    first = sheet(visitor)
    visitor.until("what becomes of the first sheet", lambda: previewed(visitor)[0] == rows[first])
    other = next(name for name in rows if name != first)
    page.select_option("#sheet", other)
    visitor.until("what becomes of the other sheet", lambda: previewed(visitor)[0] == rows[other] and sheet(visitor) == other)
    expected = previewed(visitor)
    # The next choices are answered from the sample that the page was given; the choice of a sheet stays where it was.
    column = page.evaluate("[...document.querySelectorAll('select[data-column]')].find(select => select.value === 'business_phone').dataset.column")
    page.select_option(f"select[data-column='{column}']", "ignore")
    visitor.until("another preview", lambda: page.query_selector("[role=alert]:not([hidden])") or previewed(visitor) != expected)
    page.select_option(f"select[data-column='{column}']", "business_phone")
    visitor.until("the preview of before", lambda: previewed(visitor) == expected and page.query_selector("#start:not([disabled])"))
    if sheet(visitor) != other:
        visitor.problems.append(f"after another choice the page says sheet {sheet(visitor)}, not {other}")
    page.click("#start")
    page.wait_for_url("**/imports/*")
    visitor.until("the end of the workbook's import", lambda: "completed" in visitor.text("#top .pill"), 60)
    outcome = tuple(int(visitor.text(f".metric.{name} .big").replace(",", "")) for name in ("stored", "duplicates", "rejected"))
    if outcome != expected[1:] or sum(outcome) != rows[other]:
        visitor.problems.append(f"the workbook has {rows[other]} rows; the page said {expected[1:]} before, and {outcome} afterwards")
    done["a workbook"] = f"{other} instead of {first}: {outcome[0]} stored, {outcome[1]} duplicates, {outcome[2]} rejected, as the page said before"


def book(lab: Lab, sheets: dict[str, tuple[int, int]]) -> tuple[Path, dict[str, int]]:
    """- sheets: Their names, with rows and seed.
    Returns the file, and how many rows each sheet has behind its header."""
    made, rows = Workbook(), {}
    made.remove(made.active)
    for name, (count, seed) in sheets.items():
        path, _ = lab.sample(count, seed)
        # As the product reads them: lines of nothing are none.
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line in csv.reader(file) if any(line)]
        page = made.create_sheet(name)
        for line in lines:
            page.append(line)
        rows[name] = len(lines) - 1
    path = lab.directory / "two sheets.xlsx"
    made.save(path)
    return path, rows


def sheet(visitor: Visitor) -> str:
    return visitor.page.eval_on_selector("#sheet", "select => select.value")


def previewed(visitor: Visitor) -> tuple[int, int, int, int]:
    """Rows of the sheet, and how many of them are new, known and rejected, as the mapping screen says."""
    rows = re.search(r"of ([\d,]+) rows", visitor.text("#mapping .metric.stored"))
    counts = [visitor.text(f"#mapping .metric.{name} .big").replace(",", "") for name in ("stored", "duplicates", "rejected")]
    return tuple(int(text) for text in [rows.group(1).replace(",", "") if rows else "0", *(text or "0" for text in counts)])
