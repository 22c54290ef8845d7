"""The peer of the lookup benchmark: Twilio's own Python client in a pool of threads.

Each thread has a client, and with it a connection, of its own: a shared one is slower. Runs by itself too:

    python -m benchmarks.lookup.twilio_client --lookups 5000
"""

import argparse
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from .simulator import running

ROOT = Path(__file__).parent.parent.parent
TWILIO = "https://lookups.twilio.com"
ACCOUNT = "AC" + "0" * 31 + "1"
# An exchange in use everywhere, so that every number is well-formed.
FIRST_NUMBER = 12_125_560_000


class RedirectedClient(TwilioHttpClient):
    """Twilio's HTTP client, with every request sent to another server."""

    def __init__(self, server: str):
        super().__init__()
        self.server = server

    def request(self, method, url, *arguments, **options):
        return super().request(method, url.replace(TWILIO, self.server), *arguments, **options)


def rate(server: str, lookups: int, threads: int) -> float:
    """Lookups a second, each of another number, from the first to the last answer."""
    local = threading.local()

    def look_up(number: int) -> bool:
        if not hasattr(local, "client"):
            local.client = Client(ACCOUNT, "token", http_client=RedirectedClient(server))
        answer = local.client.lookups.v2.phone_numbers(f"+{number}").fetch(fields="line_type_intelligence")
        return answer.phone_number == f"+{number}"

    begin = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        agreed = sum(pool.map(look_up, range(FIRST_NUMBER, FIRST_NUMBER + lookups)))
    seconds = time.perf_counter() - begin
    if agreed != lookups:
        raise SystemExit(f"{lookups - agreed} of {lookups} answers are about another number")
    return lookups / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lookups", type=int, default=5_000, help="numbers to ask for (default: 5,000)")
    parser.add_argument("--threads", type=int, default=50, help="threads (default: 50)")
    parser.add_argument("--latency-ms", type=float, default=0, help="latency of the simulator (default: 0)")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/twilio-simulator", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    with running(arguments.binary, "--latency-ms", str(arguments.latency_ms)) as simulator:
        measured = rate(simulator.url, arguments.lookups, arguments.threads)
        ledger = simulator.ledger()
    print(f"twilio-python, {arguments.threads} threads: {measured:,.0f} lookups/s, at most {ledger['in_flight_max']} in progress at once")


if __name__ == "__main__":
    main()
