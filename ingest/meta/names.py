"""Who is who in the exports of Facebook and Instagram, and whose export it is.

Messages and reactions give names only: ``account:facebook/Ann Smith``; Instagram has handles in
likes, follows and comments: ``instagram:@ann.smith``. Names come as UTF-8 read as Latin-1 and are
mended. "Facebook user" and its kin in other languages is whoever has left: a tombstone of each
conversation, whose kind is "deleted". Whose export it is say its profile, the author of its
comments and reactions, or that one name is in all of its conversations.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from graph.model import Fact
from graph.people.identity import clean
from ingest.json.records import Said
from ingest.source import BadRecord, File
from ingest.text.written import mended
from ingest.told import Near, Told

__all__ = [
    "Names",
    "is_gone",
    "name_of",
    "participants_tell",
    "platform_of",
    "root_of",
    "root_tells",
]

_LONGEST = 150
_GONE = re.compile(
    r"(?:(?:deleted|gel\u00f6schter?) )?(?:facebook|instagram|messenger)(?:er|mer)?[- ]?"
    r"(?:users?|nutzer(?:in)?|benutzer|bruger|bruker|anv\u00e4ndare|gebruiker|u\u017cytkownik"
    r"|\u30e6\u30fc\u30b6\u30fc|\u7528\u6237|\u4f7f\u7528\u8005|\uc0ac\uc6a9\uc790)"
    r"|(?:u\u017cytkownik|utilisateur(?:trice)?|usuari[oa]|usu\u00e1ri[oa]|utilizador|utente"
    r"|u\u017eivatel|utilizator|\u043f\u043e\u043b\u044c\u0437\u043e\u0432\u0430\u0442\u0435\u043b\u044c"
    r"|\u043a\u043e\u0440\u0438\u0441\u0442\u0443\u0432\u0430\u0447) "
    r"(?:de |do |di |d'|of )?(?:facebook|instagram)(?:a|u)?|instagrammer",
    re.IGNORECASE,
)
_ROOTS = re.compile(
    r"your_\w+_activity|your_activity_across_\w+|connections|activity|messages|likes|comments"
    r"|comments_and_reactions|likes_and_reactions|posts|friends|friends_and_followers|followers"
    r"|followers_and_following|followers_and_followings|profile_information|personal_information"
    r"|account_information|logged_information|profile|media|content|groups",
    re.IGNORECASE,
)
_ACTIVITY = re.compile(r"your_\w+_activity|your_activity_across_\w+", re.IGNORECASE)
_INSIDE = 3  # folders between that of an export's activity and a file
_MOST_THREADS = 300


def name_of(written: object) -> str:
    """Give a name as it was meant, or "" where there is none."""
    if not isinstance(written, str):
        return ""
    return clean(mended(written[: 4 * _LONGEST]))[:_LONGEST].strip()


def is_gone(name: str) -> bool:
    """Say whether a name is what stands in place of those who have left.

    >>> is_gone("Facebook user"), is_gone("Utilisateur Facebook"), is_gone("Ann Facebook")
    (True, True, False)
    """
    return not name or _GONE.fullmatch(name) is not None


def platform_of(file: File) -> str:
    """Say by its place whose file it is, the nearest folder first: "" where it does not say."""
    parts = [*PurePosixPath(file.place or file.shown).parts[:-1]]
    if "messages" in parts[-4:]:  # folders of conversations are called as people like
        parts = parts[: len(parts) - parts[::-1].index("messages")]
    for part in reversed(parts):
        lowered = part.lower()
        if "instagram" in lowered:
            return "instagram"
        if "facebook" in lowered or "messenger" in lowered:
            return "facebook"
    return ""


def root_tells(file: File, topic: str, key: str, value: str) -> Told:
    """Say something that holds for the whole export that a file is part of."""
    before = len(PurePosixPath(file.place or file.shown).parent.parts)
    return Told(topic, key, value, above=before - len(_root(file)))


def root_of(file: File) -> Path | None:
    """Give the folder of the export that a file is part of; None where its place says none.

    >>> str(root_of(File(Path("1"), "1", place="/a/export/messages/inbox/ann_1/message_1.json")))
    '/a/export'
    >>> str(root_of(File(Path("1"), "1", place="/a/your_instagram_activity/polls/1.json")))
    '/a'
    >>> root_of(File(Path("1"), "1", place="/a/message_1.json"))
    """
    found = _root(file)
    for depth, part in enumerate(found[-_INSIDE:], start=max(len(found) - _INSIDE, 0)):
        if _ACTIVITY.fullmatch(part):
            found = found[:depth]
            break
    is_inside = len(found) < len(PurePosixPath(file.place).parent.parts)
    return Path(*found) if is_inside and len(found) > 1 else None


def _root(file: File) -> list[str]:
    parts = [*PurePosixPath(file.place or file.shown).parent.parts]
    if "messages" in parts[-4:]:
        while parts[-1] != "messages":
            parts.pop()
    while len(parts) > 1 and _ROOTS.fullmatch(parts[-1]):
        parts.pop()
    return parts


class Names:
    """The people of one file, and whose export it is."""

    def __init__(self, platform: str, near: Near, log: str | None) -> None:
        self.platform = platform or "facebook"
        self._near = near
        self._log = log
        self._owner: str | None = None
        self.owner_name = ""
        self._find()

    def _find(self) -> None:
        topic = f"{self.platform}.owner"
        handle = self._near.value(topic, "handle") or self._near.value(topic, "root") or ""
        self.owner_name = self._near.value(topic, "name") or _common(self._near) or ""
        guess = self._near.values(f"{self.platform}.actor")
        if not self.owner_name and len(guess) == 1:
            self.owner_name = next(iter(guess))
        if handle:
            self._owner = self.handle(handle)
        elif self.owner_name:
            self._owner = f"account:{self.platform}/{self.owner_name}"
        elif self._log:
            self._owner = f"account:{self._log}"

    @property
    def owner(self) -> str:
        """Whose export it is; a BadRecord where nothing tells."""
        if self._owner is None:
            file = "profile_information" if self.platform == "facebook" else "personal_information"
            raise BadRecord(
                f"says not whose it is: {file}.json is missing; load it together with this file, "
                "or name the owner with --log"
            )
        return self._owner

    def handle(self, handle: str) -> str:
        """Give somebody by a handle, or "" where it is none."""
        found = name_of(handle).removeprefix("@").lower()
        return f"{self.platform}:@{found}" if found and not re.search(r"\s", found) else ""

    def person(self, written: object, thread: str) -> str:
        """Give somebody by name; who has left is somebody else in every conversation."""
        name = name_of(written)
        if is_gone(name):
            return f"account:{self.platform}/[deleted]/{thread or 'unknown'}"
        if name == self.owner_name and self._owner is not None:
            return self._owner
        return f"account:{self.platform}/{name}"

    def left(self, identity: str) -> Said:
        """That somebody has left, where they have."""
        is_gone = identity.startswith(f"account:{self.platform}/[deleted]/")
        return [Fact(identity, "kind", "deleted")] if is_gone else []


def _common(near: Near) -> str:
    """The one name that is in all conversations, of which there are several."""
    threads = sorted(set(near.values("meta.thread").values()))[:_MOST_THREADS]
    common: set[str] = set(threads[0].split("\n")) if len(threads) > 1 else set()
    for thread in threads[1:]:
        common &= set(thread.split("\n"))
    return next(iter(common)) if len(common) == 1 else ""


def conversation_tells(file: File, thread: str, platform: str) -> Told:
    """Say whose a conversation is, for its files that do not show it."""
    return root_tells(file, "meta.platform", f"of {thread or file.shown}", platform)


def platform_beside(near: Near, thread: str) -> str:
    """Say whose a conversation is by what lies beside it; "" where nothing says so."""
    return near.value("meta.platform", f"of {thread}") or near.value("meta.platform", "of") or ""


def participants_tell(file: File, names: list[str]) -> Iterator[Told]:
    """Tell who takes part in a conversation."""
    named = sorted(one for one in set(names) if not is_gone(one))
    if len(named) > 1:
        folder = PurePosixPath(file.place or file.shown).parent.name
        yield root_tells(file, "meta.thread", folder or file.shown, "\n".join(named))
