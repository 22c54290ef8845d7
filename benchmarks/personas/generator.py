"""Records of persons at companies whose truth is known, by seed: typing mistakes, two phones, moved companies, shared mailboxes."""

import random
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COLUMNS = ["business_name", "first_name", "last_name", "title", "emails", "phones", "direct_phones", "website", "address", "city", "state", "zip_code"]


@dataclass
class Truth:
    rows: list[dict[str, str]]
    persons: list[int]
    companies: list[int]


def generate(records: int, seed: int) -> Truth:
    """About three records a person; a person stands in one of them up to six times."""
    dice = random.Random(seed)
    given, surnames = names("given-names.csv"), names("surnames.csv")
    cities = [(f"{name}ville" if dice.random() < 0.5 else f"{name} Springs", dice.choice("TX CA NY FL OH IL WA GA".split()), f"{10000 + 37 * i % 89999:05d}")
              for i, name in enumerate(surnames[0][200:600])]
    trades = "Plumbing Roofing Dental Electric Law Realty Bakery Auto Landscaping Consulting Insurance Logistics Printing Fitness Design".split()
    truth = Truth([], [], [])
    person = company = 0
    while len(truth.rows) < records:
        first = a_company(dice, surnames, cities, trades, company)
        serial = company
        company += 1
        for _ in range(dice.choice([1, 1, 2, 3])):
            employer, number = first, serial
            who = a_person(dice, given, surnames, employer)
            for seen in range(dice.choice([1, 1, 2, 3, 4, 6])):
                if seen and dice.random() < 0.05:
                    employer, number = a_company(dice, surnames, cities, trades, company), company
                    company += 1
                    who["work"] = ""
                truth.rows.append(a_row(dice, who, employer))
                truth.persons.append(person)
                truth.companies.append(number)
            person += 1
    order = list(range(len(truth.rows)))
    dice.shuffle(order)
    order = order[:records]
    return Truth([truth.rows[i] for i in order], [truth.persons[i] for i in order], [truth.companies[i] for i in order])


def names(file: str) -> tuple[list[str], list[float]]:
    lines = [line.split(",") for line in (ROOT / "data/personas" / file).read_text().splitlines()[1:]]
    return [line[0] for line in lines], [float(line[1]) for line in lines]


def number(dice: random.Random) -> str:
    return f"+1{dice.choice(['214', '312', '415', '617', '713'])}{dice.randint(200, 989)}{dice.randint(0, 9999):04d}"


def a_company(dice, surnames, cities, trades, serial) -> dict[str, str]:
    word = dice.choices(*surnames)[0] if dice.random() < 0.6 else f"{dice.choice(surnames[0][2000:])} {dice.choice(surnames[0][2000:])}"
    name = f"{word} {dice.choice(trades)}"
    city = dice.choice(cities)
    return {"name": name, "domain": f"{name.lower().replace(' ', '')}{serial}.com", "phone": number(dice), "city": city,
            "address": f"{dice.randint(1, 9900)} {dice.choice(surnames[0][:400])} {dice.choice(['St', 'Ave', 'Blvd', 'Rd'])}"}


def a_person(dice, given, surnames, employer) -> dict[str, str]:
    first, last = dice.choices(*given)[0], dice.choices(*surnames)[0]
    return {"first": first, "last": last, "mobile": number(dice), "own": f"{first}{last}{dice.randint(1, 99999)}@gmail.com".lower(),
            "work": f"{first[0]}{last}@{employer['domain']}".lower(), "title": dice.choice(["Owner", "President", "Office Manager", "Sales Rep", ""])}


NICKNAMES = {"Robert": "Bob", "William": "Bill", "James": "Jim", "Michael": "Mike", "Elizabeth": "Liz", "Thomas": "Tom", "Katherine": "Kate"}


def mistyped(dice: random.Random, text: str, share: float) -> str:
    if len(text) < 4 or dice.random() >= share:
        return text
    at = dice.randint(1, len(text) - 2)
    return dice.choice([text[:at] + text[at + 1:], text[:at] + text[at + 1] + text[at] + text[at + 2:], text[:at] + text[at] + text[at:]])


def a_row(dice: random.Random, who: dict, employer: dict) -> dict[str, str]:
    city, state, code = employer["city"]
    first = NICKNAMES.get(who["first"], who["first"]) if dice.random() < 0.2 else who["first"]
    if dice.random() < 0.05:
        first = first[0]
    last = mistyped(dice, who["last"], 0.06)
    if dice.random() < 0.03:
        first, last = last, first
    name = employer["name"] + dice.choice(["", "", " Inc", " LLC", ", Inc."])
    work = who["work"] or f"{who['first'][0]}{who['last']}@{employer['domain']}".lower()
    mail = dice.choices([work, who["own"], f"info@{employer['domain']}", ""], [45, 15, 15, 25])[0]
    return {
        "business_name": mistyped(dice, name, 0.05), "first_name": mistyped(dice, first, 0.06), "last_name": last,
        "title": who["title"] if dice.random() < 0.6 else "", "emails": mail,
        "phones": employer["phone"] if dice.random() < 0.7 else "", "direct_phones": who["mobile"] if dice.random() < 0.3 else "",
        "website": employer["domain"] if dice.random() < 0.5 else "", "address": employer["address"] if dice.random() < 0.7 else "",
        "city": mistyped(dice, city, 0.03) if dice.random() < 0.9 else "", "state": state, "zip_code": code if dice.random() < 0.7 else "",
    }
