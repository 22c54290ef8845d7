"""Peer of the lookups: Twilio's own package in a pool of threads, one kept-alive connection a thread. It stores nothing.

    python twilio_threads.py BASE_URL SECONDS [THREADS] < numbers

Asks for the numbers of standard input, one a line, over and over, for the given time; prints requests a second.
"""

import itertools
import sys
import threading
import time

from requests.adapters import HTTPAdapter
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

REAL = "https://lookups.twilio.com"


class LocalHttpClient(TwilioHttpClient):
    """Twilio's own, sent elsewhere, with a connection for every thread."""

    def __init__(self, base: str, threads: int):
        super().__init__()
        self.base = base
        self.session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=threads))
        # Otherwise proxies and .netrc are looked up for every request.
        self.session.trust_env = False

    def request(self, method, url, *arguments, **named):
        return super().request(method, url.replace(REAL, self.base), *arguments, **named)


def main(base: str, seconds: float, threads: int) -> None:
    client = Client("AC" + "1" * 32, "token", http_client=LocalHttpClient(base, threads))
    numbers = itertools.cycle(line.strip() for line in sys.stdin.read().splitlines())
    lock = threading.Lock()
    counts = [0] * threads
    begin = time.perf_counter()

    def ask(place: int) -> None:
        while time.perf_counter() - begin < seconds:
            with lock:
                number = next(numbers)
            answer = client.lookups.v2.phone_numbers(number).fetch(fields="line_type_intelligence")
            assert answer.phone_number == number
            counts[place] += 1

    pool = [threading.Thread(target=ask, args=[place]) for place in range(threads)]
    for thread in pool:
        thread.start()
    for thread in pool:
        thread.join()
    print(sum(counts) / (time.perf_counter() - begin))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 50)
