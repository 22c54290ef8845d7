"""Peer D: what a data engineer would write today. DuckDB reads, cleans and deduplicates the file with one statement, on all cores.

The finished rows go to a CSV file, for `psql \\copy` to take into the table.

    python duckdb_refine.py FILE RESULT
"""

import sys
from pathlib import Path

import duckdb

STATEMENT = Path(__file__).parent.parent / "sql" / "refine_in_duckdb.sql"
# What RESULT holds, in this order.
COLUMNS = (
    "import_id, row_number, fingerprint, business_name, contact_name, business_email, phone_e164, phone_status, website,"
    " business_address, city, state, zip_code, county, employee_count, employee_count_text, annual_revenue_text, sic_code,"
    " sic_description"
)


def main():
    file, result = sys.argv[1:3]
    connection = duckdb.connect()
    connection.read_csv(file, header=True, all_varchar=True).create_view("source")
    connection.execute(f"COPY ({STATEMENT.read_text()}) TO '{result}' (FORMAT csv, HEADER false)")


if __name__ == "__main__":
    main()
