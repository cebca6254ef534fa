"""What Discourse tells beside posts: likes with who liked, actions of a user, accounts.

A like is from who liked to whose post it is, at its own time where that is told (``user_actions``),
else at the post's (a webhook). An action is what somebody did with a post: began a topic, answered,
named or quoted somebody, wrote them a message. Lists of accounts, in JSON or as the CSV that an
administrator is given, prove whose address it is.
"""

from collections.abc import Iterator
from typing import Any

from graph.model import Interaction, Kind
from ingest.accounts import profile, reached
from ingest.dates import moment_in
from ingest.discourse.posts import Posts
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import id_in, is_true, object_in, text_in
from ingest.json.records import Said
from ingest.rows.sheet import Sheet, sheet_of
from ingest.source import BadRecord, File
from ingest.text.written import unescaped
from ingest.told import Told

__all__ = ["account", "account_tells", "accounts_of", "action", "is_account", "is_action", "like"]

_REASON = "same Discourse account: its profile has the address"
_KINDS = {
    "1": Kind.REACTION,  # likes given, and received
    "2": Kind.REACTION,
    "4": Kind.POST,
    "5": Kind.COMMENT,
    "6": Kind.REPLY,
    "7": Kind.MENTION,
    "9": Kind.MENTION,  # quotes
    "12": Kind.MESSAGE,
    "13": Kind.MESSAGE,
}
_COLUMNS = frozenset({"id", "username", "email", "trust_level"})


def is_action(found: dict[str, Any]) -> bool:
    """Say whether an object is an action of a user."""
    return {"action_type", "acting_username", "topic_id", "created_at"} <= found.keys()


def is_account(found: dict[str, Any]) -> bool:
    """Say whether an object is an account, as profiles and lists of them have it."""
    is_post = "post_number" in found or "topic_id" in found
    return {"id", "username", "avatar_template"} <= found.keys() and not is_post


def like(found: dict[str, Any], posts: Posts) -> Said:
    """A like as a webhook tells it: the post, and who liked it."""
    post, user = object_in(found, "post"), object_in(found, "user")
    sender = posts.person(id_in(user, "id"), id_in(user, "username"))
    place = posts.place(id_in(post, "topic_id"), id_in(post, "post_number"))
    if not sender or not place:
        raise BadRecord("says not who liked which post", id_in(post, "id"))
    at = moment_in(found.get("created_at") or post.get("created_at"))
    author = posts.person(id_in(post, "user_id"), id_in(post, "username"))
    return [
        _reaction(at, sender, author, place),
        *posts.introduced(sender, at, user, "name", "username"),
    ]


def action(found: dict[str, Any], posts: Posts) -> Said:
    """What somebody did with a post."""
    at = moment_in(found.get("created_at"))
    sender = posts.person(id_in(found, "acting_user_id"), id_in(found, "acting_username"))
    place = posts.place(id_in(found, "topic_id"), id_in(found, "post_number") or "1")
    if not sender or not place:
        raise BadRecord("says not who did what, expected acting_username and topic_id", "")
    sort = text_in(found, "action_type")
    kind = _KINDS.get(sort, Kind.ACTIVITY)
    author = posts.person(id_in(found, "user_id"), id_in(found, "username"))
    other = posts.person(id_in(found, "target_user_id"), id_in(found, "target_username"))
    facts = posts.introduced(sender, at, found, "acting_name", "acting_username")
    if kind is Kind.REACTION:
        return [_reaction(at, sender, author if author != sender else other, place), *facts]
    thread = place.rpartition("/")[0]
    is_told = kind in (Kind.REPLY, Kind.MENTION, Kind.MESSAGE)
    to = [] if not is_told else [other if other != sender else author]
    said = Interaction(
        at=at,
        kind=kind,
        channel="discourse",
        sender=sender,
        receivers=reached(sender, *(([], to) if kind is Kind.MENTION else (to, []))),
        id=place
        if kind is not Kind.ACTIVITY
        else f"{place}#action/{sort}/{sender.partition(':')[2]}",
        thread=thread,
        topics=subject_topic(text_in(found, "title")),
        revision=-1,  # the post itself tells more
    )
    return [said, *facts]


def _reaction(at: Any, sender: str, author: str, place: str) -> Interaction:  # noqa: ANN401
    return Interaction(
        at=at,
        kind=Kind.REACTION,
        channel="discourse",
        sender=sender,
        receivers=reached(sender, [author]),
        id=f"{place}#like/{_bare(sender)}",
        thread=place.rpartition("/")[0],
        in_reply_to=place,
    )


def _bare(identity: str) -> str:
    return identity.partition(":")[2]


def account(found: dict[str, Any], posts: Posts) -> Said:
    """An account: its name, its handle, and the address where that is told."""
    own = posts.number(found, "id")
    if not own:
        raise BadRecord("has no id", str(found)[:200])
    return profile(
        posts.person(own, ""),
        reason=_REASON,
        name=unescaped(text_in(found, "name")) or text_in(found, "username"),
        handle=text_in(found, "username"),
        title=text_in(found, "title"),
        email=text_in(found, "email"),
        is_bot=own.startswith("system") or is_true(found, "bot"),
    )


def account_tells(found: dict[str, Any]) -> Iterator[Told]:
    """Tell whose a username is."""
    own, name = id_in(found, "id"), id_in(found, "username").lower()
    if own and name and not own.startswith("-"):
        yield Told("discourse.user", name, own)


def accounts_of(file: File) -> Sheet | None:
    """The table of accounts that an administrator exports; None for any other table."""
    try:
        sheet = sheet_of(file, lambda name: name in _COLUMNS)
    except OSError:
        return None
    return sheet if sheet is not None and set(sheet.names) >= _COLUMNS else None
