"""Prints the sheets of the workbook at argv[1] as JSON: rows of texts, numbers as texts, None for an empty cell."""
import json
import sys

import openpyxl
from openpyxl.utils.escape import unescape


def text(cell):
    if isinstance(cell, str):
        # Some releases of openpyxl leave control characters as the format writes them, _x0001_.
        return unescape(cell)
    return cell if cell is None else repr(cell)


book = openpyxl.load_workbook(sys.argv[1], read_only=True)
print(json.dumps([[[text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book]))
