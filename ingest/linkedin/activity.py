"""What somebody did on LinkedIn: endorsed, recommended, posted, commented, reacted, worked.

An endorsement is a reaction, a recommendation a comment: to whom it is about, from who gave it, the
owner of the export or the one it names. Comments.csv, Reactions.csv and the like have an address
and do not say whose post that is, so they reach nobody; they tell what the owner was about.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import unquote

from graph.model import Fact, Interaction, Kind, Receiver
from graph.people.identity import clean
from ingest.json.records import Said
from ingest.linkedin.rows import Cells, Rows
from ingest.people.cells import employer
from ingest.source import BadRecord
from ingest.text.written import hashtags

__all__ = ["ACTIVITY"]

_URN = re.compile(r"urn:li:(\w{1,30}):(\d{1,25})")
_LONGEST = 200


def _endorsed(rows: Rows, row: Cells) -> Said:
    """A skill that somebody says somebody has."""
    is_given = bool(row["endorsee_first"] or row["endorsee_last"] or row["endorsee_url"])
    which = "endorsee" if is_given else "endorser"
    name = clean(f"{row[f'{which}_first']} {row[f'{which}_last']}")[:_LONGEST]
    other, owner = rows.people.person(name, row[f"{which}_url"]), rows.owner()
    if not other:
        raise BadRecord("names nobody, expected a name or a profile of who endorsed or was")
    at, skill = rows.at(row["endorsed"]), clean(row["skill"])[:_LONGEST]
    sender, receiver = (owner, other) if is_given else (other, owner)
    said = Interaction(
        at=at,
        kind=Kind.REACTION,
        channel="linkedin",
        sender=sender,
        receivers=(Receiver(receiver),),
        id=f"linkedin:endorsement/{sender}/{receiver}/{skill.lower()}" if skill else None,
    )
    return [said, *rows.people.introduced(other, name, at)]


def _recommended(rows: Rows, row: Cells, *, is_given: bool) -> Said:
    """What somebody wrote about somebody, and where they worked then."""
    name = clean(f"{row['first']} {row['last']}")[:_LONGEST]
    other, owner = rows.people.person(name, row["url"]), rows.owner()
    if not other:
        raise BadRecord("names nobody, expected First Name and Last Name")
    at = rows.at(row["created"])
    sender, receiver = (owner, other) if is_given else (other, owner)
    text = row["text"]
    said: Said = [
        Interaction(at, Kind.COMMENT, "linkedin", sender, (Receiver(receiver),), text=text),
        *rows.people.introduced(other, name, at),
    ]
    if row["company"]:
        key, company = employer(row["company"][:_LONGEST], ""), row["company"][:_LONGEST]
        said += [Fact(other, "organization", key), Fact(key, "name", company)]
    if row["position"]:
        said.append(Fact(other, "title", row["position"][:_LONGEST]))
    return said


def _place(address: str) -> str:
    """The id of the post that an address shows, by its number where it has one.

    >>> _place("https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A9?x=1")
    'linkedin:share/9'
    """
    found = _URN.search(unquote(address[:2_000]))
    return f"linkedin:{found[1]}/{found[2]}" if found else f"linkedin:{address[:300]}"


def _shared(rows: Rows, row: Cells) -> Said:
    """A post; without words of its own it passes on what others wrote, and does not say whose."""
    text, place = row["commentary"], _place(row["share"])
    if not row["share"] and not text:
        raise BadRecord("shares nothing, expected ShareLink or ShareCommentary")
    return [
        Interaction(
            at=rows.at(row["date"]),
            kind=Kind.POST,
            channel="linkedin",
            sender=rows.owner(),
            id=place if row["share"] else None,
            thread=place if row["share"] else None,
            topics=hashtags(text),
            text=text,
        )
    ]


def _commented(rows: Rows, row: Cells) -> Said:
    """A comment on a post of whoever that is."""
    place, text = _place(row["link"]), row["message"]
    at, owner = rows.at(row["date"]), rows.owner()
    comment = Interaction(
        at=at,
        kind=Kind.COMMENT,
        channel="linkedin",
        sender=owner,
        thread=place,
        in_reply_to=place,
        topics=hashtags(text),
        text=text,
    )
    return [comment]


def _reacted(rows: Rows, row: Cells) -> Said:
    """A reaction to a post, a repost without words, or a vote, of whoever that was."""
    if not row["link"]:
        raise BadRecord("says not to what, expected Link")
    place, owner = _place(row["link"]), rows.owner()
    sort = clean(row["type"] or row["option"] or "repost").lower()[:_LONGEST]
    return [
        Interaction(
            at=rows.at(row["date"]),
            kind=Kind.REACTION,
            channel="linkedin",
            sender=owner,
            id=f"{place}#{sort}/{owner}",
            thread=place,
            in_reply_to=place,
        )
    ]


def _worked(rows: Rows, row: Cells) -> Said:
    """Where the owner worked, and from when until when."""
    owner, company = rows.owner(), row["company"][:_LONGEST]
    if not company:
        raise BadRecord("names no company, expected Company Name")
    key, since, until = employer(company, ""), _month(rows, row["started"]), None
    if row["finished"]:
        until = _month(rows, row["finished"])
    said: Said = [Fact(owner, "organization", key, since, until), Fact(key, "name", company)]
    if row["position"]:
        said.append(Fact(owner, "title", row["position"][:_LONGEST], since, until))
    return said


def _month(rows: Rows, cell: str) -> datetime | None:
    """The first day of ``Jan 2025``; a year alone begins with it."""
    if not cell:
        return None
    written = f"1 Jan {cell}" if cell.isdigit() else f"1 {cell}"
    return rows.dates.read(written, UTC) or rows.dates.moment(cell, UTC)


def _followed(rows: Rows, row: Cells) -> Said:
    """A member whom the owner follows."""
    other, owner = rows.people.person(row["fullname"], ""), rows.owner()
    if not other:
        raise BadRecord("names nobody, expected FullName")
    at = rows.at(row["date"])
    is_over = row["status"].lower() in ("inactive", "unfollowed")
    fact = [] if is_over else [Fact(owner, "follows", other, at)]
    return [*fact, *rows.people.introduced(other, row["fullname"], at)]


ACTIVITY: Mapping[str, Callable[[Rows, Cells], Said]] = {
    "endorsements": _endorsed,
    "recommendations_given": lambda rows, row: _recommended(rows, row, is_given=True),
    "recommendations_received": lambda rows, row: _recommended(rows, row, is_given=False),
    "shares": _shared,
    "comments": _commented,
    "reactions": _reacted,
    "instantreposts": _reacted,
    "votes": _reacted,
    "positions": _worked,
    "member_follows": _followed,
}
"""How the rows of each sort of file are read, beside those of `ingest.linkedin.rows`."""
