"""The labelled columns that the detector is trained and measured with, and what the program sees of them."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from . import generator

SEPARATOR = "\x1f"

# Fields and the types of the labels; what stands for no type of its own is other.
TYPES = {
    "business_name": "business_name", "contact_name": "contact_name", "first_name": "first_name", "last_name": "last_name", "title": "title",
    "business_email": "email", "other_emails": "email", "business_phone": "phone", "direct_phone": "phone", "other_phones": "phone",
    "fax": "phone", "business_address": "street", "city": "city", "state": "state", "zip_code": "zip", "county": "county",
    "country": "country", "website": "website", "industry": "sic_description", "employee_count": "employees", "annual_revenue": "revenue",
    "sic_code": "sic_code", "sic_description": "sic_description", "naics_code": "naics_code", "year_established": "year_established",
    "extension": "other", "area_code": "other", "zip4": "other", "name_prefix": "other", "name_suffix": "other", "business_type": "other", "extra": "other",
}


@dataclass
class Column:
    """One labelled column."""
    file: str
    group: str
    index: int
    header: str
    label: str
    accept: set
    subtype: str = ""
    words: list = field(default_factory=list)
    values: list = field(default_factory=list)
    filled: int = 0


@dataclass
class Corpus:
    types: list
    facts: list
    steps: list
    files: list  # of lists of columns
    headers: list  # of lists of columns, without values
    synonyms: list  # of columns, without values: known headers, and made-up ones
    made: list  # of lists of columns: made-up files


def ask(binary: Path, arguments: list[str], model: str | None = None, features: bool = False) -> list[dict]:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as listing:
        listing.write("\n".join(argument.replace("\n", " ") for argument in arguments))
        listing.flush()
        command = [str(binary), "bench", "columns", "--list", listing.name]
        command += (["--features"] if features else []) + (["--model", model] if model else [])
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def labelled(entry: dict, name: str, group: str) -> list[Column]:
    return [
        Column(name, group, c.get("index", i), c.get("header") or "", c["type"], set(c.get("accept", [])) | {c["type"]},
               c.get("subtype") or "", filled=c.get("nonempty", 0))
        for i, c in enumerate(entry["columns"])
    ]


def origin(line: dict) -> str:
    """Header lines of one repository stay together, and so do those of one public program."""
    source = line["source"]
    return source.split()[0] if source.startswith("github:") else "program:" + line["id"].split("_")[0]


def load(folder: Path, binary: Path) -> Corpus:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    lines = json.loads((folder / "header_lines.json").read_text(encoding="utf-8"))["headers"]
    files = [labelled(f, f["file"], f["source_repo"]) for f in manifest["files"]]
    headers = [labelled(line, line["id"], origin(line)) for line in lines]
    asked = [str(folder / f["file"]) for f in manifest["files"]]
    asked += ["headers:" + SEPARATOR.join(c.header for c in columns) for columns in headers]
    with tempfile.TemporaryDirectory() as temporary:
        made_files = generator.write_files(Path(temporary))
        made = [[Column(f"made-{n}", f"made-{n}", i, h, t, {t}, filled=1) for i, (h, t) in enumerate(columns)]
                for n, (_, columns) in enumerate(made_files)]
        names, *seen = ask(binary, asked + [str(path) for path, _ in made_files], features=True)
    synonyms = [
        Column("synonyms", "synonyms", 0, header, TYPES[name.removeprefix("field:")], {TYPES[name.removeprefix("field:")]})
        for name, known in names.items() if name.startswith("field:") and name.removeprefix("field:") in TYPES
        for header in known
    ]
    synonyms += [Column("made", "made", 0, header, label, {label}) for header, label in generator.headers()]
    seen += ask(binary, ["headers:" + c.header for c in synonyms], features=True)[1:]
    for columns, document in zip(files + headers + made + [[c] for c in synonyms], seen, strict=True):
        found = {f["index"]: f for f in document["features"]}
        for column in columns:
            if column.index not in found:
                print(f"{column.file} has no column {column.index}: {len(found)} are read", file=sys.stderr)
                found[column.index] = {"words": ["blank"], "values": [float(f == "none") for f in names["facts"]]}
            column.words = found[column.index]["words"] if column.header or document["file"] in asked else ["blank"]
            column.values = found[column.index]["values"]
    return Corpus(names["types"], names["facts"], [float(s) for s in names["steps"]], files, headers, synonyms, made)
