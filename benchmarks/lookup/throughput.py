"""Lookups a second of one process without a limit, beside the bare HTTP client and Twilio's own package, in turn, in the same run."""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from lab.figures import Goal, rounded, say

from lab import numbers
from lab.world import World

TWILIO_THREADS = Path(__file__).parent.parent / "peers" / "twilio_threads.py"
IN_FLIGHT = 100
# More of them are slower.
THREADS = 50
# About what Twilio takes: then places in flight are what is scarce, not processors.
REAL_LATENCY_MS = 100
UNLIMITED = {"rate": 100_000, "burst": 10_000, "in_flight": 10_000}


def run(binary: Path, is_short: bool, seed: int) -> dict:
    lookups, seconds, rounds = (3_000, 1.5, 1) if is_short else (30_000, 5, 3)
    values: dict[str, list[float]] = {"twilio": [], "bare": [], "refinery": []}
    cpu: dict[str, float] = {}
    settings = {"LOOKUP_CONCURRENCY": str(IN_FLIGHT), "DATABASE_POOL_SIZE": "10"}
    with World(binary, seed, settings=settings) as world:
        for turn in range(1, rounds + 1):
            phones = numbers.distinct(lookups, world.chance)
            values["twilio"].append(twilio(world, phones, seconds))
            if (rate := bare(world, phones, seconds)) is not None:
                values["bare"].append(rate)
            values["refinery"].append(refinery(world, phones, cpu))
            say(f"throughput {turn}/{rounds}: " + ", ".join(f"{side} {of[-1]:,.0f}/s" for side, of in values.items() if of))
        phones = numbers.distinct(lookups // 3, world.chance)
        world.simulator.behave(latency_ms=REAL_LATENCY_MS)
        real = {"bare": bare(world, phones, seconds), "refinery": refinery(world, phones, {})}
        say(f"at {REAL_LATENCY_MS} ms latency: " + ", ".join(f"{side} {rate:,.0f}/s" for side, rate in real.items() if rate))
    medians = {f"{side}_per_second": rounded(statistics.median(of)) if of else None for side, of in values.items()}
    spread = {f"{side}_all": [rounded(value) for value in of] for side, of in values.items()}
    at_latency = {f"{side}_per_second_at_{REAL_LATENCY_MS}_ms": rounded(rate) for side, rate in real.items() if rate}
    about = {"seed": seed, "lookups": lookups, "rounds": rounds, "in_flight": IN_FLIGHT, "twilio_threads": THREADS}
    return about | medians | at_latency | spread | cpu


def refinery(world: World, phones: list[str], cpu: dict[str, float]) -> float:
    """Lookups a second, from the first request's arrival to the last answer stored; the rows were refined before."""
    world.simulator.forget()
    account = world.account(**UNLIMITED)
    fleet = world.crew(account)
    import_id = world.submit_numbers(phones, 250)
    world.await_refined([import_id])
    fleet.stop("worker")
    world.server.execute("VACUUM ANALYZE")
    world.server.execute("CHECKPOINT")
    member = world.hire(fleet)
    world.await_completed([import_id], 300)
    cpu["microseconds_of_cpu_per_lookup"] = rounded(1e6 * cpu_seconds(member.pid) / len(phones))
    first = world.simulator.report()["first_us"] / 1e6 + time.time() - time.monotonic()
    last, stored = world.server.execute(
        "SELECT extract(epoch FROM max(looked_up_at))::float8, count(*) FROM refinery.numbers"
        " WHERE e164 = ANY(%s) AND status IN ('answered', 'unknown')", [phones])[0]  # fmt: skip
    fleet.stop()
    if stored != len(phones):
        raise SystemExit(f"bench: {len(phones) - stored} of {len(phones)} numbers have no answer.")
    return stored / (last - first)


def cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def bare(world: World, phones: list[str], seconds: float) -> float | None:
    """Requests a second of the HTTP client alone, or None where the binary has no such command."""
    url = f"{world.simulator.url}/v2/PhoneNumbers/{phones[0]}?Fields=line_type_intelligence"
    command = [
        world.binary, "bench", "http", "--url", url, "--user", "AC" + "1" * 32 + ":token", "--in-flight", str(IN_FLIGHT), "--seconds",
        str(seconds), "--json"]  # fmt: skip
    done = subprocess.run(command, env=world.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if done.returncode == 64:
        return None
    done.check_returncode()
    result = json.loads(done.stdout.strip().splitlines()[-1])
    if result["failures"]:
        raise SystemExit(f"bench: {result['failures']} of {result['requests']} requests of the bare client failed.")
    return result["requests_per_second"]


def twilio(world: World, phones: list[str], seconds: float) -> float:
    """Requests a second of Twilio's own package in a pool of threads."""
    command = [sys.executable, "-B", str(TWILIO_THREADS), world.simulator.url, str(seconds), str(THREADS)]
    done = subprocess.run(command, input="\n".join(phones), stdout=subprocess.PIPE, check=True, text=True)
    return float(done.stdout)


def goals(result: dict) -> list[Goal]:
    ours, bare, twilio = (result[f"{side}_per_second"] for side in ("refinery", "bare", "twilio"))
    ours_real, bare_real = (result.get(f"{side}_per_second_at_{REAL_LATENCY_MS}_ms") for side in ("refinery", "bare"))
    return [
        Goal("one process: lookups stored", ours, 3000, "/s", at_least=True),
        Goal("share of the bare HTTP client's requests", rounded(ours / bare, 3) if bare else None, 0.8, at_least=True),
        Goal(f"the same at {REAL_LATENCY_MS} ms latency", rounded(ours_real / bare_real, 3) if bare_real else None, 0.8, at_least=True),
        Goal("times twilio-python in 50 threads", rounded(ours / twilio, 2), 10, at_least=True),
    ]
