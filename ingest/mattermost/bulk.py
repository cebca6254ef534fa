"""Lines of a Mattermost bulk export, which know people by their usernames only.

A person is ``mattermost:@ann``, or ``mattermost:LOG/@ann`` where the log is named, for usernames
are those of one server; the address in a user's line ties them to what the API says. Posts have no
ids there: the place, the author and the millisecond stand for one.
"""

from collections.abc import Iterator
from typing import Any

from graph.model import Fact, Interaction, Kind
from graph.people.identity import clean
from ingest.accounts import profile, reached
from ingest.dates import moment_in
from ingest.json.fields import count_in, id_in, is_true, list_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.mattermost.calls import called, is_call, joined
from ingest.mattermost.posts import EVERYBODY
from ingest.source import BadRecord
from ingest.text.written import handles, hashtags

__all__ = ["Bulk", "is_line"]

_MARKS = {
    "post": ("user", "message", "create_at"),
    "direct_post": ("channel_members", "user", "create_at"),
    "user": ("username",),
    "bot": ("username",),
    "channel": ("name", "team"),
    "team": ("name", "display_name"),
    "direct_channel": ("members",),
}
_SILENT = frozenset({"version", "scheme", "role", "team", "channel", "direct_channel", "emoji"})
_REASON = "same Mattermost account: the address in its export"
_BY_MACHINE = ("from_bot", "from_webhook")
_TWO = 2
_MOST = 1_000


def is_line(found: dict[str, Any]) -> bool:
    """Say whether an object is one line of a bulk export.

    >>> is_line({"type": "version", "version": 1}), is_line({"type": "post", "post": "1"})
    (True, False)
    """
    kind = found.get("type")
    if kind == "version" and isinstance(found.get("version"), int):
        return found.keys() <= {"type", "version", "info"}
    marks = _MARKS.get(kind, ()) if isinstance(kind, str) else ()
    inner = object_in(found, str(kind)) if marks else {}
    return bool(marks) and all(mark in inner for mark in marks)


class Bulk:
    """Reads the lines of one export."""

    def __init__(self, log: str | None) -> None:
        self._site = f"{log}/" if log else ""
        self._bots: set[str] = set()

    def said(self, found: dict[str, Any]) -> Said | None:
        """What a line says; None for teams, channels and the like."""
        kind = text_in(found, "type")
        inner = object_in(found, kind)
        if kind in _SILENT:
            return None
        if kind in ("user", "bot"):
            return self._user(inner, is_bot=kind == "bot")
        place = f"{id_in(inner, 'team')}/{id_in(inner, 'channel')}"
        members = [self._person(name) for name in _names(inner, "channel_members")]
        if kind == "direct_post":
            place = "direct/" + ",".join(sorted(_names(inner, "channel_members")))
        return list(self._post(inner, place, members))

    def _person(self, name: str) -> str:
        return f"mattermost:{self._site}@{name.lower()}"

    def _author(self, found: dict[str, Any]) -> str:
        name = id_in(found, "user")
        if not name:
            raise BadRecord("names no author, expected user", str(found)[:200])
        return self._person(name)

    def _post(
        self, found: dict[str, Any], place: str, members: list[str]
    ) -> Iterator[Interaction | Fact]:
        whole = self._message(found, place, members, None)
        yield whole
        yield from self._reactions(found, whole)
        for reply in objects_in(found, "replies"):
            answer = self._message(reply, place, members, whole)
            yield answer
            yield from self._reactions(reply, answer)

    def _message(
        self, found: dict[str, Any], place: str, members: list[str], root: Interaction | None
    ) -> Interaction:
        sender, at = self._author(found), moment_in(found.get("create_at"))
        text = text_in(found, "message")
        to, named, kind = members, [], Kind.MESSAGE
        if not members:
            named = [self._person(name) for name in handles(text) if name not in EVERYBODY]
            to = [root.sender] if root else []
            is_mention = any(one != sender for one in named)
            kind = Kind.REPLY if root else Kind.MENTION if is_mention else Kind.POST
        if text_in(found, "type").startswith("system_"):
            to, named, kind = [], [], Kind.ACTIVITY
        millisecond, name = id_in(found, "create_at"), sender.rpartition("@")[2]
        own = f"mattermost:{self._site}{place[:4000]}/{millisecond}/@{name}"
        props = object_in(found, "props")
        message = Interaction(
            at=at,
            kind=kind,
            channel="mattermost",
            sender=sender,
            receivers=reached(sender, to, named),
            id=own,
            thread=root.id if root else own,
            in_reply_to=root.id if root else None,
            topics=hashtags(text),
            revision=count_in(found, "edit_at") or 0,
            is_bulk=sender in self._bots or any(is_true(props, one) for one in _BY_MACHINE),
            text=text,
        )
        if not is_call(found):
            return message
        took_part = len(joined(found))
        others = members if took_part == len(members) else []  # whose ids no line explains
        return called(found, message, others, members if len(members) == _TWO else [])

    def _reactions(self, found: dict[str, Any], message: Interaction) -> Iterator[Interaction]:
        for one in {self._author(one): one for one in objects_in(found, "reactions")}.values():
            reactor = self._author(one)
            yield Interaction(
                at=moment_in(one.get("create_at")),
                kind=Kind.REACTION,
                channel="mattermost",
                sender=reactor,
                receivers=reached(reactor, [message.sender]),
                id=f"{message.id}#reaction/@{reactor.rpartition('@')[2]}",
                in_reply_to=message.id,
            )

    def _user(self, found: dict[str, Any], *, is_bot: bool) -> Said:
        handle = id_in(found, "username")
        if not handle:
            raise BadRecord("has no username", str(found)[:200])
        whole = f"{text_in(found, 'first_name')} {text_in(found, 'last_name')}".strip()
        identity = self._person(handle)
        if is_bot:
            self._bots.add(identity)
        said = profile(
            identity,
            reason=_REASON,
            name=whole or text_in(found, "display_name", "nickname") or handle,
            handle=handle,
            title=text_in(found, "position"),
            email=text_in(found, "email"),
            is_bot=is_bot,
        )
        for team in objects_in(found, "teams"):
            for channel in objects_in(team, "channels"):
                if id_in(channel, "name"):
                    said.append(Fact(identity, "channel", id_in(channel, "name")))
        return said


def _names(found: dict[str, Any], name: str) -> list[str]:
    listed = [clean(one)[:200] for one in list_in(found, name)[:_MOST] if isinstance(one, str)]
    return [one.lower() for one in listed if one]
