"""What Discourse exports as tables: the archive that somebody is given of themselves, and chats.

user_archive.csv has all posts of one account, whose it is says preferences.json beside it, or the
name that the archive had (``user_archive-ann-250301-101112``). A row says neither whom it answers
nor who was in a message: those it names and quotes are told, the author of its topic where another
file tells them, and the topic itself, read beside it, tells more (it wins). likes.csv has the likes
that the account gave. A chat that an administrator exports says who answers which message.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.model import Interaction, Kind
from ingest.accounts import reached
from ingest.dates import moment_in
from ingest.discourse.posts import Posts, named_in
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import id_in, object_in, text_in
from ingest.json.records import Said
from ingest.rows.sheet import Sheet, sheet_of
from ingest.source import BadRecord, File
from ingest.text.written import handles, hashtags
from ingest.told import Told

__all__ = ["LINES", "archive_tells", "archived", "owner_of", "table_of"]

LINES = 20_000
"""How many lines one row may have, for a post has many, twice."""
_POSTS = frozenset({"topic_title", "is_pm", "url", "created_at", "like_count"})
_LIKES = frozenset({"id", "post_id", "topic_id", "post_number", "created_at", "deleted_by"})
_CHAT = frozenset({"id", "chat_channel_id", "user_id", "username", "message", "created_at"})
_TABLES = (_POSTS, _LIKES, _CHAT)
_PLACE = re.compile(r"https?://([^/]{3,120})(?:/[^/]{1,60}){0,3}?/t/(?:[^/]{0,300}/)?(\d+)/(\d+)$")
_NAME = re.compile(r"user[_-]archive-(.{1,60}?)-\d{6}-\d{6}")
_YES = frozenset(
    """yes ja oui sí si sì sim tak так да da ano áno igen evet kyllä jah jā taip ναι כן نعم بله
    是 是的 はい 예 네 ya có đúng bəli oo haa हाँ""".split()  # noqa: RUF001, SIM905
)
_NOBODY = (
    "says not whose it is: load preferences.json of the same archive together with it, or keep the "
    "archive's name, user_archive-NAME-DATE-TIME"
)


def table_of(file: File) -> Sheet | None:
    """The table of an archive or of a chat; None for any other one."""
    for columns in _TABLES:
        try:
            sheet = sheet_of(file, columns.__contains__)
        except OSError:
            return None
        if sheet is not None and set(sheet.names) >= columns:
            return sheet
    return None


def owner_of(found: dict[str, Any]) -> Iterator[Told]:
    """Tell whose archive it is, as its preferences.json says."""
    user = object_in(found, "user")
    if id_in(user, "id") and id_in(user, "username"):
        yield Told("discourse.owner", "own", id_in(user, "id"))


def archive_tells(cells: dict[str, str]) -> Iterator[Told]:
    """What a row tells others: the forum's host, and who wrote what in a chat."""
    place = _PLACE.match(cells.get("url", ""))
    if place:
        yield Told("discourse.site", "own", place[1].lower())
    if "chat_channel_id" in cells and id_in(cells, "user_id"):
        yield Told("discourse.chat", id_in(cells, "id"), id_in(cells, "user_id"))


def archived(cells: dict[str, str], posts: Posts, place: str) -> Said:
    """What a row says, of whichever table it is; *place* is where the file lies."""
    if "chat_channel_id" in cells:
        return _chat(cells, posts)
    number = posts.known.value("discourse.owner", "own")
    name = _NAME.search(place)
    owner = posts.person(number, name[1] if name else "")
    if not owner:
        raise BadRecord(_NOBODY)
    return _post(cells, posts, owner) if "url" in cells else _like(cells, posts, owner)


def _post(cells: dict[str, str], posts: Posts, owner: str) -> Said:
    where = _PLACE.match(cells["url"])
    if where is None:
        raise BadRecord("has no address of a post, expected .../t/NAME/7/2", cells["url"])
    topic, number = where[2], where[3]
    raw = text_in(cells, "post_raw", "post")
    named = named_in(cells["post_cooked"]) if cells.get("post_cooked") else list(handles(raw))
    begun = posts.known.value("discourse.author", f"{topic}/1") if number != "1" else ""
    to, others = [posts.person(begun, "")], [posts.person("", one) for one in named]
    kind = Kind.COMMENT if number != "1" else Kind.MENTION if named else Kind.POST
    if cells["is_pm"].lower() in _YES:
        kind = Kind.MESSAGE
    return [
        Interaction(
            at=moment_in(cells["created_at"]),
            kind=kind,
            channel="discourse",
            sender=owner,
            receivers=reached(owner, to, others),
            id=posts.place(topic, number),
            thread=posts.place(topic, number).rpartition("/")[0],
            in_reply_to=posts.place(topic, "1") if number != "1" else None,
            topics=(*hashtags(raw), *subject_topic(cells["topic_title"])),
            revision=-2,  # the post itself tells more, and so does an action with it
            text=raw or text_in(cells, "post_cooked"),
        )
    ]


def _like(cells: dict[str, str], posts: Posts, owner: str) -> Said:
    """A like that was given; one that was taken back is no contact."""
    place = posts.place(id_in(cells, "topic_id"), id_in(cells, "post_number"))
    bare, is_gone = owner.partition(":")[2], bool(cells.get("deleted_at"))
    key = f"{id_in(cells, 'topic_id')}/{id_in(cells, 'post_number')}"
    author = posts.known.value("discourse.author", key) if place else ""
    own = f"{place}#like/{bare}" if place else f"{owner}#like/{id_in(cells, 'id')}"
    return [
        Interaction(
            at=moment_in(cells["created_at"]),
            kind=Kind.ACTIVITY if is_gone else Kind.REACTION,
            channel="discourse",
            sender=owner,
            receivers=() if is_gone else reached(owner, [posts.person(author, "")]),
            id=f"{own}#deleted" if is_gone else own,
            thread=place.rpartition("/")[0] or None,
            in_reply_to=place or None,
        )
    ]


def _chat(cells: dict[str, str], posts: Posts) -> Said:
    """A line of a chat: to whom it answers, and to whom it names."""
    own, room, parent = (id_in(cells, name) for name in ("id", "chat_channel_id", "in_reply_to_id"))
    sender = posts.person(id_in(cells, "user_id"), id_in(cells, "username"))
    if not own or not sender:
        raise BadRecord("says not who wrote it, expected id, user_id and username", own)
    at, text = moment_in(cells["created_at"]), cells["message"]
    facts = posts.introduced(sender, at, cells, "name", "username")
    site = posts.person(own, "").removesuffix(own)
    if cells.get("deleted_at"):
        gone = Interaction(at, Kind.ACTIVITY, "discourse", sender, id=f"{site}chat/{own}#deleted")
        return [gone, *facts]
    answered = posts.person(posts.known.value("discourse.chat", parent), "") if parent else ""
    named = [posts.person("", name) for name in handles(text) if name not in ("all", "here")]
    kind = Kind.REPLY if answered else Kind.MENTION if named else Kind.POST
    said = Interaction(
        at=at,
        kind=kind,
        channel="discourse",
        sender=sender,
        receivers=reached(sender, [answered], named),
        id=f"{site}chat/{own}",
        thread=f"{site}chat/room/{room}",
        in_reply_to=f"{site}chat/{parent}" if parent else None,
        topics=hashtags(text),
        text=text,
    )
    return [said, *facts]
