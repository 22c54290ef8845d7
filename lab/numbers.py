"""Files of phone numbers that the product and the simulator both take for valid, as the seed says."""

import csv
import random
from pathlib import Path

# Area codes whose exchanges are all in use.
AREAS = [201, 202, 206, 212, 213, 303, 305, 312, 404, 415, 480, 503, 512, 602, 617, 702, 713, 718, 773, 818]
# Exchanges without those that serve or entertain (N11, 555).
EXCHANGES = [number for number in range(220, 990) if number % 100 != 11 and number != 555]


def distinct(count: int, chance: random.Random) -> list[str]:
    """E.164, no number twice."""
    lines = len(AREAS) * len(EXCHANGES) * 10_000
    numbers = []
    for place in chance.sample(range(lines), count):
        rest, line = divmod(place, 10_000)
        area, exchange = divmod(rest, len(EXCHANGES))
        numbers.append(f"+1{AREAS[area]}{EXCHANGES[exchange]}{line:04}")
    return numbers


def write(path: Path, numbers: list[str], label: str) -> Path:
    """One business a row; no two businesses of any file are the same, so no row is a duplicate.
    - label: what the names of this file's businesses begin with."""
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Company Name", "Phone Number"])
        writer.writerows([f"{label} {place} Trading", number] for place, number in enumerate(numbers, 1))
    return path
