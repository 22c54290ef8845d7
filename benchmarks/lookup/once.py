"""Every number is asked for once, whoever wants it; after kills, again only those that were on their way."""

import time
from pathlib import Path

from lab.figures import Goal, say

from lab import numbers
from lab.simulator import repeated
from lab.world import PRICE_MICROS, World, await_that

ROWS = 10_000
# Of the rows, those whose number another row has too.
DUPLICATES = 0.4
PROCESSES = 4
KILLS = 50
LATENCY_MS = 60


def run(binary: Path, is_short: bool, seed: int) -> dict:
    rows, kills = (1_000, 5) if is_short else (ROWS, KILLS)
    result: dict = {"seed": seed, "rows": rows}
    # A batch dies with its third worker; here that many die that it would be the batch's bad luck.
    with World(binary, seed, "--latency-ms", str(LATENCY_MS), "--bill-invalid", settings={"RETRY_ATTEMPTS": "1000"}) as world:
        result["undisturbed"] = measure(world, rows, 0)
        say(f"once: {result['undisturbed']}")
        result["killed"] = measure(world, rows, kills)
        say(f"once: {result['killed']}")
    return result


def measure(world: World, rows: int, kills: int) -> dict:
    world.simulator.forget()
    # With kills, slow enough to last until the last of them: two a second.
    rate = 2.0 * rows * (1 - DUPLICATES) / (kills + 4) if kills else 100_000
    account = world.account(rate, burst=50 if kills else 10_000, in_flight=200)
    fleet = world.crew(account, PROCESSES, workers=2)
    phones = numbers.distinct(round(rows * (1 - DUPLICATES)), world.chance)
    cells = phones + world.chance.choices(phones, k=rows - len(phones))
    world.chance.shuffle(cells)
    files = [world.file(cells[: rows // 2]), world.file(cells[rows // 2 :])]
    imports = [world.submit(file, 100, "--lookup") for file in files]
    in_flight = unanswered = done = 0
    while done < kills:
        time.sleep(world.chance.uniform(0.2, 0.6))
        member = world.chance.choice(fleet.of("lookup-worker"))
        key = member.settings["TWILIO_API_KEY"]
        killed_us = time.monotonic_ns() // 1000
        fleet.end(member)
        # What it had asked for and not stored when it died; and of that, what the account had not answered yet.
        sent = [each for each in world.simulator.arrivals() if each.account == key]
        unsettled = world.unsettled({each.number for each in sent})
        in_flight += len(unsettled)
        unanswered += sum(each.us > killed_us - LATENCY_MS * 1000 and each.number in unsettled for each in sent)
        world.hire(fleet)
        done += 1
    await_that(lambda: world.simulator.report()["requests"] > 0, "a request", 60)
    world.await_completed(imports, 300)
    arrivals = world.simulator.arrivals()
    booked, counted = world.server.execute(
        "SELECT (SELECT sum(cost_micros) FROM refinery.numbers WHERE e164 = ANY(%s))::bigint,"
        " (SELECT sum(lookups_repeated) FROM refinery.import_progress WHERE import_id = ANY(%s::uuid[]))::bigint", [phones, imports])[0]  # fmt: skip
    fleet.stop()
    return {
        "numbers": len(phones), "asked": len({each.number for each in arrivals}), "requests": len(arrivals),
        "repeated": repeated(arrivals), "repeated_after_crash": int(counted), "kills": done, "in_flight_at_kills": in_flight,
        "unanswered_at_kills": unanswered, "lost": len(world.unsettled(set(phones))), "booked_micros": int(booked),
        "billed_micros": sum(each.cost_micros or 0 for each in arrivals),
    }  # fmt: skip


def goals(result: dict) -> list[Goal]:
    calm, killed = result["undisturbed"], result["killed"]
    rows = f"{result['rows']:,} rows in two imports, {calm['numbers']:,} numbers"
    return [
        Goal(f"{rows}: numbers asked for", calm["asked"], calm["numbers"], at_least=True),
        Goal(f"{rows}: requests", calm["requests"], calm["numbers"]),
        Goal(f"{rows}: numbers without an answer", calm["lost"], 0),
        Goal(f"{killed['kills']} kills: numbers asked again (bound: in flight at the kills)", killed["repeated"], killed["in_flight_at_kills"]),
        Goal(f"{killed['kills']} kills: numbers without an answer", killed["lost"], 0),
        Goal(
            f"{killed['kills']} kills: calls billed that are not on the books",
            max(0, killed["billed_micros"] - killed["booked_micros"]) / PRICE_MICROS, 0),
    ]  # fmt: skip
