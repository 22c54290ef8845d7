"""Peer C: what a team would write today. Python with csv, phonenumbers and psycopg, two processes.

Each process reads the file and takes every n-th batch: parsing CSV twice is cheaper than sending rows between processes. A batch is
cleaned row by row, copied to a temporary table and inserted from there, so that repeated rows fall to the unique fingerprint.

    python team_script.py DATABASE_URL FILE [PROCESSES]
"""

import csv
import hashlib
import itertools
import multiprocessing
import re
import sys
import uuid

import phonenumbers
import psycopg

BATCH_ROWS = 5_000
EMAIL = re.compile(r"[^@\s]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
NUMBER = re.compile(r"\d[\d,]*(\.\d+)?")
COLUMNS = (
    "import_id, row_number, fingerprint, business_name, contact_name, business_email, phone_e164, phone_status, website,"
    " business_address, city, state, zip_code, county, employee_count, employee_count_text, annual_revenue, annual_revenue_text,"
    " sic_code, sic_description"
)


def clean_phone(area_code, phone):
    """The number in E.164, or None."""
    digits = re.sub(r"\D", "", re.split(r"x|ext", phone, flags=re.IGNORECASE)[0])
    text = area_code + phone if len(digits) == 7 else phone
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def low_bound(text):
    """The first number of `5 to 9`, `1,200`, `$500,000 - $1 Million` or `1.2M`."""
    if text.lower().startswith("less than"):
        return 0
    match = NUMBER.search(text)
    if not match:
        return None
    value = float(match[0].replace(",", ""))
    if value < 1_000 and re.search(r"m(illion)?\b", text, re.IGNORECASE):
        value *= 1_000_000
    return int(value)


def clean(row, row_number, import_id):
    """A record, or the reason why there is none."""
    if len(row) != 15:
        return None, "wrong number of fields"
    (name, contact, email, street, city, state, zip_code, county, area_code, phone, website, employees, revenue, sic, description) = (
        field.strip() for field in row
    )
    if not name:
        return None, "business name is missing"
    email = email.lower()
    if email and not EMAIL.fullmatch(email):
        return None, "e-mail is malformed"
    number = clean_phone(area_code, phone)
    status = "valid" if number else "invalid" if phone else "missing"
    fingerprint = hashlib.md5(f"{email}\x1f{number or ''}".encode()).hexdigest()
    record = (
        import_id, row_number, fingerprint, name, contact or None, email or None, number, status, website.lower() or None,
        street, city, state.upper(), zip_code.split("-")[0].zfill(5), county, low_bound(employees), employees or None,
        low_bound(revenue), revenue or None, sic, description,
    )  # fmt: skip
    return record, None


def batches(path, process, processes):
    """Every `processes`-th batch of (row number, row), beginning with batch number `process`."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = enumerate(csv.reader(file))
        next(rows)
        for index in itertools.count():
            batch = list(itertools.islice(rows, BATCH_ROWS))
            if not batch:
                return
            if index % processes == process:
                yield batch


def work(url, path, import_id, process, processes):
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE batch (LIKE bench.records) ON COMMIT DELETE ROWS")
        cursor.execute("ALTER TABLE batch DROP COLUMN id, DROP COLUMN created_at")
        connection.commit()
        for batch in batches(path, process, processes):
            records, rejects = [], []
            for row_number, row in batch:
                record, reason = clean(row, row_number, import_id)
                if record:
                    records.append(record)
                else:
                    rejects.append((import_id, row_number, reason, ",".join(row)))
            with cursor.copy(f"COPY batch ({COLUMNS}) FROM STDIN") as copy:
                for record in records:
                    copy.write_row(record)
            # In one order everywhere, or two processes with the same fingerprints deadlock.
            cursor.execute(
                f"INSERT INTO bench.records ({COLUMNS}) SELECT {COLUMNS} FROM batch ORDER BY fingerprint"
                " ON CONFLICT (fingerprint) DO NOTHING"
            )
            with cursor.copy("COPY bench.rejected_rows (import_id, row_number, message, raw) FROM STDIN") as copy:
                for reject in rejects:
                    copy.write_row(reject)
            connection.commit()


def main():
    url, path = sys.argv[1:3]
    processes = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    import_id = uuid.uuid4()
    workers = [multiprocessing.Process(target=work, args=(url, path, import_id, n, processes)) for n in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sys.exit(any(worker.exitcode for worker in workers))


if __name__ == "__main__":
    main()
