"""Who is who in Slack: ids of people and channels, and what the files beside the messages tell.

A person is ``slack:TEAM/USER``: of the team their account is in, as users.json says, else of the
workspace. Without any team known they stay ``slack:USER``. A channel is known by its id, which
channels.json gives for the folder's name.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ingest.json.fields import id_in, is_true, list_in, object_in
from ingest.source import NotAlone
from ingest.told import Near, Told

__all__ = ["SMALL", "Names", "channel_tells", "is_channel", "is_user", "team_of", "user_tells"]

SMALL = 8
"""Members up to which a channel is a room where everybody hears everybody."""

_USER = re.compile(r"[UWB][A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,30}")
_TEAM = re.compile(r"[TE][A-Z0-9]{2,30}")
_MOST = 30  # members of a group message; Slack has nine


def is_user(found: dict[str, Any]) -> bool:
    """Say whether an object is one of users.json or users.list."""
    marks = ("profile", "is_bot", "team_id", "real_name", "deleted")
    return bool(_USER.fullmatch(id_in(found, "id"))) and any(mark in found for mark in marks)


def is_channel(found: dict[str, Any]) -> bool:
    """Say whether an object is one of channels.json, groups.json, dms.json or mpims.json."""
    marks = ("members", "creator", "is_channel", "is_im", "is_group", "is_mpim", "purpose", "topic")
    if "created" not in found or not any(mark in found for mark in marks):
        return False
    return _CHANNEL.fullmatch(id_in(found, "id")) is not None


def team_of(user: dict[str, Any]) -> str:
    """The team of an account: of an Enterprise Grid the organization, whose ids are one's own.

    >>> team_of({"team_id": "T1", "enterprise_user": {"id": "U7", "enterprise_id": "E1"}})
    'E1'
    """
    above = id_in(object_in(user, "enterprise_user"), "enterprise_id")
    return above or id_in(user, "team_id") or id_in(object_in(user, "profile"), "team")


def user_tells(users: Iterator[dict[str, Any]]) -> Iterator[Told]:
    """What users tell: the team of each, who is a bot, and whose workspace it is."""
    teams: Counter[str] = Counter()
    for user in users:
        own, profile = id_in(user, "id"), object_in(user, "profile")
        team = team_of(user)
        if team:
            teams[team] += not is_true(user, "is_stranger")
            yield Told("slack.user", own, team)
        if is_true(user, "is_bot"):
            yield Told("slack.bot", own, own)
            bot = id_in(profile, "bot_id")
            if bot:
                yield Told("slack.bot", bot, own)
        elif team:
            yield Told("slack.person", own, own)
    if teams and any(teams.values()):
        most = max(teams.values())
        yield Told("slack.team", "own", min(team for team, count in teams.items() if count == most))


def channel_tells(channel: dict[str, Any]) -> Iterator[Told]:
    """What a channel tells: its id by its name, and its members where they are few."""
    own, name = id_in(channel, "id"), id_in(channel, "name")
    members = [id_in({"id": one}, "id") for one in list_in(channel, "members")[:_MOST]]
    is_direct = own.startswith("D") or is_true(channel, "is_im") or is_true(channel, "is_mpim")
    is_direct = is_direct or name.startswith("mpdm-")
    if not members and id_in(channel, "user"):  # conversations.list names the other one
        members = [id_in(channel, "user")]
    yield Told("slack.channel", own, own)
    if name:
        yield Told("slack.channel", name, own)
    if is_direct and members:
        yield Told("slack.direct", own, " ".join(filter(None, members)))
    elif 1 < len(members) <= SMALL:
        yield Told("slack.room", own, " ".join(filter(None, members)))


class Names:
    """The ids of one file: of its people in full, of its channel and who is in it.

    Of a file of which only a part is read, raises ``NotAlone`` where the rest may tell a team.
    """

    def __init__(self, near: Near, place: str, log: str | None, *, is_part: bool = False) -> None:
        self.near = near
        self.is_part = is_part
        self.team = near.value("slack.team", "own") or log or ""
        folder = place.rpartition("/")[0].rpartition("/")[2]
        self.channel = near.value("slack.channel", folder) or folder
        self._known: dict[str, str] = {}
        self._bots: dict[str, bool] = {}
        self._rooms: dict[str, tuple[list[str], bool]] = {}
        if is_part and not self.team:
            raise NotAlone

    def learn(self, found: dict[str, Any]) -> None:
        """Take the team from a message, where no other file told it."""
        if self.team:
            return
        for name in ("team", "user_team", "source_team"):
            team = id_in(found, name)
            if _TEAM.fullmatch(team):
                self.team = team
                return

    def person(self, user: str, team: str = "") -> str:
        """Give the identity of a user; *team* is what the message itself says."""
        known = self._known.get(user)
        if known is None:
            told = self.near.value("slack.user", user)
            if self.is_part and not told and team not in ("", self.team):
                raise NotAlone
            own = told or team or self.team
            known = f"slack:{own}/{user}" if own else f"slack:{user}"
            if self.team or own:
                self._known[user] = known
        return known

    def bot(self, bot: str) -> str:
        """Give the identity of a bot, which is that of its user where users.json has one."""
        return self.person(self.near.value("slack.bot", bot) or bot)

    def is_bot(self, user: str) -> bool:
        """Say whether a user is a bot, as far as is known."""
        known = self._bots.get(user)
        if known is None:
            known = user == "USLACKBOT" or self.near.value("slack.bot", user) is not None
            self._bots[user] = known
        return known

    def is_person(self, user: str) -> bool:
        """Say whether users.json lists a user as no bot."""
        return self.near.value("slack.person", user) is not None

    def members(self, channel: str) -> tuple[list[str], bool]:
        """Give the members of a direct message or a small channel, and whether it is direct."""
        known = self._rooms.get(channel)
        if known is None:
            direct = self.near.value("slack.direct", channel)
            within = direct or self.near.value("slack.room", channel) or ""
            known = self._rooms[channel] = within.split(), direct is not None
        return known
