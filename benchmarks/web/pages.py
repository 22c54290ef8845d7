"""How soon pages of the dashboard are there, and how soon what happened is seen on them."""

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from browser.visitor import Visitor, chromium
from lab.figures import Goal, percentile

from ..product import Product
from ..server import Server
from . import streams
from .calls import latencies
from .world import LARGE, Web, until

TITLE = "Dashboard"
PAGES = [
    "/", "/uploads", "/runs", "/workers", "/budgets", "/dead", "/personas", "/suppressions", "/blocks", "/audit", "/submit", f"/imports/{LARGE}", f"/imports/{LARGE}/records",
    f"/imports/{LARGE}/rejects", f"/imports/{LARGE}/duplicates",
]
DASHBOARDS = 200
CHANGES = 60
WORKERS = 16
# Notes when a counter that changed was drawn: behind the next frame.
WATCH = """() => {
    window.drawn = [];
    new MutationObserver(() => {
        const text = document.querySelector('[data-count=stored]').textContent;
        requestAnimationFrame(() => setTimeout(() => window.drawn.push([text, Date.now()]), 0));
    }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
}"""
RATE = """
SELECT (SELECT count(*) FROM refinery.events e WHERE e.run_id = r.id AND e.kind = 'import_progress') / extract(epoch FROM r.finished_at - r.started_at)
  FROM refinery.runs r JOIN refinery.imports i ON i.id = r.id
 WHERE i.file_name = 'told.csv' AND r.finished_at IS NOT NULL
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def measure(web: Web, product: Product, server: Server, directory: Path, repeat: int) -> tuple[list[Goal], list[str]]:
    goals, notes = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        visitor = Visitor(browser, f"http://{web.host}:{web.port}", viewport={"width": 1360, "height": 860})
        visitor.log_in(web.key)
        cookie = "; ".join(f"{each['name']}={each['value']}" for each in visitor.context.cookies())
        for page in PAGES:
            found = latencies(web, [page] * repeat, {"Cookie": cookie, "Accept": "text/html"})
            goals.append(Goal(f"{page.replace(LARGE, 'ID')}, 99th percentile", percentile(found, 0.99), 100, " ms"))
            notes.append(f"{page.replace(LARGE, 'ID')}: {percentile(found, 0.5):.1f} ms at the median")
        paints = [(paint(visitor, page), page) for page in PAGES for _ in range(4)]
        goals.append(Goal("first contentful paint, the slowest of four times each page", max(paints)[0], 500, " ms"))
        notes.append(f"Slowest paint: {max(paints)[1].replace(LARGE, 'ID')}; median paint {percentile([each[0] for each in paints], 0.5):.0f} ms.")
        late = changes(visitor, server)
        goals.append(Goal("from the event to the changed pixel, 99th percentile", percentile(late, 0.99), 300, " ms"))
        notes.append(f"{len(late)} changes, {percentile(late, 0.5):.0f} ms at the median.")
        notes += visitor.problems
        browser.close()
    _, more = streams.follow_all(web, server, f"/live?run={LARGE}", {"Cookie": cookie}, DASHBOARDS, 3)
    goals.append(Goal(f"connections to the database more than before {DASHBOARDS} dashboards", more, 0))
    goals.append(Goal(f"progress events a second of an import by {WORKERS} workers", told(product, server, directory), 4))
    return goals, notes


def paint(visitor: Visitor, page: str) -> float:
    visitor.go(page)
    visitor.until("the first paint", lambda: visitor.page.evaluate(PAINT))
    return visitor.page.evaluate(PAINT)


def changes(visitor: Visitor, server: Server) -> list[float]:
    """Milliseconds from each of some events to what is drawn of it."""
    visitor.go(f"/imports/{LARGE}")
    visitor.page.wait_for_load_state("load")
    visitor.page.evaluate(WATCH)
    visitor.page.wait_for_timeout(1000)
    told = {}
    for turn in range(CHANGES):
        stored = 1_000 + turn
        told[f"{stored:,}"] = float(server.value(streams.INSERT, [LARGE, stored]))
        visitor.page.wait_for_timeout(150)
    visitor.until("the last change", lambda: any(text == f"{1_000 + CHANGES - 1:,}" for text, _ in visitor.page.evaluate("window.drawn")))
    drawn = {}
    for text, at in visitor.page.evaluate("window.drawn"):
        drawn.setdefault(text, at)
    return [drawn[text] - at for text, at in told.items() if text in drawn]


def told(product: Product, server: Server, directory: Path) -> float:
    """Progress events a second of an import, while many workers end its batches."""
    file = directory / "told.csv"
    product.write_sample(file, 300_000, seed=21)
    with ExitStack() as stack:
        stack.enter_context(product.running("coordinator"))
        for _ in range(WORKERS):
            stack.enter_context(product.running("worker"))
        product.output("submit", str(file), "--all", "--no-lookup", "--no-link", "--batch-size", "250")
        rates = until(lambda: server.execute(RATE), 120, "the end of an import")
    return float(rates[0][0])
