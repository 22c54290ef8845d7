"""What people do on the dashboard, done by a browser: `python -m browser --binary PATH`."""

import argparse
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from lab.lab import Lab

from .pictures import pictures
from .results import results
from .visitor import Visitor, chromium
from .workbook import workbook
from .world import HOSTILE, Receiver, Web, hostile_file, key

ROOT = Path(__file__).parent.parent
PAGES = ["/", "/uploads", "/runs", "/workers", "/budgets", "/dead", "/personas", "/suppressions", "/blocks", "/webhooks", "/audit", "/submit"]
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}


def main() -> None:
    options = parse()
    if options.screenshots:
        with sync_playwright() as playwright:
            pictures(options.binary.resolve(), playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"]), options.screenshots)
        return
    begun = time.monotonic()
    with Lab(options.binary.resolve(), {"MAX_RECORDS_PER_RUN": "0"}, observed=False) as lab, Web(lab) as web, sync_playwright() as playwright:
        lab.fleet(1, 2)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        visitor = Visitor(browser, web.address, viewport={"width": 1360, "height": 860})
        visitor.log_in(key(lab, "admin"))
        done: dict[str, str] = {}
        imported = submit(visitor, lab, done)
        workbook(visitor, lab, done)
        paused = pause(visitor, lab, done)
        results(visitor, lab, block(visitor, lab, done), done)
        webhook(visitor, lab, done)
        hostile(visitor, lab, done)
        paths = PAGES + [imported, f"{imported}/records", f"{imported}/rejects", f"{imported}/duplicates", paused]
        look(browser, web.address, visitor, paths, done, lab)
        problems = visitor.problems
        browser.close()
    for what, found in done.items():
        print(f"browser: {what}: {found}")
    print(f"browser: {time.monotonic() - begun:.1f} s")
    for problem in problems:
        print(f"browser: {problem}", file=sys.stderr)
    sys.exit(1 if problems else 0)


def submit(visitor: Visitor, lab: Lab, done: dict) -> str:
    """A file is dropped, its mapping looked at and changed, and its import watched to the end on one page that is never loaded again."""
    path, truth = lab.sample(4000, 11)
    page = visitor.page
    visitor.go("/submit")
    page.set_input_files("#file", path)
    visitor.until("the mapping", lambda: page.query_selector("#start"))
    before = visitor.text("#count-rejected")
    # Phones that are not stored: every row that needs one is rejected now, or the file is refused.
    column = page.evaluate(
        "[...document.querySelectorAll('select[data-column]')].find(select => select.value === 'business_phone').dataset.column")
    page.select_option(f"select[data-column='{column}']", "ignore")
    visitor.until("another preview", lambda: page.query_selector("[role=alert]:not([hidden])") or visitor.text("#count-rejected") != before)
    page.select_option(f"select[data-column='{column}']", "business_phone")
    visitor.until("the first preview again", lambda: visitor.text("#count-rejected") == before and page.query_selector("#start:not([disabled])"))
    page.click("#start")
    page.wait_for_url("**/imports/*")
    page.evaluate("window.stays = true")
    seen: list[str] = []

    def completed():
        share = visitor.text(".progress [data-count=percent]")
        if share and share not in seen:
            seen.append(share)
        return "completed" in visitor.text("#top .pill")

    visitor.until("the end of the import", completed, 60)
    if not page.evaluate("window.stays === true"):
        visitor.problems.append("the page of an import was loaded again to show its progress")
    stored = visitor.text(".metric.stored .big").replace(",", "")
    if int(stored) != truth["stored"]:
        visitor.problems.append(f"the page says {stored} stored, the sample {truth['stored']}")
    done["an import on one page"] = f"{stored} stored, as the sample says; the bar was at {', '.join(seen)} %"
    return page.url.removeprefix(visitor.address).split("?")[0]


def pause(visitor: Visitor, lab: Lab, done: dict) -> str:
    """A larger import is paused and resumed by its buttons."""
    path, _ = lab.sample(60_000, 12)
    identifier = lab.submit(path, 100)
    page = visitor.page
    visitor.go(f"/imports/{identifier}")
    page.click("button[value=pause]")
    visitor.until("the pause", lambda: "paused" in visitor.text("#top .pill"))
    visitor.until("that batches under way end", lambda: lab.server.execute("SELECT count(*) FROM refinery.jobs WHERE state = 'claimed'")[0][0] == 0)
    first = visitor.text(".metric.stored .big")
    page.click("button[value=resume]")
    visitor.until("that it goes on", lambda: visitor.text("#top .pill") in ("running", "completed"))
    visitor.until("more rows", lambda: visitor.text(".metric.stored .big") != first, 30)
    page.fill("input[name=priority]", "7")
    page.click("button[value=prioritize]")
    page.click("button[value=cancel]")
    visitor.until("the cancellation", lambda: "cancelled" in visitor.text("#top .pill") or "completed" in visitor.text("#top .pill"))
    done["paused and resumed"] = f"at {first} stored, then on to {visitor.text('.metric.stored .big')}"
    return f"/imports/{identifier}"


def block(visitor: Visitor, lab: Lab, done: dict) -> str:
    """Blocks are previewed, generated and pushed. Returns the page of one."""
    outbox = lab.directory / "outbox"
    outbox.mkdir(mode=0o777)
    lab.output("destinations", "add", "files", "--kind", "directory", "--url", str(outbox))
    lab.fleets[0].add("push-worker")
    visitor.until("personas", lambda: lab.server.execute("SELECT count(*) FROM refinery.personas")[0][0] > 100, 60)
    page = visitor.page
    visitor.go("/blocks")
    page.click("#make summary")
    page.fill("#criteria", '{"by": ["state"], "min": 1, "max": 200, "registry": "told"}')
    page.click("button[value=preview]")
    preview = visitor.until("the preview", lambda: visitor.text("#preview h2"))
    page.click("button[value=generate]")
    visitor.until("blocks", lambda: page.query_selector("#list tbody th a"))
    page.click("#list tbody th a")
    page.click("button:has-text('Push')")
    visitor.until("the push", lambda: page.query_selector("#pushes tbody td"))
    visitor.until(
        "what was pushed", lambda: page.query_selector("#pushes tbody td:nth-child(3)").inner_text() == page.query_selector("#pushes tbody td:nth-child(2)").inner_text(), 30)
    own = page.url.removeprefix(visitor.address).split("?")[0]
    visitor.look(own)
    done["a block"] = f"preview {preview}; {visitor.text('#pushes tbody td:nth-child(3)')} contacts pushed"
    return own


def webhook(visitor: Visitor, lab: Lab, done: dict) -> None:
    """A webhook is added and tested; a message that failed is sent again from the page, and arrives."""
    page = visitor.page
    with Receiver(503) as receiver:
        visitor.go("/webhooks")
        page.click("#make summary")
        page.fill("#url", receiver.url)
        page.check("input[name=private]")
        page.click("#make button.primary")
        visitor.until("the secret", lambda: visitor.text("#secret").startswith("whsec_"))
        visitor.go("/webhooks")
        page.click("button[value=test]")
        visitor.until("the first attempt", lambda: [message for message in receiver.messages if message["type"] == "webhook.test"])
        visitor.until(
            "what became of it",
            lambda: lab.server.value("SELECT max(last_status) FROM refinery.webhook_deliveries WHERE kind = 'webhook.test'") == 503)
        visitor.until("that the page says so", lambda: "status 503" in visitor.text("#deliveries tbody"))
        # As after the last of its attempts, which is days away.
        lab.server.execute(
            "UPDATE refinery.webhook_deliveries SET state = 'failed', ended_at = now() WHERE kind = 'webhook.test' RETURNING id")
        receiver.status = 204
        visitor.go("/webhooks?state=failed")
        page.click("#deliveries tbody button")
        page.wait_for_url("**/webhooks?done=*")
        page.evaluate("window.stays = true")
        visitor.until("that it arrives", lambda: [message for message in receiver.messages if message["status"] == 204])
        visitor.until("that the page says so", lambda: "delivered" in visitor.text("#deliveries tbody"))
        if not page.evaluate("window.stays === true"):
            visitor.problems.append("the page of webhooks was loaded again to show that a message arrived")
        if len({message["id"] for message in receiver.messages if message["type"] == "webhook.test"}) != 1:
            visitor.problems.append("a message that was sent again has another id")
        page.click("button[value=remove]")
        visitor.until("that it is gone", lambda: "Nobody is told." in visitor.text("#webhooks"))
        done["a webhook"] = f"{len(receiver.messages)} messages; one that failed was sent again and arrived"


def hostile(visitor: Visitor, lab: Lab, done: dict) -> None:
    """Hostile text in a name, a header and every cell does nothing on any page."""
    page = visitor.page
    visitor.go("/submit")
    page.set_input_files("#file", files=[{"name": HOSTILE.replace("/", "") + ".csv", "mimeType": "text/csv", "buffer": hostile_file(lab).read_bytes()}])
    visitor.until("the mapping of the hostile file", lambda: page.query_selector("#start"))
    inert(visitor, "/submit")
    if page.query_selector("#start[disabled]"):
        for box in page.query_selector_all("#mapping input[type=checkbox]"):
            box.check()
    visitor.until("its start", lambda: page.query_selector("#start:not([disabled])"))
    page.click("#start")
    page.wait_for_url("**/imports/*")
    visitor.until("its end", lambda: "completed" in visitor.text("#top .pill"), 30)
    own = page.url.removeprefix(visitor.address).split("?")[0]

    def alerted():
        visitor.go("/webhooks")
        return visitor.text("#alerts li h3")

    done["an alert"] = visitor.until("the alert that more than 5 % are rejected", alerted, 30)
    for path in [own, f"{own}/records", f"{own}/rejects", f"{own}/duplicates"] + PAGES:
        visitor.look(path)
        inert(visitor, path)
    done["hostile text"] = f"inert on {len(PAGES) + 5} pages"


def inert(visitor: Visitor, path: str) -> None:
    page = visitor.page
    page.evaluate("document.querySelectorAll('main *').forEach(element => element.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})))")
    found = page.evaluate(
        "({hit: window.hit === 1, scripts: document.scripts.length, handlers: document.querySelectorAll('[onmouseover]').length,"
        " escapes: document.documentElement.outerHTML.includes('\\u001b')})")
    if found != {"hit": False, "scripts": 1, "handlers": 0, "escapes": False}:
        visitor.problems.append(f"{path}: hostile text is not inert: {found}")


def look(browser, address: str, visitor: Visitor, paths: list[str], done: dict, lab: Lab) -> None:
    """axe, width and weight of every page: light, dark, and on a phone."""
    for path in paths:
        visitor.look(path)
    token = key(lab, "admin")
    for options in ({"color_scheme": "dark", "viewport": {"width": 1360, "height": 860}}, PHONE):
        other = Visitor(browser, address, **options)
        other.look("/login")
        other.log_in(token)
        for path in paths[:1] + paths[len(PAGES) - 1:]:
            other.look(path)
        for path in PAGES if "is_mobile" in options else []:
            other.go(path)
            other.fit(path)
        visitor.problems += other.problems
        visitor.heaviest = max(visitor.heaviest, other.heaviest)
        other.context.close()
    weight, path = visitor.heaviest
    if weight > 400_000:
        visitor.problems.append(f"{path} weighs {weight} bytes")
    done["accessibility"] = f"axe finds nothing serious on {len(paths)} pages, light, dark and on a phone"
    done["weight"] = f"the heaviest page is {path} with {weight:,} bytes"


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m browser", description=__doc__)
    parser.add_argument("--binary", type=Path, required=True, help="the program refinery")
    parser.add_argument(
        "--screenshots", nargs="?", type=Path, const=ROOT / "docs" / "images", metavar="FOLDER",
        help="instead, write pictures of all pages (default: docs/images)")
    return parser.parse_args()


main()
