"""Entries of an Instagram export: likes, comments, follows, posts, in the forms of every year.

An entry holds a list of links with moments (``string_list_data``), a map whose keys are words of
the user's language (``string_map_data``), or labels (``label_values``); before 2020 it was a pair
of moment and name. A like and a comment are to whoever owns the post, a post to nobody but those
it names, and a follow is a dated fact. People are known by their handles.
"""

import re
from datetime import datetime
from typing import Any

from graph.model import Fact, Interaction, Kind, Merge, Receiver, Role
from graph.people.identity import clean, plain_email
from ingest.dates import moment_in, moment_or_none
from ingest.instagram.words import COMMENTS, FULL_NAMES, HANDLES, OWNERS
from ingest.json.fields import object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.meta.names import Names, name_of
from ingest.role_addresses import kind_of
from ingest.source import BadRecord
from ingest.text.written import handles, hashtags, mended

__all__ = ["TOPICS", "entry", "owner_of", "topic_of"]

TOPICS = {
    "relationships_followers": "follower", "followers": "follower",
    "relationships_following": "follows", "following": "follows",
    "relationships_follow_requests_sent": "requested", "pending_follow_requests": "requested",
    "relationships_permanent_follow_requests": "requested",
    "recent_follow_requests": "requested", "relationships_follow_requests_received": "asked",
    "relationships_unfollowed_users": "unfollowed", "recently_unfollowed_accounts": "unfollowed",
    "recently_unfollowed_profiles": "unfollowed", "relationships_blocked_users": "blocks",
    "blocked_accounts": "blocks", "blocked_profiles": "blocks",
    "relationships_close_friends": "close_friend", "close_friends": "close_friend",
    "likes_media_likes": "like", "liked_posts": "like", "likes_comment_likes": "like",
    "liked_comments": "like", "media_likes": "like", "comment_likes": "like",
    "story_activities_story_likes": "like", "story_likes": "like",
    "story_activities_polls": "like", "story_activities_quizzes": "like",
    "story_activities_questions": "like", "story_activities_emoji_sliders": "like",
    "story_activities_emoji_quick_reactions": "like", "story_activities_countdowns": "like",
    "story_activities_reaction_sticker_reactions": "like",
    "comments_media_comments": "comment", "post_comments": "comment", "media_comments": "comment",
    "comments_reels_comments": "comment", "reels_comments": "comment",
    "comments_story_comments": "comment", "hype": "comment",
    "posts": "post", "ig_stories": "post", "stories": "post", "ig_reels_media": "post",
    "reels": "post", "ig_igtv_media": "post", "igtv_videos": "post",
    "ig_archived_post_media": "post", "archived_posts": "post", "photos": "post",
    "videos": "post", "profile_user": "profile",
}  # fmt: skip
"""What the lists of an export are, by their names in it, or by the name of a file without one."""

_HANDLE = re.compile(r"[A-Za-z0-9._]{1,30}")
_LINK = re.compile(r"https?://(?:www\.)?instagram\.com/(?:_u/)?([A-Za-z0-9._]{1,30})/?(?:\?.*)?")
_POST = re.compile(r"https?://(?:www\.)?instagram\.com/(?:[\w.]+/)?(?:p|reel|tv)/([\w-]{1,80})/?.*")
_NUMBERED = re.compile(r"_?\d+$")
_PAGES = frozenset({"p", "reel", "tv", "stories", "explore", "accounts", "direct"})
_MOST = 50


def topic_of(stem: str) -> str:
    """Give what a file without a named list holds, by its own name; "" where that is unknown.

    >>> topic_of("followers_1"), topic_of("post_comments_2"), topic_of("settings")
    ('follower', 'comment', '')
    """
    return TOPICS.get(_NUMBERED.sub("", stem.lower()), "")


def entry(found: dict[str, Any], topic: str, names: Names) -> Said:
    """What an entry of a list says."""
    if topic == "profile":
        return _profile(found, names)
    if topic == "post":
        return _post(found, names)
    who, at, text, link = _parts(found)
    other = names.handle(who)
    if topic in ("like", "comment"):
        return [_contact(topic, other, at, text, link, names)]
    if not other:
        raise BadRecord("names nobody, expected a handle in value, title or href", str(found)[:200])
    since = moment_or_none(at)
    if topic == "follower":
        return [Fact(other, "follows", names.owner, since)]
    if topic == "asked":
        return [Fact(other, "requested", names.owner, since)]
    return [Fact(names.owner, topic, other, since)]


def _contact(topic: str, other: str, at: object, text: str, link: str, names: Names) -> Interaction:
    """A like or a comment, from whose export it is to whose post it is."""
    sender, when = names.owner, moment_in(at)
    receivers = [Receiver(other)] if other not in ("", sender) else []
    if topic == "comment":
        named = (names.handle(one) for one in list(handles(text))[:_MOST])
        receivers += [
            Receiver(one, Role.MENTIONED)
            for one in dict.fromkeys(named)
            if one not in ("", other, sender)
        ]
    post = _POST.fullmatch(link)
    return Interaction(
        at=when,
        kind=Kind.COMMENT if topic == "comment" else Kind.REACTION,
        channel="instagram",
        sender=sender,
        receivers=tuple(receivers),
        in_reply_to=f"instagram:p/{post[1]}" if post else None,
        topics=hashtags(text) if topic == "comment" else (),
        text=text if topic == "comment" else None,
    )


def _parts(found: dict[str, Any]) -> tuple[str, object, str, str]:
    """Whom an entry names, its moment, its text and its link, in any of the forms."""
    mapped, labels = object_in(found, "string_map_data"), list(objects_in(found, "label_values"))
    if mapped:
        return _mapped(found, mapped)
    if labels:
        who = _labelled(labels)
        link = next((text_in(one, "href", "value") for one in labels if "href" in one), "")
        dated = (one.get("timestamp_value") or one.get("timestamp") for one in labels)
        at = found.get("timestamp") or next(filter(None, dated), None)
        said = (one for one in labels if _label(one) in COMMENTS)
        return who, at, mended(text_in(next(said, {}), "value")), link
    title = name_of(found.get("title"))
    inside = next(objects_in(found, "string_list_data"), {})
    value, link = mended(text_in(inside, "value")), text_in(inside, "href")
    linked = _LINK.fullmatch(link)
    who = title if _HANDLE.fullmatch(title) else ""
    if not who and linked and linked[1].lower() not in _PAGES:
        who = linked[1]
    if not who and _HANDLE.fullmatch(value) and not title:
        who = value
    return who, inside.get("timestamp", found.get("timestamp")), value, link


def _mapped(found: dict[str, Any], mapped: dict[str, Any]) -> tuple[str, object, str, str]:
    """A map in the user's language: what has a moment is one, then come the text and the owner."""
    at: object = None
    values: list[tuple[str, str]] = []
    link = ""
    for key, one in list(mapped.items())[:_MOST]:
        if not isinstance(one, dict):
            continue
        value = mended(text_in(one, "value"))
        at = at or one.get("timestamp") or None
        link = link or text_in(one, "href")
        if value:
            values.append((mended(key).strip().lower(), value))
    named = [value for key, value in values if key in OWNERS or key in HANDLES]
    others = [value for key, value in values if key not in OWNERS and key not in HANDLES]
    text = others[0] if others else ""
    # unknown words: the text comes first, whose post it is second
    rest = [value for value in others[1:2] if _HANDLE.fullmatch(value)]
    who = next(iter(named or rest), "") or name_of(found.get("title"))
    return who if _HANDLE.fullmatch(who) else "", at, text, link


def _labelled(labels: list[dict[str, Any]]) -> str:
    """The handle among labels, which may hold labels; of an owner in unknown words the last."""
    left = [(one, 0) for one in reversed(labels)]
    last = ""
    for _ in range(500):
        if not left:
            break
        one, depth = left.pop()
        value = name_of(one.get("value"))
        if _HANDLE.fullmatch(value):
            if _label(one) in HANDLES or _label(one) in OWNERS:
                return value
            last = value if depth > 1 else last
        inside = [*objects_in(one, "dict"), *objects_in(one, "vec")]
        left += [(each, depth + 1) for each in reversed(inside)]
    return last


def _label(found: dict[str, Any]) -> str:
    return mended(text_in(found, "label")).strip().lower()


def _post(found: dict[str, Any], names: Names) -> Said:
    media = next(objects_in(found, "media"), found)
    at = found.get("creation_timestamp", media.get("creation_timestamp", found.get("taken_at")))
    text = mended(text_in(found, "title", "caption") or text_in(media, "title", "caption"))
    sender = names.owner
    named = [names.handle(one) for one in list(handles(text))[:_MOST]]
    receivers = tuple(
        Receiver(one, Role.MENTIONED) for one in dict.fromkeys(named) if one not in ("", sender)
    )
    kind = Kind.MENTION if receivers else Kind.POST
    at_moment: datetime = moment_in(at)
    topics = hashtags(text)
    return [Interaction(at_moment, kind, "instagram", sender, receivers, topics=topics, text=text)]


def owner_of(found: dict[str, Any]) -> tuple[str, str, str]:
    """Give the handle, the name and the address that a profile tells, each "" if it does not."""
    handle = name = address = ""
    for key, one in list(object_in(found, "string_map_data").items())[:_MOST]:
        label = mended(key).strip().lower()
        value = name_of(one.get("value")) if isinstance(one, dict) else ""
        if label in HANDLES and _HANDLE.fullmatch(value):
            handle = value
        elif label in FULL_NAMES:
            name = value
        elif "@" in value:
            address = address or plain_email(clean(value)) or ""
    return handle, name, address


def _profile(found: dict[str, Any], names: Names) -> Said:
    handle, name, address = owner_of(found)
    identity = names.handle(handle)
    if not identity:
        raise BadRecord("names no handle, expected Username", str(found)[:200])
    said: Said = [Fact(identity, "kind", "person"), Fact(identity, "handle", f"@{handle}")]
    if name:
        said.append(Fact(identity, "name", name))
    if address and not kind_of(f"email:{address}"):
        reason = "same Instagram account: its profile has the address"
        said.append(Merge(identity, f"email:{address}", reason))
    return said
