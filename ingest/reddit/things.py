"""Reddit's things: who a comment, a post or a message is to, and what is left of deleted authors.

A comment on a post is to whoever posted, a comment on a comment to its author; those it names
(``u/ann``) are mentioned. A post reaches nobody in particular, one that passes on another post is
to the author of that one. An author that is "[deleted]" is somebody else in every thing: each such
thing has a tombstone of its own (``reddit:[deleted]/t1_c36ac5z``), whose kind is "deleted".
A message without an author is from the moderators of its community, a shared mailbox.
Times are those of ``created_utc``; ``created`` was hours ahead of it for years.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver, Role
from graph.people.identity import clean
from ingest.dates import moment_in, moment_or_none
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import id_in, objects_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT, SHARED_MAILBOX
from ingest.source import BadRecord
from ingest.text.written import unescaped
from ingest.told import Near, Told

__all__ = ["Authors", "kind_of_thing", "named_in", "said_by", "thing_id", "thing_tells"]

_GONE = frozenset({"", "[deleted]", "[removed]"})
_BOT = re.compile(r"AutoModerator|\w*[a-z0-9]Bot|.*[-_]bot", re.IGNORECASE)
_CAMEL = re.compile(r".*(?:Bot|[-_][Bb][Oo][Tt]|AutoModerator)")
_NAMED = re.compile(r"(?<![\w/-])/?[uU]/([\w-]{3,20})(?![\w-])")
_QUOTED = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
_FULL = re.compile(r"t[1-6]_[0-9a-z]{1,15}")
_LINK = re.compile(r"(?:https?://[\w.]{1,40})?/r/\w{1,50}/comments/([0-9a-z]{1,13})/.*", re.DOTALL)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_REMEMBERED = 300_000
_MOST_NAMED = 50
_MOST_TEXT = 20_000


def kind_of_thing(found: dict[str, Any]) -> str:
    """Give what a thing is, by its type or by what it holds: t1, t2, t3, t4, "" for none.

    >>> kind_of_thing({"parent_id": "t3_n49rw", "body": "hi"}), kind_of_thing({"title": "News"})
    ('t1', 't3')
    """
    name = id_in(found, "name")
    if _FULL.fullmatch(name):
        return name[:2]
    if "link_id" in found or ("parent_id" in found and "body" in found):
        return "t1"
    if "dest" in found and "body" in found:
        return "t4"
    if "title" in found or "selftext" in found:
        return "t3"
    return "t2" if "link_karma" in found or "comment_karma" in found else ""


def thing_id(found: dict[str, Any]) -> str:
    """Give the full id of a thing, such as t1_c36ac5z; "" where it has none."""
    name, own = id_in(found, "name"), id_in(found, "id")
    if _FULL.fullmatch(name):
        return name
    return own if _FULL.fullmatch(own) or not own else f"{kind_of_thing(found)}_{own}"


class Authors:
    """Who wrote what may be answered, as far as this file and those around it tell.

    Of a large file a part is kept.
    """

    def __init__(self, near: Near | None = None) -> None:
        self._near = near or Near()
        self._by_thing: OrderedDict[str, str] = OrderedDict()
        self._spelled: dict[str, str] = {}

    def learn(self, found: dict[str, Any]) -> None:
        """Remember the author of a thing."""
        own = thing_id(found)
        if own[:2] not in ("t1", "t3", "t4"):
            return
        author = self.of(found)
        self._by_thing[own] = author
        if len(self._by_thing) > _REMEMBERED:
            self._by_thing.popitem(last=False)
        if len(self._spelled) < _REMEMBERED:
            self._spelled[author.casefold()] = author

    def of(self, found: dict[str, Any]) -> str:
        """The author of a thing as an identity: a person, or the tombstone of this thing."""
        name, board = id_in(found, "author"), id_in(found, "subreddit")
        if name in _GONE and board and kind_of_thing(found) == "t4":
            return f"reddit:r/{clean(board)[:100].lower()}"
        return f"reddit:[deleted]/{thing_id(found)}" if name in _GONE else f"reddit:{name}"

    def wrote(self, thing: str) -> str:
        """Who wrote a thing, or "" where nothing tells."""
        own = self._by_thing.get(thing, "")
        if own or not thing:
            return own
        told = self._near.value("reddit.author", thing) or self._near.value("reddit.gone", thing)
        return f"reddit:{told}" if told else ""

    def knows(self, thing: str) -> bool:
        """Whether the thing is in the file, or in those around it."""
        return bool(self.wrote(thing))

    def named(self, text: str) -> Iterator[str]:
        """Those a text names, as they spell themselves where known."""
        for name in named_in(text):
            own = self._spelled.get(f"reddit:{name}".casefold())
            yield own or f"reddit:{self._near.value('reddit.name', name.casefold()) or name}"


def named_in(text: str) -> Iterator[str]:
    r"""Those a text names, but for what it quotes.

    >>> list(named_in("u/ann_k and /u/bob-2\n> u/carol said"))
    ['ann_k', 'bob-2']
    """
    if "u/" in text or "U/" in text:
        yield from dict.fromkeys(_NAMED.findall(_QUOTED.sub("", unescaped(text[:_MOST_TEXT]))))


def thing_tells(found: dict[str, Any]) -> Iterator[Told]:
    """Tell who wrote a thing, and how they spell their name."""
    own, name = thing_id(found), id_in(found, "author")
    if own[:2] not in ("t1", "t3", "t4"):
        return
    if name in _GONE:
        yield Told("reddit.gone", own, f"[deleted]/{own}")
        return
    yield Told("reddit.author", own, name)
    if name != name.casefold():
        yield Told("reddit.name", name.casefold(), name)


def said_by(found: dict[str, Any], authors: Authors) -> Said:
    """What a thing says."""
    kind = kind_of_thing(found)
    if kind == "t2":
        return _account(found)
    if kind not in ("t1", "t3", "t4") or not thing_id(found):
        reason = "is no post, comment, message or account of Reddit, expected kind t1, t2, t3 or t4"
        raise BadRecord(reason, str(found)[:200])
    written = found.get("created_utc")
    if written is None:
        raise BadRecord("has no created_utc (created is not in UTC)", thing_id(found))
    authors.learn(found)
    at, sender = moment_in(written), authors.of(found)
    make = {"t1": _comment, "t3": _post, "t4": _message}[kind]
    return [make(found, at, sender, authors), *_kind(sender)]


def _kind(identity: str) -> Said:
    if identity.startswith("reddit:[deleted]/"):
        return [Fact(identity, "kind", "deleted")]
    if identity.startswith("reddit:r/"):
        return [Fact(identity, "kind", SHARED_MAILBOX)]
    return [Fact(identity, "kind", BOT)] if _is_bot(identity) else []


def _is_bot(identity: str) -> bool:
    """Whether a name says that it is a program's: AutoModerator, RemindMeBot, x_bot."""
    name = identity.removeprefix("reddit:")
    return bool(_BOT.fullmatch(name)) and bool(_CAMEL.fullmatch(name))


def _comment(found: dict[str, Any], at: datetime, sender: str, authors: Authors) -> Interaction:
    link, parent = _full(id_in(found, "link_id"), "t3") or _context(found), _parent(found)
    to = authors.wrote(parent) or _known(id_in(found, "dest"))
    if not to and parent.startswith("t3_"):
        to = _known(id_in(found, "link_author"))
    return Interaction(
        at=at,
        kind=Kind.REPLY if parent.startswith("t1_") else Kind.COMMENT,
        channel="reddit",
        sender=sender,
        receivers=_receivers(sender, to, authors.named(text_in(found, "body"))),
        id=f"reddit:{thing_id(found)}",
        thread=f"reddit:{link or parent or thing_id(found)}",
        in_reply_to=f"reddit:{parent}" if parent else None,
        topics=(*_topics(found), *subject_topic(text_in(found, "link_title"))),
        revision=_edited(found),
        is_bulk=_is_bot(sender),
        text=text_in(found, "body"),
    )


def _post(found: dict[str, Any], at: datetime, sender: str, authors: Authors) -> Interaction:
    original = next(objects_in(found, "crosspost_parent_list"), {})
    passed_on = _full(id_in(found, "crosspost_parent") or thing_id(original), "t3")
    to = authors.of(original) if original else authors.wrote(passed_on)
    texts = (text_in(found, "title"), "" if passed_on else text_in(found, "selftext"))
    named = list(authors.named("\n".join(texts)))
    kind = Kind.MENTION if _receivers(sender, "", named) else Kind.POST
    return Interaction(
        at=at,
        kind=Kind.REACTION if passed_on else kind,
        channel="reddit",
        sender=sender,
        receivers=_receivers(sender, to, named),
        id=f"reddit:{thing_id(found)}",
        thread=f"reddit:{thing_id(found)}",
        in_reply_to=f"reddit:{passed_on}" if passed_on else None,
        topics=(*_topics(found), *subject_topic(text_in(found, "title"))),
        revision=_edited(found),
        is_bulk=_is_bot(sender),
        text=None if passed_on else "\n".join(texts),
    )


def _message(found: dict[str, Any], at: datetime, sender: str, _authors: Authors) -> Interaction:
    first = _full(id_in(found, "first_message_name", "first_message"), "t4")
    parent = _full(id_in(found, "parent_id"), "t4")
    return Interaction(
        at=at,
        kind=Kind.MESSAGE,
        channel="reddit",
        sender=sender,
        receivers=_receivers(sender, _known(id_in(found, "dest")), ()),
        id=f"reddit:{thing_id(found)}",
        thread=f"reddit:{first or thing_id(found)}",
        in_reply_to=f"reddit:{parent}" if parent else None,
        topics=subject_topic(text_in(found, "subject")),
        is_bulk=_is_bot(sender) or sender == "reddit:reddit",
        text=text_in(found, "body"),
    )


def _account(found: dict[str, Any]) -> Said:
    name = id_in(found, "name")
    if name in _GONE or _FULL.fullmatch(name):
        raise BadRecord("is an account without a name", str(found)[:200])
    identity = f"reddit:{name}"
    since = moment_or_none(found.get("created_utc"))
    said: Said = [Fact(identity, "name", name), *_kind(identity)]
    return [*said, Fact(identity, "joined", since.date().isoformat())] if since else said


def _receivers(sender: str, to: str, named: Iterable[str]) -> tuple[Receiver, ...]:
    receivers = [Receiver(to)] if to and to != sender else []
    others = [one for one in named if one not in (to, sender)][:_MOST_NAMED]
    return (*receivers, *(Receiver(one, Role.MENTIONED) for one in others))


def _known(name: str) -> str:
    """Somebody by name; a community ("#r", "/r/x", "r/x") is nobody."""
    return "" if name in _GONE or "#" in name or "/" in name else f"reddit:{name}"


def _full(own: str, kind: str) -> str:
    return own if not own or _FULL.fullmatch(own) else f"{kind}_{own}"


def _parent(found: dict[str, Any]) -> str:
    """What a comment answers; dumps that give no type mean a comment, unless it is the post."""
    parent, link = id_in(found, "parent_id"), id_in(found, "link_id")
    if found.get("parent_id").__class__ is int:  # of a comment, as some dumps write it
        return f"t1_{_base36(found['parent_id'])}"
    is_post = parent == link.removeprefix("t3_")
    return _full(parent, "t3" if is_post else "t1") or _full(link, "t3")


def _context(found: dict[str, Any]) -> str:
    """The post that the address of a comment names."""
    address = _LINK.match(text_in(found, "context", "permalink")[:2_000])
    return f"t3_{address[1]}" if address else ""


def _base36(number: int) -> str:
    shown = ""
    for _ in range(13):
        number, last = divmod(abs(number), 36)
        shown = _DIGITS[last] + shown
        if not number:
            break
    return shown


def _edited(found: dict[str, Any]) -> int:
    at = moment_or_none(found.get("edited"))
    return int(at.timestamp()) if at else 0


def _topics(found: dict[str, Any]) -> tuple[str, ...]:
    name = clean(text_in(found, "subreddit")[:100]).lower()
    return (f"r/{name}",) if name else ()
