"""Long tweets: an archive cuts them in tweets.js, and has their whole text in note-tweet.js.

A note has a number of its own and does not say whose text it is: that is the tweet of its second
that begins with the same words. So tweets that are cut, which are few, are told about in the first
look; the note is then a later revision of its tweet, and no second one. Some notes are short, and
their tweet is not cut: they say nothing more. Tweets that were edited are told about as well, for
answers name any of their versions.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from io import BufferedReader
from pathlib import Path
from typing import Any

from graph.model import Fact
from ingest.dates import moment_in
from ingest.json.fields import id_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.source import BadRecord, File
from ingest.text.written import unescaped
from ingest.told import Near, Told
from ingest.twitter.names import People, by_id
from ingest.twitter.tweets import is_status, moment, tweet, versions

__all__ = ["are_told_about", "note", "told_of"]

_CUT = re.compile(r"…(?:\s*https://t\.co/\w+)*\s*$")
_NOTES = "*note-tweet*.js"
_EDITED, _CUT_OFF = b'"initialTweetId"', ("…".encode(), b"\\u2026")  # as JSON may write it
_BLOCK, _OVERLAP = 2**17, 2**6  # a block stays in the processor's cache
_LEADING, _LINK = re.compile(r"^(?:\s*@\w+)+"), re.compile(r"https?://\S+")
_WORDS = 40  # characters that tell two tweets of a second apart
_FIRST = 1_620_000_000_000_000_000  # the number of a tweet of when there were no notes yet
_APART = (0, -1, 1, -2, 2)  # seconds between a note and its tweet
_MOST = 50  # mentions that are told
_KEPT = (
    "id_str", "created_at", "in_reply_to_status_id_str", "in_reply_to_user_id_str",
    "in_reply_to_screen_name",
)  # fmt: skip
_NO_TWEET = (
    "is the whole text of a tweet that is not beside it: load the archive's tweets.js "
    "(deleted-tweets.js for one that was deleted) together with this file"
)


def are_told_about(file: File) -> bool:
    """Say whether a file may hold tweets that others must know: most files need no second look.

    Those that were edited, and, where notes lie beside, those that are cut.
    """
    folder = Path(file.place).parent
    has_notes = not folder.is_dir() or any(folder.glob(_NOTES))  # in an archive there may be some
    signs = (_EDITED, *_CUT_OFF) if has_notes else (_EDITED,)
    with file.path.open("rb") as stream:
        return _holds(stream, signs)


def _holds(stream: BufferedReader, signs: Sequence[bytes]) -> bool:
    """Say whether one of some signs stands in a file; read through one block of memory."""
    block = bytearray(_OVERLAP + _BLOCK)  # the end of what was read before, and what is read
    fresh = memoryview(block)[_OVERLAP:]
    while size := stream.readinto(fresh):
        end = _OVERLAP + size
        if any(block.find(sign, 0, end) >= 0 for sign in signs):
            return True
        block[:_OVERLAP] = block[size:end]
    return False


def told_of(found: Iterable[dict[str, Any]]) -> Iterator[Told]:
    """What notes and answers must know of the tweets of an archive."""
    for wrapped in found:
        one = object_in(wrapped, "tweet")
        first, *later = versions(one, id_in(one, "id_str", "id")) or [""]
        yield from (Told("x.first", number, first) for number in later)
        text = text_in(one, "full_text")
        number = id_in(one, "id_str")
        if text.startswith("RT @") or not by_id(number) or int(number) < _FIRST:
            continue
        try:
            key = _key(moment(one), text)
        except BadRecord:
            continue
        if _CUT.search(text):
            yield Told("x.cut", key, _kept(one, [first, *later]))
            yield from _named(one, number)
        else:
            yield Told("x.uncut", key, number)


def _kept(one: dict[str, Any], numbers: list[str]) -> str:
    """What a note must know of its tweet, but for whom that names."""
    kept: dict[str, Any] = {name: one[name] for name in _KEPT if isinstance(one.get(name), str)}
    urls = [text_in(url, "expanded_url") for url in objects_in(object_in(one, "entities"), "urls")]
    kept["urls"] = [url for url in urls if is_status(url)][-1:]
    kept["edits"] = numbers if len(numbers) > 1 else []
    return json.dumps(kept)  # which carries half a character, too, as texts that were cut end with


def _named(one: dict[str, Any], number: str) -> Iterator[Told]:
    mentions = list(objects_in(object_in(one, "entities"), "user_mentions"))
    for count, mention in enumerate(mentions[:_MOST]):
        value = f"{id_in(mention, 'id_str', 'id')} {text_in(mention, 'screen_name')}"
        yield Told("x.cut.named", f"{number}/{count}", value)


def _key(at: datetime, text: str) -> str:
    """The second, and the words it begins with: without whom it answers, links, and the cut."""
    words = _LINK.sub("", _LEADING.sub("", unescaped(text)))
    return f"{at:%Y%m%d%H%M%S} {''.join(words.split()).rstrip('…')[:_WORDS]}"


def note(found: dict[str, Any], people: People, near: Near) -> Said:
    """The whole text of a long tweet: that tweet, as it is without the cut.

    One whose tweet has all of it tells what the account tells.
    """
    number, core = id_in(found, "noteTweetId"), object_in(found, "core")
    at, text = moment_in(found.get("createdAt")), text_in(core, "text")
    for seconds in _APART:
        key = _key(at + timedelta(seconds=seconds), text)
        kept = near.value("x.cut", key)
        if kept is None and near.value("x.uncut", key):
            return [Fact(people.owner, "kind", "person")]
        if kept is not None:
            return tweet(_whole(json.loads(kept), core, near), people, is_whole=True)
    raise BadRecord(_NO_TWEET, number)


def _whole(cut: dict[str, Any], core: dict[str, Any], near: Near) -> dict[str, Any]:
    """The tweet as it would be told if it were not cut."""
    mentions = {one["screen_name"].lower(): one for one in _told_mentions(cut, near)}
    for one in objects_in(core, "mentions"):
        handle = text_in(one, "screenName", "screen_name")
        mentions.setdefault(handle.lower(), {"screen_name": handle})
    urls = [{"expanded_url": text_in(url, "expandedUrl")} for url in objects_in(core, "urls")]
    entities = {
        "user_mentions": list(mentions.values()),
        "urls": [*urls, *({"expanded_url": url} for url in cut["urls"])],
    }
    edits = {"edit_history_tweet_ids": cut["edits"]} if cut["edits"] else {}
    return {**cut, **edits, "full_text": text_in(core, "text"), "entities": entities}


def _told_mentions(cut: dict[str, Any], near: Near) -> Iterator[dict[str, Any]]:
    for count in range(_MOST):
        value = near.value("x.cut.named", f"{cut.get('id_str')}/{count}")
        if value is None:
            return
        number, _, handle = value.partition(" ")
        yield {"id_str": number, "screen_name": handle}
