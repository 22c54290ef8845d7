"""Prints the sheets of the workbook at argv[1], as LibreOffice shows them, as JSON: rows of texts."""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

# Commas, quotes, UTF-8, from the first row on, cells as they are shown; every sheet becomes a file of its own.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

with tempfile.TemporaryDirectory() as folder:
    # A profile of its own: one that is open, or was left broken, is none of a test's.
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", FILTER, "--outdir", folder, sys.argv[1]], check=True, stdout=subprocess.DEVNULL, timeout=300)
    sheets = sorted(pathlib.Path(folder).glob("*.csv"))
    print(json.dumps([list(csv.reader(sheet.open(encoding="utf-8", newline=""))) for sheet in sheets]))
