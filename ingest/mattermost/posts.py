"""Posts of the Mattermost API: whom each one reaches, which is not everybody who could read it.

A post in a direct channel is to the other one, as the channel's name says, one in a group of a few
to all whose usernames its shown name lists. A reply is to the
author of the post it answers; a post that names people mentions them; any other reaches nobody in
particular. ``delete_at`` and ``root_id`` of 0 and "" are none. A person is ``mattermost:ID``.
"""

from typing import Any

from graph.model import Fact, Interaction, Kind
from ingest.accounts import Introduced, Known, profile, reached
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import count_in, id_in, is_true, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.mattermost.calls import called, is_call, joined
from ingest.role_addresses import BOT
from ingest.source import BadRecord
from ingest.text.written import handles, hashtags

__all__ = ["EVERYBODY", "Posts", "is_channel", "is_member", "is_post", "is_reaction", "is_user"]

EVERYBODY = frozenset({"all", "channel", "here"})
"""What stands after an @ and is nobody's name."""

_REASON = "same Mattermost account: the address in its profile"
_MOST = 1_000


def is_post(found: dict[str, Any]) -> bool:
    """Say whether an object is a post of the API."""
    marks = {"id", "create_at", "user_id", "channel_id", "message"}
    return marks <= found.keys() and ("root_id" in found or "delete_at" in found)


def is_user(found: dict[str, Any]) -> bool:
    """Say whether an object is a user of the API."""
    return {"id", "username", "create_at", "delete_at"} <= found.keys()


def is_channel(found: dict[str, Any]) -> bool:
    """Say whether an object is a channel of the API."""
    marks = {"id", "create_at", "delete_at", "display_name", "name", "type"}
    return marks <= found.keys() and ("last_post_at" in found or "total_msg_count" in found)


def is_member(found: dict[str, Any]) -> bool:
    """Say whether an object is one member of one channel."""
    return {"channel_id", "user_id", "last_viewed_at", "notify_props"} <= found.keys()


def is_reaction(found: dict[str, Any]) -> bool:
    """Say whether an object is a reaction of the API."""
    return {"user_id", "post_id", "emoji_name", "create_at"} <= found.keys()


class Posts:
    """Reads the records of one file."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._introduced = Introduced()

    def post(self, found: dict[str, Any]) -> Said:
        """What a post says, and the reactions it carries."""
        number, user = id_in(found, "id"), id_in(found, "user_id")
        at, props = moment_in(found.get("create_at")), object_in(found, "props")
        if not user or not number:
            raise BadRecord("names no author, expected id and user_id", number)
        sender, own, root = f"mattermost:{user}", f"mattermost:{number}", id_in(found, "root_id")
        is_bot = is_true(props, "from_bot") or bool(self.known.value("mattermost.bot", user))
        facts = self._introduced.said(sender, at, kind=BOT if is_bot else "")
        if id_in(found, "delete_at"):
            return [Interaction(at, Kind.ACTIVITY, "mattermost", sender, id=f"{own}#deleted")]
        if text_in(found, "type").startswith("system_"):
            return [Interaction(at, Kind.ACTIVITY, "mattermost", sender, id=own), *facts]
        text = text_in(found, "message")
        kind, to, named = self._reached(id_in(found, "channel_id"), root, sender, text)
        message = Interaction(
            at=at,
            kind=kind,
            channel="mattermost",
            sender=sender,
            receivers=reached(sender, to, named),
            id=own,
            thread=f"mattermost:{root or number}",
            in_reply_to=f"mattermost:{root}" if root else None,
            topics=hashtags(text_in(found, "hashtags") or text),
            revision=count_in(found, "edit_at") or 0,
            is_bulk=is_bot or is_true(props, "from_webhook"),
            text=text,
        )
        if is_call(found):
            others = [f"mattermost:{one}" for one in joined(found)]
            message = called(found, message, others, to if kind is Kind.MESSAGE else [])
        return [message, *self._reactions(found, number, user), *facts]

    def _reached(
        self, channel: str, root: str, sender: str, text: str
    ) -> tuple[Kind, list[str], list[str]]:
        both = self.known.value("mattermost.direct", channel)
        if both:
            return Kind.MESSAGE, [f"mattermost:{one}" for one in both.split()], []
        group = self.known.value("mattermost.group", channel)
        if group:
            return Kind.MESSAGE, [self._named(one) for one in group.split()], []
        named = [self._named(name) for name in handles(text) if name not in EVERYBODY]
        if root:
            author = self.known.value("mattermost.author", root)
            return Kind.REPLY, [f"mattermost:{author}"] if author else [], named
        is_mention = any(one != sender for one in named)
        return Kind.MENTION if is_mention else Kind.POST, [], named

    def _named(self, name: str) -> str:
        """Somebody named by their username: by id where a list of users is at hand."""
        return f"mattermost:{self.known.value('mattermost.user', name) or f'@{name}'}"

    def _reactions(self, found: dict[str, Any], number: str, author: str) -> Said:
        said: dict[str, Interaction] = {}
        listed = list(objects_in(object_in(found, "metadata"), "reactions"))
        for one in listed[:_MOST]:
            if id_in(one, "user_id") and not id_in(one, "delete_at"):
                reaction = self._reacted(one, number, author)
                former = said.setdefault(reaction.sender, reaction)
                if reaction.at < former.at:
                    said[reaction.sender] = reaction
        return list(said.values())

    def reaction(self, found: dict[str, Any]) -> Said:
        """What a reaction says that stands by itself."""
        number = id_in(found, "post_id")
        if not number or not id_in(found, "user_id"):
            raise BadRecord("names nobody, expected user_id and post_id", str(found)[:200])
        return [self._reacted(found, number, self.known.value("mattermost.author", number))]

    def _reacted(self, found: dict[str, Any], number: str, author: str) -> Interaction:
        user = id_in(found, "user_id")
        return Interaction(
            at=moment_in(found.get("create_at")),
            kind=Kind.REACTION,
            channel="mattermost",
            sender=f"mattermost:{user}",
            receivers=reached(f"mattermost:{user}", [f"mattermost:{author}"] if author else []),
            id=f"mattermost:{number}#reaction/{user}",
            in_reply_to=f"mattermost:{number}",
        )

    def user(self, found: dict[str, Any]) -> Said:
        """What a user's profile says."""
        own, handle = id_in(found, "id"), text_in(found, "username")
        if not own:
            raise BadRecord("has no id", str(found)[:200])
        whole = f"{text_in(found, 'first_name')} {text_in(found, 'last_name')}".strip()
        return profile(
            f"mattermost:{own}",
            reason=_REASON,
            name=whole or text_in(found, "nickname") or handle,
            handle=handle,
            title=text_in(found, "position"),
            email=text_in(found, "email"),
            is_bot=is_true(found, "is_bot"),
        )

    def member(self, found: dict[str, Any]) -> Said:
        """Who is in a channel."""
        user, channel = id_in(found, "user_id"), id_in(found, "channel_id")
        if not user or not channel:
            raise BadRecord("names nobody, expected user_id and channel_id", str(found)[:200])
        return [Fact(f"mattermost:{user}", "channel", channel)]

    def channel(self, found: dict[str, Any]) -> Said | None:
        """What a channel says: who made it; None where that is nobody, or it is a direct one."""
        creator = id_in(found, "creator_id")
        name = text_in(found, "name") or text_in(found, "display_name")
        if not creator or not name or id_in(found, "type") in ("D", "G"):
            return None
        since = moment_or_none(found.get("create_at"))
        return [Fact(f"mattermost:{creator}", "created_channel", name[:200], since)]
