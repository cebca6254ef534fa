"""Facebook's "Download your information": comments, reactions, posts, friends, the profile.

A comment or a reaction is to whom its title names, for nothing else tells; where the title cannot
be read it is about nobody, and is kept. A post reaches those it tags. A friend is a dated fact, a
request is an activity. Times are in seconds; there are no ids but those made of moment and words.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from graph.model import Fact, Interaction, Kind, Merge, Receiver, Role
from graph.people.identity import clean, plain_email
from ingest.dates import moment_in, moment_or_none
from ingest.facebook.titles import author_of, is_reply, target_of
from ingest.json.fields import id_in, list_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.meta.names import Names, name_of
from ingest.role_addresses import kind_of
from ingest.source import BadRecord
from ingest.text.written import hashtags, mended

__all__ = ["actor_in", "befriended", "entry", "labelled", "poster_of", "profile", "profile_name"]

_COMMENTS = ("comments", "group_comments")
_OWNER = "\n"  # in place of a name: whose download it is
_MOST = 200


def actor_in(found: dict[str, Any]) -> str:
    """Give who comments or reacts, as the entry names them; "" for other entries."""
    for one in objects_in(found, "data"):
        who = name_of(object_in(one, "comment").get("author"))
        who = who or name_of(object_in(one, "reaction").get("actor"))
        if who:
            return who
    return ""


def entry(found: dict[str, Any], names: Names, topic: str, poster: str) -> Said:
    """A comment, a reaction or a post; *poster* has those without a title."""
    data = list(objects_in(found, "data"))[:_MOST]
    title = mended(text_in(found, "title")[:1_000])
    comment = next((object_in(one, "comment") for one in data if "comment" in one), {})
    reaction = next((object_in(one, "reaction") for one in data if "reaction" in one), {})
    if comment or (topic in _COMMENTS and "timestamp" in found):  # of a picture alone
        return _comment(found, comment, title, names)
    if reaction:
        return _reaction(found, reaction, title, names)
    if "timestamp" not in found:
        raise BadRecord("is no comment, reaction or post, expected timestamp", str(found)[:200])
    return _post(found, data, title, names, topic, poster)


def _comment(found: dict[str, Any], comment: dict[str, Any], title: str, names: Names) -> Said:
    at = moment_in(comment.get("timestamp", found.get("timestamp")))
    name = name_of(comment.get("author"))
    sender = names.person(name, "comments") if name else names.owner
    kind = Kind.REPLY if is_reply(title) else Kind.COMMENT
    return [
        Interaction(
            at=at,
            kind=kind,
            channel="facebook",
            sender=sender,
            receivers=_to(target_of(title, name), sender, names),
            topics=hashtags(mended(text_in(comment, "comment"))),
            text=mended(text_in(comment, "comment")),
        ),
        *names.left(sender),
    ]


def _reaction(found: dict[str, Any], reaction: dict[str, Any], title: str, names: Names) -> Said:
    name = name_of(reaction.get("actor"))
    sender = names.person(name, "reactions") if name else names.owner
    to = _to(target_of(title, name), sender, names)
    at = moment_in(found.get("timestamp"))
    return [Interaction(at, Kind.REACTION, "facebook", sender, to), *names.left(sender)]


def _post(
    found: dict[str, Any],
    data: list[dict[str, Any]],
    title: str,
    names: Names,
    topic: str,
    poster: str,
) -> Said:
    at = moment_in(found.get("timestamp"))
    is_on_wall = topic.startswith("wall_posts_sent_to_you")
    name = names.owner_name if title.startswith(f"{names.owner_name} ") else author_of(title)
    if is_on_wall and not name:
        raise BadRecord("names no author, expected them in its title", title)
    if not (name or poster):
        raise BadRecord("has no title, and the titles beside it name several people", "")
    name = name or poster
    sender = names.person(name, "posts") if name != _OWNER else names.owner
    texts = " ".join(text_in(one, "post") for one in data)
    tagged = [names.person(one, "posts") for one in _tagged(found)]
    receivers = [Receiver(names.owner)] if is_on_wall and names.owner != sender else []
    if not is_on_wall:  # on somebody's wall, or what somebody wrote passed on
        receivers += _to(target_of(title, name), sender, names)
    receivers += [
        Receiver(one, Role.MENTIONED)
        for one in dict.fromkeys(tagged)
        if one != sender and one not in {receiver.identity for receiver in receivers}
    ]
    kind = Kind.MENTION if receivers else Kind.POST
    return [
        Interaction(
            at, kind, "facebook", sender, tuple(receivers), topics=hashtags(mended(texts)),
            text=mended(texts),
        )
    ]  # fmt: skip


def labelled(found: dict[str, Any], names: Names) -> Said:
    """A post on a page or a wall, as lists of labels have it: they do not say on whose."""
    if "timestamp" not in found:
        raise BadRecord("is no post, expected timestamp", str(found)[:200])
    values = [mended(text_in(one, "value")) for one in objects_in(found, "label_values")]
    text = next((one for one in values if one and not one.startswith("http")), "")
    at, own = moment_in(found.get("timestamp")), id_in(found, "fbid")
    return [
        Interaction(
            at, Kind.POST, "facebook", names.owner, id=f"facebook:{own}" if own else None,
            topics=hashtags(text), text=text,
        )
    ]  # fmt: skip


def poster_of(entries: list[dict[str, Any]], names: Names) -> str:
    """Whose are the posts without a title: the owner's, unless the titles beside name others."""
    titles = [mended(text_in(one, "title")[:1_000]) for one in entries]
    posters = {author_of(title) for title in titles if title} - {""}
    is_own = any(names.owner_name and one.startswith(f"{names.owner_name} ") for one in titles)
    if is_own or not posters:
        return _OWNER
    return next(iter(posters)) if len(posters) == 1 else ""


def _tagged(found: dict[str, Any]) -> Iterator[str]:
    for one in list_in(found, "tags")[:_MOST]:
        name = name_of(one.get("name") if isinstance(one, dict) else one)
        if name:
            yield name


def _to(name: str, sender: str, names: Names) -> tuple[Receiver, ...]:
    if not name:
        return ()
    identity = names.person(name, "posts")
    return (Receiver(identity),) if identity != sender else ()


def befriended(found: dict[str, Any], names: Names, topic: str) -> Said:
    """A friend, a follower, or a request for friendship."""
    name = name_of(found.get("name"))
    if not name:
        raise BadRecord("names nobody, expected name", str(found)[:200])
    other = names.person(name, topic)
    since: datetime | None = moment_or_none(found.get("timestamp"))
    if topic.startswith(("sent_", "received_")):
        at = moment_in(found.get("timestamp"))
        is_own = topic.startswith("sent_")
        sender, receiver = (names.owner, other) if is_own else (other, names.owner)
        return [Interaction(at, Kind.ACTIVITY, "facebook", sender, (Receiver(receiver),))]
    said: Said = [Fact(other, "name", name)]
    if topic.startswith("followers"):
        said.append(Fact(other, "follows", names.owner, since))
    elif topic.startswith("following"):
        said.append(Fact(names.owner, "follows", other, since))
    elif topic.startswith("friends"):
        said.append(Fact(names.owner, "friend", other, since))
    return said


def profile_name(found: dict[str, Any]) -> str:
    """Give the name of whose export it is."""
    inside = _profile(found)
    return name_of(object_in(inside, "name").get("full_name") or inside.get("name"))


def profile(found: dict[str, Any]) -> Said:
    """The profile of whose export it is: the name, and the addresses that it holds."""
    name = profile_name(found)
    if not name:
        raise BadRecord("names nobody, expected name with full_name", str(found)[:200])
    identity = f"account:facebook/{name}"
    said: Said = [Fact(identity, "name", name), Fact(identity, "kind", "person")]
    emails = object_in(_profile(found), "emails")
    for one in list_in(emails, "emails")[:20]:
        address = plain_email(clean(one[:200])) if isinstance(one, str) else None
        if address and not kind_of(f"email:{address}"):
            reason = "same Facebook account: its profile has the address"
            said.append(Merge(identity, f"email:{address}", reason))
    return said


def _profile(found: dict[str, Any]) -> dict[str, Any]:
    return object_in(found, "profile_v2") or object_in(found, "profile") or found
