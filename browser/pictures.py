"""Pictures of every page, light, dark and on a phone, of a fleet at work: `python -m browser --screenshots`."""

from pathlib import Path

from lab.world import World, await_that

from .visitor import Visitor
from .world import Receiver, Web, key

LOOKS = {
    "light": {"viewport": {"width": 1360, "height": 900}},
    "dark": {"viewport": {"width": 1360, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
PLAIN = ["uploads", "runs", "workers", "budgets", "dead", "personas", "suppressions", "webhooks", "audit"]
CRITERIA = '{"by": ["state"], "min": 1, "max": 60, "registry": "told"}'
# As the last attempts of a batch leave it.
DEAD = """
UPDATE refinery.jobs
   SET state = 'dead', attempt = 3, finished_at = clock_timestamp(), errors = (
       SELECT jsonb_agg(jsonb_build_object('at', to_char(clock_timestamp() - n * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'attempt', 4 - n,
                                           'code', 'timed_out', 'message', 'The batch took longer than PROCESSING_TIMEOUT_SECONDS.') ORDER BY n DESC)
         FROM generate_series(1, 3) AS n)
 WHERE run_id = %s AND stage = 'refine' AND state = 'ready' AND seq = 2
"""


def pictures(binary: Path, playwright_browser, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with World(binary, 5, settings={"MAX_RECORDS_PER_RUN": "0"}) as lab, Web(lab) as web, Receiver(204) as receiver:
        token = key(lab, "admin", "Ann")
        places = furnish(lab, receiver)
        for name, options in LOOKS.items():
            visitor = Visitor(playwright_browser, web.address, **options)
            visitor.go("/login")
            take(visitor, folder, "login", name)
            visitor.log_in(token)
            take(visitor, folder, "overview", name)
            for page in PLAIN:
                visitor.go(f"/{page}")
                take(visitor, folder, page, name)
            for page, path in places.items():
                visitor.go(path)
                take(visitor, folder, page, name, whole=page == "import" and name != "phone")
            visitor.go("/blocks")
            visitor.page.click("#make summary")
            visitor.page.fill("#criteria", CRITERIA.replace("60", "40"))
            visitor.page.click("button[value=preview]")
            visitor.until("the preview", lambda of=visitor: of.text("#preview h2"))
            take(visitor, folder, "blocks", name)
            visitor.go("/submit")
            visitor.page.set_input_files("#file", lab.sample(4000, 19)[0])
            visitor.until("the mapping", lambda of=visitor: of.page.query_selector("#start"))
            take(visitor, folder, "mapping", name)
            visitor.context.close()
            for problem in visitor.problems:
                raise SystemExit(f"browser: {problem}")


def take(visitor: Visitor, folder: Path, page: str, look: str, whole: bool = False) -> None:
    visitor.page.wait_for_load_state("load")
    visitor.page.screenshot(path=folder / f"dashboard-{page}-{look}.png", full_page=whole)


def furnish(lab: World, receiver: Receiver) -> dict[str, str]:
    """What a busy day leaves. Returns pages that are there then, by name."""
    account = lab.account(rate=200, burst=200, money_micros=60_000_000)
    fleet = lab.crew(account, lookup_workers=1, workers=2)
    fleet.add("push-worker")
    lab.output("webhooks", "add", receiver.url, "--events", "*", "--allow-private")
    outbox = lab.directory / "outbox"
    outbox.mkdir(mode=0o777)
    lab.output("destinations", "add", "dialer", "--kind", "directory", "--url", str(outbox))
    named = {name: lab.sample(rows, seed)[0].rename(lab.directory / name) for name, rows, seed in [
        ("plumbers-texas.csv", 3000, 11), ("contractors-may.csv", 1500, 12), ("night-shift.csv", 1000, 14), ("leads-of-june.csv", 300_000, 13)]}  # fmt: skip
    looked_up = lab.submit(named["plumbers-texas.csv"], 100, "--lookup")
    done = [looked_up, lab.submit(named["contractors-may.csv"], 100, "--no-lookup"), lab.submit(refused(lab), 50, "--no-lookup")]
    lab.await_completed(done, 180)
    await_that(lambda: lab.server.value("SELECT count(*) FROM refinery.runs WHERE kind = 'link' AND status = 'completed'") >= 2, "personas", 60)
    lab.output("suppress", "add", "--number", "+12125550123")
    lab.output("blocks", "generate", "--where", '{"state": ["TX", "NY", "CA", "FL"]}', "--by", "state", "--max", "60", "--registry", "told")
    block = lab.server.value("SELECT id::text FROM refinery.campaign_blocks ORDER BY contacts DESC, name LIMIT 1")
    lab.output("blocks", "push", block, "--to", "dialer")
    # From now on every batch waits: the bar of the last import moves slowly.
    fleet.stop("worker")
    dead = lab.submit(named["night-shift.csv"], 100, "--no-lookup")
    await_that(lambda: lab.server.value("SELECT count(*) FROM refinery.jobs WHERE run_id = %s AND stage = 'refine'", [dead]) >= 3, "batches", 30)
    lab.server.execute(DEAD, [dead])
    for _ in range(2):
        fleet.add("worker", REFINERY_TEST_BATCH_DELAY_MS="700")
    lab.await_registered(fleet)
    running = lab.submit(named["leads-of-june.csv"], 250, "--no-lookup")
    await_that(lambda: lab.server.value("SELECT coalesce((counters ->> 'stored')::bigint, 0) FROM refinery.runs WHERE id = %s", [running]) > 30_000, "progress", 120)
    persona = lab.server.value("SELECT id::text FROM refinery.personas ORDER BY records DESC, id LIMIT 1")
    return {
        "import": f"/imports/{looked_up}", "running": f"/imports/{running}", "records": f"/imports/{looked_up}/records",
        "rejects": f"/imports/{looked_up}/rejects", "duplicates": f"/imports/{looked_up}/duplicates", "persona": f"/personas/{persona}", "block": f"/blocks/{block}",
    }  # fmt: skip


def refused(lab: World) -> Path:
    """A list of which much cannot be called: worth an alert."""
    path = lab.directory / "old-list.csv"
    rows = [f"Firm {n} LLC,(212) 555-0{100 + n},ann{n}@firm{n}.example,NY" if n % 3 else f"Firm {n} LLC,12" for n in range(120)]
    path.write_text("\n".join(["Company,Phone,Email,State", *rows]) + "\n", encoding="utf-8")
    return path
