"""A browser with one page of the dashboard open."""

import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
# What axe calls serious: who cannot see or use a mouse is kept out.
GRAVE = {"serious", "critical"}


def chromium() -> str:
    for path in CHROMIUM:
        if Path(path).exists():
            return path
    raise SystemExit("browser: there is no Chromium; scripts/setup --python installs it.")


class Visitor:
    def __init__(self, browser, address: str, **options):
        """- options: of the browser's context: color_scheme, viewport, is_mobile."""
        self.address = address
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.axe = Axe()
        self.problems: list[str] = []
        self.heaviest = (0, "")
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("console", self._console)

    def _console(self, message) -> None:
        # What the policy of pages refuses is said there.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def go(self, path: str) -> None:
        answer = self.page.goto(self.address + path)
        if answer.status >= 400:
            self.problems.append(f"{path}: {answer.status}")

    def log_in(self, key: str) -> None:
        self.go("/login")
        self.page.fill("#key", key)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(self.address + "/")

    def until(self, what: str, condition, seconds: float = 20):
        """Asks until there is an answer; the page's policy lets no text be run in it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            self.page.wait_for_timeout(20)
        raise SystemExit(f"browser: {what} did not come within {seconds} s, at {self.page.url}:\n{self.page.inner_text('main')[:2000]}")

    def text(self, selector: str) -> str:
        found = self.page.query_selector(selector)
        return found.inner_text() if found else ""

    def look(self, path: str) -> None:
        """Opens a page; notes what axe finds on it, and what it weighs with all that it loads."""
        self.go(path)
        self.page.wait_for_load_state("load")
        weight = self.page.evaluate(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".filter(entry => !entry.name.includes('/live')).reduce((sum, entry) => sum + entry.decodedBodySize, 0)")
        self.heaviest = max(self.heaviest, (weight, path))
        for violation in self.axe.run(self.page).response["violations"]:
            if violation["impact"] in GRAVE:
                where = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                self.problems.append(f"{path}: axe: {violation['id']}: {violation['help']}: {where}")
        self.fit(path)

    def fit(self, path: str) -> None:
        """Notes a page, as it is open, that is wider than the window."""
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            self.problems.append(f"{path}: wider than the window")
