"""A laboratory whose lookups go to a simulated account of its own."""

import hashlib
import random
import time
from pathlib import Path

from .fleet import Fleet, Member
from .lab import Lab

from . import numbers
from .simulator import Simulator

TOKEN = "benchmark-token-of-nobody"
PRICE_MICROS = 8_000
# In 16 processes, connections count.
SETTINGS = {"TWILIO_AUTH_TOKEN": TOKEN, "DATABASE_POOL_SIZE": "3"}


class World(Lab):
    def __init__(self, binary: Path, seed: int, *simulator: str, settings: dict[str, str] | None = None):
        """- simulator: options of the simulator.
        - settings: environment variables of every process."""
        super().__init__(binary, SETTINGS | (settings or {}), server={"max_connections": "200"}, observed=False)
        self.options = simulator
        self.seed = seed
        self.chance = random.Random(seed)
        self.simulator: Simulator | None = None
        self._names = 0

    def __enter__(self) -> "World":
        super().__enter__()
        try:
            self.simulator = Simulator(self.binary.parent / "twilio-simulator", *self.options)
        except BaseException:
            self.__exit__()
            raise
        self.environment["TWILIO_LOOKUP_API_URL"] = self.simulator.url + "/v2/PhoneNumbers"
        return self

    def __exit__(self, *problem) -> None:
        super().__exit__(*problem)
        if self.simulator:
            self.simulator.stop()

    def account(self, rate: float, burst: int, in_flight: int = 100, money_micros: int | None = None) -> str:
        """An account that nobody has used, with these limits."""
        self._names += 1
        sid = "AC" + hashlib.md5(f"{self.seed}/{self._names}".encode()).hexdigest()
        self.limit(sid, rate, burst, in_flight, money_micros)
        return sid

    def limit(self, account: str, rate: float, burst: int, in_flight: int = 100, money_micros: int | None = None) -> None:
        self.server.execute(
            "SELECT refinery.set_lookup_budget_v1(%s, %s::numeric, %s, 1000000000, %s, %s, NULL, %s)",
            [account, rate, burst, money_micros, money_micros is None, in_flight])  # fmt: skip

    def crew(self, account: str, lookup_workers: int = 0, workers: int = 1) -> Fleet:
        """A coordinator, workers and lookup workers that ask for this account."""
        fleet = self.fleet(1, workers, TWILIO_ACCOUNT_SID=account)
        for _ in range(lookup_workers):
            self.hire(fleet)
        self.await_registered(fleet)
        return fleet

    def hire(self, fleet: Fleet, **settings: str) -> Member:
        """One lookup worker more. It signs its requests with a key of its own, so that the ledger knows whose they are."""
        self._names += 1
        key = f"SK{self._names:032x}"
        return fleet.add("lookup-worker", TWILIO_API_KEY=key, TWILIO_API_SECRET=TOKEN, **settings)

    def await_registered(self, fleet: Fleet) -> None:
        processes = [member.pid for member in fleet.members]
        question = "SELECT count(*) FROM refinery.workers WHERE pid = ANY(%s) AND holds_lock"
        await_that(lambda: self.server.value(question, [processes]) == len(processes), "the fleet to register", 60)

    def file(self, phones: list[str]) -> Path:
        self._names += 1
        return numbers.write(self.directory / f"numbers-{self._names}.csv", phones, f"Lot {self._names} Business")

    def submit_numbers(self, phones: list[str], batch_size: int) -> str:
        return self.submit(self.file(phones), batch_size, "--lookup")

    def await_refined(self, imports: list[str]) -> None:
        """Every row refined; of the numbers nothing is asked."""
        question = (
            "SELECT count(*) FROM refinery.imports i WHERE i.id = ANY(%s::uuid[]) AND (i.split_at IS NULL OR EXISTS (SELECT FROM"
            " refinery.jobs j WHERE j.run_id = i.id AND j.stage = 'refine' AND j.state <> 'done'))")
        await_that(lambda: self.server.value(question, [imports]) == 0, "the rows to be refined", 120)

    def await_completed(self, imports: list[str], seconds: float) -> None:
        question = "SELECT count(*) FROM refinery.runs WHERE id = ANY(%s::uuid[]) AND status <> 'completed'"
        await_that(lambda: self.server.value(question, [imports]) == 0, "the imports to complete", seconds)

    def unsettled(self, phones: set[str]) -> set[str]:
        """Those without a stored answer."""
        question = "SELECT e164 FROM refinery.numbers WHERE e164 = ANY(%s) AND status IN ('answered', 'unknown')"
        return phones - {row[0] for row in self.server.execute(question, [sorted(phones)])}

    def cancel(self, import_id: str) -> None:
        self.output("cancel", import_id)


def await_that(condition, what: str, seconds: float, pause: float = 0.02) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"Waited {seconds:.0f} s in vain for {what}.")
        time.sleep(pause)
