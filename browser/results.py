"""What came of calls, taken in on the page of blocks."""

from datetime import datetime, timedelta, timezone

from lab.lab import Lab

from .visitor import Visitor

CONTACTS = """
SELECT c.block_id::text, c.persona_id::text, c.phone_e164
  FROM refinery.campaign_block_contacts c
 WHERE c.is_open AND c.status = 'ready' AND c.block_id = %s
 ORDER BY c.position LIMIT 5
"""


def results(visitor: Visitor, lab: Lab, block: str, done: dict) -> None:
    """A dialer's file is taken in: the block counts its results, who said no is on the list of opt-outs, and the same file again is nothing new.

    - block: The page of one that is open."""
    page = visitor.page
    contacts = lab.server.execute(CONTACTS, [block.rsplit("/", 1)[1]])
    said = ["interested", "no_answer", "wrong_number", "do_not_call"]
    # With the time of the call a file that comes twice counts once.
    called = (datetime.now(timezone.utc) - timedelta(minutes=5)).isoformat(timespec="seconds")
    lines = [f"{persona},{phone},{answer},{of},{called}" for (of, persona, phone), answer in zip(contacts, [*said, "bored"])]
    text = "\n".join(["persona_id,phone,disposition,block_id,called_at", *lines]) + "\n"
    before = standing(visitor, block)
    outcome = send(visitor, text)
    if "4 new results taken in" not in outcome or "1 line refused" not in outcome or "unknown disposition" not in outcome:
        visitor.problems.append(f"five lines of results, one of them wrong: {outcome}")
    after = standing(visitor, block)
    # One who did not answer is called again; three have their result, and the last of them is suppressed besides, wherever he is counted.
    if after["called"] != before["called"] + 1 or after["ready"] > before["ready"] - 4 or sum(after.values()) != sum(before.values()):
        visitor.problems.append(f"results of four contacts: the block went from {before} to {after}")
    visitor.go("/suppressions")
    if "opt_out" not in visitor.text("main table"):
        visitor.problems.append("who said no on the telephone is on no list of opt-outs")
    again = send(visitor, text)
    if "0 new results taken in" not in again:
        visitor.problems.append(f"the same file again: {again}")
    visitor.go(block)
    page.wait_for_load_state("load")
    done["results of calls"] = f"{outcome.splitlines()[0]} The block has {', '.join(f'{count} {word}' for word, count in after.items())}."


def send(visitor: Visitor, text: str) -> str:
    """Gives a file to the form; returns what the page says of it."""
    page = visitor.page
    visitor.go("/blocks")
    page.click("#results summary")
    page.set_input_files("#results-file", files=[{"name": "results.csv", "mimeType": "text/csv", "buffer": text.encode()}])
    page.click("#results button.primary")
    return visitor.until("what became of the results", lambda: visitor.text("#results [data-outcome]"))


def standing(visitor: Visitor, block: str) -> dict[str, int]:
    """How many contacts of a block are in each state, as its page says."""
    visitor.go(block)
    legend = visitor.page.eval_on_selector_all(
        "#top .ring dl div", "rows => rows.map(row => [row.querySelector('dt').innerText.trim(), row.querySelector('dd').firstChild.textContent.trim()])")
    found = {word: int(count.replace(",", "")) for word, count in legend}
    return {word: found.get(word, 0) for word in ("ready", "called", "done", "suppressed", "released")}
