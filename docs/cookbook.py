"""Writes docs/cookbook.md: every named query with what it answers in the demo company.

    python docs/cookbook.py bolt://127.0.0.1:7687

The database there has to be empty; afterwards it holds the demo. Takes about a minute.
"""

import argparse
import json
import mailbox
import os
import tempfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

import neo4j

from api.demo import EXPORTS, Truth, build
from api.engine import Engine
from api.incoming.loading import load_paths
from api.incoming.receiving import receive
from api.incoming.records import records
from api.named import Named, named
from api.refresh import refresh
from api.settings import Settings, settings
from docs.generate import DOCS, table
from graph.moments import DAY, micros

__all__ = ["PAGE", "PARTS", "answer", "filled_with_demo", "main", "page"]

PAGE = DOCS / "cookbook.md"
ROWS = 4  # of each answer on the page
# Where a query looks from now, the page looks from a day that stays.
SHOWN = {name: {"at": "2026-10-01"} for name in ("strength_now", "top_ties")}
PARTS: Mapping[str, tuple[str, ...]] = {
    "Strength": (
        "top_ties", "top_pairs", "strength_now", "strength_then", "reciprocity", "one_way",
        "at_risk_soon", "newly_met",
    ),
    "People": (
        "influencers", "rising", "communities", "introductions", "open_triads",
        "within_two_steps", "topic_stakeholders",
    ),
    "Organizations": (
        "bridges_between", "single_threaded", "silent_champions", "departed",
        "connected_organizations", "segment_coverage", "isolated_customers", "contact_by_month",
    ),
    "Habits": ("response_times", "meeting_load", "after_hours", "channel_mix"),
    "Where it comes from": ("sources_of_pair", "identities_of", "same_name", "corrected"),
}  # fmt: skip
_INTRODUCTION = """# Cookbook: questions to the graph in Cypher

The queries below are files in `api/queries`, to be run as they are in Neo4j Browser, in a notebook
or by any driver, or to be copied and changed; `docs/cookbook.py` writes this page from them. What
they read is the schema that tieline writes: ties and pairs as dates, the log beneath them, and the
scores of the current run.

Three things hold everywhere.

- **Strength is a date.** A tie fades by half with every half-life, so its strength at any moment
  from its last interaction on is `2 ^ ((t.fades_at - at) / half_life)`, both in milliseconds. The
  order by `fades_at` is the order by strength, now and later. For the past, `strength_then` adds up
  the interactions.
- **`at` is the moment to look from.** Where it is left out, that is the moment of the current run,
  unless the query says now.
- **A person** is named by id, by identity (`email:ann@x.example`) or by name.

The answers come from the demo company, the first rows of each: its exports, and
beside them a few notes, letters and meetings handed over by HTTP, one of them moved, and a letter
from somebody's second address.
Answers that look from now are shown as of 2026-10-01.
"""
_NOTES = (
    {"id": "desk-1", "at": "2026-09-21T08:00:00Z", "kind": "message", "channel": "desk",
     "sender": "email:soren.dahlgaard@arboris.example", "topics": ["resin prices"],
     "receivers": ["email:halina.wroblewska@arboris.example"]},
    {"id": "desk-2", "at": "2026-09-22T09:30:00Z", "kind": "message", "channel": "desk",
     "sender": "email:halina.wroblewska@arboris.example", "topics": ["resin prices"],
     "receivers": ["email:soren.dahlgaard@arboris.example"]},
    {"id": "desk-3", "at": "2026-09-24T10:00:00Z", "kind": "message", "channel": "desk",
     "sender": "email:soren.dahlgaard@arboris.example", "topics": ["resin prices", "contracts"],
     "receivers": ["email:ilse.vandenbroucke@arboris.example",
                   "email:halina.wroblewska@arboris.example"]},
    {"id": "desk-4", "at": "2026-09-23T12:00:00Z", "kind": "meeting", "channel": "desk",
     "sender": "email:soren.dahlgaard@arboris.example", "topics": ["contracts"], "revision": 0,
     "receivers": ["email:ilse.vandenbroucke@arboris.example"]},
    {"id": "desk-5", "at": "2026-09-24T12:00:00Z", "kind": "meeting", "channel": "desk",
     "sender": "email:halina.wroblewska@arboris.example",
     "receivers": [
         # one person under two addresses, with an answer from each
         {"identity": "email:joanna.wisniewska-brandt@arboris.example", "status": "declined"},
         {"identity": "email:jo.brandt@freepost.test", "status": "accepted"},
         {"identity": "email:soren.dahlgaard@arboris.example", "status": "tentative"},
         {"identity": "email:room-buk@arboris.example", "role": "resource", "status": "accepted"}]},
    # her second address to her first, and to somebody else; then a letter to both of hers
    {"id": "desk-6", "at": "2026-09-26T19:00:00Z", "kind": "email", "channel": "desk",
     "sender": "email:jo.brandt@freepost.test",
     "receivers": ["email:joanna.wisniewska-brandt@arboris.example",
                   "email:halina.wroblewska@arboris.example"]},
    {"id": "desk-7", "at": "2026-09-27T07:00:00Z", "kind": "email", "channel": "desk",
     "sender": "email:halina.wroblewska@arboris.example",
     "receivers": ["email:jo.brandt@freepost.test",
                   "email:joanna.wisniewska-brandt@arboris.example"]},
)  # fmt: skip
_MOVED = {**_NOTES[3], "at": "2026-09-25T12:00:00Z", "revision": 1}


def filled_with_demo(
    url: str, exports: Path, truth: Truth, *, names: Sequence[str] = EXPORTS
) -> Settings:
    """Load the demo's exports into an empty store, and refresh it for two moments.

    *names* are those of the exports that it does not hold yet.
    """
    built = settings({"store": url}, environment={})
    clock = micros(truth.clock)
    load_paths([*(exports / name for name in names), _letter(exports)], built, clock)
    engine = Engine(url, built, clock=lambda: clock)
    for notes in (_NOTES, (_MOVED,)):
        receive(engine, records(json.dumps(notes).encode(), is_ndjson=False))
    for moment in (clock - 28 * DAY, clock):
        refresh(url, built, moment)
    return built


def _letter(folder: Path) -> Path:
    """A letter of one of theirs from an address that no list of people has."""
    letter = EmailMessage()
    letter["From"] = "Emeka Adéyẹmí <emeka@letters.test>"
    letter["To"] = "joanna.wisniewska-brandt@arboris.example"
    letter["Date"] = "Mon, 21 Sep 2026 19:20:00 +0000"
    letter["Message-ID"] = "<1@letters.test>"
    letter["Subject"] = "From home"
    letter.set_content("Hello Joanna,\n\nthis is my private address.\n")
    path = folder / "letter.mbox"
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    box.add(letter)
    box.close()
    return path


def answer(session: neo4j.Session, query: Named, **given: object) -> neo4j.EagerResult:
    """Run a query by nothing but the driver, with its defaults where nothing else is *given*."""
    result = session.run(query.text, query.filled(given))
    keys, rows = list(result.keys()), list(result)
    return neo4j.EagerResult(rows, result.consume(), keys)


def page(session: neo4j.Session) -> str:
    """Write the page, every answer as the database gives it."""
    parts = [_INTRODUCTION]
    for title, names in PARTS.items():
        parts.append(f"## {title}\n")
        parts += [_section(session, named(name)) for name in names]
    return "\n".join(parts)


def _section(session: neo4j.Session, query: Named) -> str:
    found = answer(session, query, **SHOWN.get(query.name, {}))
    rows = [tuple(_shown(value) for value in row.values()) for row in found.records[:ROWS]]
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("// "))
    told = [
        (
            f"`{one.name}`",
            one.meaning,
            "needed" if one.is_needed else f"`{json.dumps(one.default)}`",
        )
        for one in query.parameters
    ]
    return "\n\n".join(
        [
            f"### {query.name}",
            f"**{query.question}**",
            table(("parameter", "meaning", "if left out"), *told),
            f"```cypher\n{body}\n```",
            table(tuple(found.keys), *rows),
            f"{query.read_it}\n",
        ]
    )


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    text = str(value)
    return text[:16].replace("T", " ") if "T" in text and text[4:5] == "-" else text


def main() -> None:
    """Fill the database that the command line names, and write the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("url", help="of an empty Neo4j, such as bolt://127.0.0.1:7687")
    url = asked.parse_args().url
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = os.environ["XDG_STATE_HOME"] = name
        built = filled_with_demo(url, Path(name), build(Path(name)))
        login = built.login()
        auth = (login.user, login.password) if login.user else None
        with (
            neo4j.GraphDatabase.driver(url, auth=auth) as driver,
            driver.session(default_access_mode=neo4j.READ_ACCESS) as session,
        ):
            PAGE.write_text(page(session), "utf-8")


if __name__ == "__main__":
    main()
