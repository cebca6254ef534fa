"""Tweets of every make: whom each one is to, and in which direction.

A reply is to the author of what it answers, also where only their number is given; those it names
besides are mentioned. A retweet goes from who shares to the author of what is shared, and not to
those that are named in it; a quote is a comment to the author of what it quotes. A tweet to nobody
is a post. Whoever writes is the sender: a brand that answers unasked has begun it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from graph.model import Interaction, Kind, Receiver, Role
from ingest.dates import moment_in
from ingest.json.fields import id_in, list_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.source import BadRecord
from ingest.text.written import hashtags
from ingest.twitter.names import People, by_handle, moment_of_id

__all__ = ["is_status", "like", "liked", "moment", "status", "tweet", "tweet_v2", "versions"]

_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)  # noqa: SIM905
}
_USUAL = re.compile(
    rf"[A-Z][a-z]{{2}} ({'|'.join(_MONTHS)}) (\d\d) (\d\d:\d\d):(\d\d) \+0000 (\d{{4}})", re.ASCII
)
_RETWEET = re.compile(r"RT @(\w{1,30})\b")
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w{1,30})/status(?:es)?/(\d{1,20})/?(?:\?.*)?"
)
_ANSWERS = (
    "in_reply_to_user_id_str", "in_reply_to_user_id", "in_reply_to_screen_name",
    "in_reply_to_status_id_str", "in_reply_to_status_id",
)  # fmt: skip
_QUOTES = (
    "quoted_status", "quoted_status_id_str", "quoted_status_id", "quoted_status_permalink",
)  # fmt: skip
_NOBODY = frozenset({"i", "intent", "web"})
_MOST = 200  # mentions of one tweet
_NO_AUTHOR = (
    "names no author, expected author_id (asked for by tweet.fields) or the archive's owner"
)


def status(number: str) -> str | None:
    """Give the id of a tweet as an interaction."""
    return f"x:status/{number}" if number else None


def is_status(address: str) -> bool:
    """Say whether an address is that of a tweet."""
    return _STATUS.fullmatch(address) is not None


def moment(found: dict[str, Any]) -> datetime:
    """When a tweet was made: as it says, else by its number."""
    written = found.get("created_at")
    if not written:
        return moment_of_id(id_in(found, "id_str", "id"))
    usual = _USUAL.fullmatch(written) if isinstance(written, str) else None
    if usual is None:
        return moment_in(written)
    month, day, hour, second, year = usual.groups()
    second = min(second, "59")  # the second that is put in now and then is the one before it
    try:
        return datetime.fromisoformat(f"{year}-{_MONTHS[month]}-{day}T{hour}:{second}Z")
    except ValueError:
        return moment_in(written)


def tweet(found: dict[str, Any], people: People, *, is_whole: bool = False) -> Said:
    """A tweet of an archive (whose author is the owner) or of version 1.1 (which has a user).

    One that archives cut, told as a whole, is a later revision of it.
    """
    at = moment(found)
    said: Said = []
    user = found.get("user")
    author = people.met(user, at, said) if isinstance(user, dict) else people.owner
    number = id_in(found, "id_str", "id")
    if not author:
        raise BadRecord(_NO_AUTHOR, number)
    entities = _entities(found)
    mentions = _mentions(found, entities)
    mentioned = [who for one in mentions if (who := people.met(one, at, said))]
    answered, parent = _answered(found, people)
    text = _text(found)
    shared, original = _shared(found, text, mentions, people)
    quoted, quoted_number = _quoted(found, entities, people)
    if shared:
        kind, to, mentioned = Kind.REACTION, shared, []
    elif answered or parent:
        kind, to, original = Kind.REPLY, answered, parent
    elif quoted or quoted_number:
        kind, to, original = Kind.COMMENT, quoted, quoted_number
    else:
        kind, to = Kind.MENTION if mentioned else Kind.POST, ""
    if quoted and kind is Kind.REPLY:
        mentioned.append(quoted)
    original = people.first(original)
    one = _tweeted(found, number, at, kind, author, to, mentioned, original, text)
    return [replace(one, revision=one.revision + 1) if is_whole else one, *said]


def _entities(found: dict[str, Any]) -> dict[str, Any]:
    entities = found.get("entities")
    return entities if isinstance(entities, dict) else {}


def _text(found: dict[str, Any]) -> str:
    """The whole text: a stream's tweets of version 1.1 are cut beside it."""
    extended = found.get("extended_tweet")
    whole = text_in(extended, "full_text") if isinstance(extended, dict) else ""
    return whole or text_in(found, "full_text", "text")


def _answered(found: dict[str, Any], people: People) -> tuple[str, str]:
    """Whom a tweet answers, and which tweet, where it says so."""
    if found.keys().isdisjoint(_ANSWERS):
        return "", ""
    author = people.person(
        id_in(found, "in_reply_to_user_id_str", "in_reply_to_user_id"),
        text_in(found, "in_reply_to_screen_name"),
    )
    return author, id_in(found, "in_reply_to_status_id_str", "in_reply_to_status_id")


def _tweeted(  # noqa: PLR0913, PLR0917 - what tweets of every make tell
    found: dict[str, Any],
    own: str,
    at: datetime,
    kind: Kind,
    author: str,
    to: str,
    mentioned: list[str],
    parent: str,
    text: str,
) -> Interaction:
    receivers: tuple[Receiver, ...] = (Receiver(to),) if to and to != author else ()
    if mentioned:
        others = dict.fromkeys(one for one in mentioned if one not in ("", to, author))
        receivers += tuple(Receiver(one, Role.MENTIONED) for one in others)
    edits = versions(found, own)
    number = status(edits[0] if edits else own)
    conversation = status(id_in(found, "conversation_id", "conversation_id_str") or parent)
    return Interaction(
        at=at,
        kind=kind,
        channel="x",
        sender=author,
        receivers=receivers,
        id=number,
        thread=conversation or number,
        in_reply_to=status(parent),
        topics=() if kind is Kind.REACTION else _topics(_entities(found), text),
        revision=2 * edits.index(own) if own in edits else 0,  # between two, the uncut text
        text=None if kind is Kind.REACTION else text,
    )


def _mentions(found: dict[str, Any], entities: dict[str, Any]) -> list[dict[str, Any]]:
    """Those a tweet names, in its first version and its extended one."""
    extended = object_in(found, "extended_tweet", "entities") if "extended_tweet" in found else {}
    noted = object_in(found, "note_tweet", "entities") if "note_tweet" in found else {}
    if not (extended or noted or entities.get("user_mentions") or entities.get("mentions")):
        return []
    return [
        *objects_in(extended or entities, "user_mentions"),
        *objects_in(entities, "mentions"),
        *objects_in(noted, "mentions"),
    ][:_MOST]


def _shared(
    found: dict[str, Any],
    text: str,
    mentions: list[dict[str, Any]],
    people: People,
) -> tuple[str, str]:
    """Whose tweet is retweeted, and its number; old retweets are only a text that says so."""
    original = found.get("retweeted_status")
    if isinstance(original, dict) and original:
        return people.mentioned(object_in(original, "user")), id_in(original, "id_str", "id")
    begins = _RETWEET.match(text) if text.startswith("RT @") else None
    if begins is None:
        return "", ""
    handle = begins[1].lower()
    called = (one for one in mentions if text_in(one, "screen_name", "username").lower() == handle)
    return next(filter(None, map(people.mentioned, called)), people.person("", handle)), ""


def _quoted(found: dict[str, Any], entities: dict[str, Any], people: People) -> tuple[str, str]:
    """Whose tweet is quoted, and its number; archives have only its address."""
    urls = entities.get("urls")
    if not urls and found.keys().isdisjoint(_QUOTES):
        return "", ""
    quoted = found.get("quoted_status")
    number = id_in(found, "quoted_status_id_str", "quoted_status_id")
    if isinstance(quoted, dict):
        return people.mentioned(object_in(quoted, "user")), number or id_in(quoted, "id_str")
    address = text_in(object_in(found, "quoted_status_permalink"), "expanded")
    addresses = [address] if address else []
    if urls:
        addresses += [text_in(url, "expanded_url") for url in objects_in(entities, "urls")]
    for one in reversed(addresses[:_MOST]):
        match = _STATUS.fullmatch(one) if "/status" in one else None
        if match:
            handle = "" if match[1].lower() in _NOBODY else match[1]
            return (people.person("", handle) if handle else ""), match[2]
    return "", number


def _topics(entities: dict[str, Any], text: str) -> tuple[str, ...]:
    if entities.get("hashtags"):
        listed = [text_in(one, "text", "tag") for one in objects_in(entities, "hashtags")]
        return hashtags(" ".join(f"#{word}" for word in listed[:_MOST]))
    return hashtags(text)


def versions(found: dict[str, Any], own: str) -> list[str]:
    """The numbers of a tweet's versions, the first one first: each edit has its own."""
    info = found.get("edit_info")
    held: tuple[dict[str, Any], ...] = (found,)
    if isinstance(info, dict):
        initial = object_in(info, "initial")
        if own and initial.get("editTweetIds") == [own] == [found.get("id_str")]:
            return [own]  # never edited, as most are
        held = (initial, object_in(info, "edit", "editControlInitial"), found)
    for one in held:
        for name in ("editTweetIds", "edit_history_tweet_ids"):
            if name in one:
                ids = [id_in({"id": number}, "id") for number in list_in(one, name)[:_MOST]]
                return sorted(filter(None, ids), key=lambda one: (len(one), one))
    return []


def tweet_v2(
    found: dict[str, Any],
    people: People,
    authors: dict[str, str],
    users: dict[str, dict[str, Any]],
    first: Mapping[str, str] = MappingProxyType({}),
) -> Said:
    """A tweet of version 2: ids only; *authors* gives those of the tweets beside it.

    *first* gives the numbers that those had which were edited since.
    """
    number = id_in(found, "id")
    author = people.person(id_in(found, "author_id"))
    if not author:
        raise BadRecord(_NO_AUTHOR, number)
    at = moment(found)
    said = people.introduced(author, users.get(id_in(found, "author_id"), {}), at)
    mentioned = []
    for mention in _mentions(found, _entities(found)):
        if who := people.mentioned(mention):
            said += people.introduced(who, users.get(id_in(mention, "id"), mention), at)
            mentioned.append(who)
    related = {
        text_in(one, "type"): id_in(one, "id") for one in objects_in(found, "referenced_tweets")
    }
    parent, to, kind = "", "", Kind.MENTION if mentioned else Kind.POST
    for relation, means in _RELATIONS:
        if relation in related:
            parent, kind = related[relation], means
            to = authors.get(parent, "")
            break
    answered = people.person(id_in(found, "in_reply_to_user_id"))
    if answered and kind is not Kind.REACTION:
        kind, to = Kind.REPLY, answered
    if kind is Kind.REACTION:
        begins = _RETWEET.match(text_in(found, "text"))
        begun = mentioned[:1] if begins else []
        to = to or next(iter(begun), "") or (people.person("", begins[1]) if begins else "")
        mentioned = []
    whole = text_in(object_in(found, "note_tweet"), "text")
    text = whole or text_in(found, "full_text", "text")
    parent = first.get(parent) or people.first(parent)
    one = _tweeted(
        found, id_in(found, "id_str", "id"), at, kind, author, to, mentioned, parent, text
    )
    return [replace(one, revision=one.revision + 1) if whole else one, *said]


_RELATIONS = (
    ("retweeted", Kind.REACTION),
    ("replied_to", Kind.REPLY),
    ("quoted", Kind.COMMENT),
)


def like(found: dict[str, Any], people: People) -> Said:
    """A like of an archive has no date; it gets that of the tweet, which its number tells."""
    number = id_in(found, "tweetId")
    match = _STATUS.fullmatch(text_in(found, "expandedUrl"))
    handle = match[1] if match and match[1].lower() not in _NOBODY else ""
    to = by_handle(handle) if handle else ""
    return [liked(number, people.owner, to, moment_of_id(number))]


def liked(number: str, by: str, author: str, at: datetime, revision: int = 0) -> Interaction:
    """Give the like of a tweet; *author* is "" where nobody tells whose the tweet is."""
    return Interaction(
        at=at,
        kind=Kind.REACTION,
        channel="x",
        sender=by,
        receivers=(Receiver(author),) if author not in ("", by) else (),
        id=f"{status(number)}#like/{by.partition(':')[2]}",
        in_reply_to=status(number),
        revision=revision,
    )
