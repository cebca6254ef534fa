"""The table of weights: what an interaction of each kind counts, over which channel, and why.

A letter to one person counts 1; everything else is measured against it. A row speaks for a kind
over any channel, or over one: an answer to a stranger in a public forum is less than one to a
colleague. What a user set wins over what is usual; of each, the row of a channel over its kind's:

    set kind/channel  >  set kind  >  usual kind/channel  >  usual kind  >  0

So ``{"reply": 1.2}`` says what every reply counts, and ``{"reply": 1.2, "reply/reddit": 0.1}``
makes one exception. A call that was missed has rows of its own, as if it were a kind; it never
counts more than a call.

Cost: O(1) for each question.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from graph.model import Kind
from graph.short_digest import short_digest

__all__ = [
    "DEFAULT_WEIGHTS",
    "MISSED_CALL",
    "USUAL",
    "Rule",
    "rule_for",
    "sorts",
    "split",
    "usual_digest",
]

MISSED_CALL = "missed call"
"""Stands in the table beside the kinds: a call that took no time."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what a kind counts over a channel, or over any (None), who says so, and why."""

    kind: str
    channel: str | None
    weight: float
    why: str
    origin: Literal["default", "setting"] = "default"

    @property
    def key(self) -> str:
        """What the row is called in the settings.

        >>> rule_for({}, "reply", "reddit").key
        'reply/reddit'
        """
        return f"{self.kind}" if self.channel is None else f"{self.kind}/{self.channel}"


USUAL: tuple[Rule, ...] = (
    Rule(Kind.EMAIL, None, 1.0, "written to somebody: what everything else is measured against"),
    Rule(Kind.MESSAGE, None, 1.0, "written to one person or to the few of a chat, like a mail"),
    Rule(Kind.CALL, None, 2.0, "both gave their time at once; of five minutes, or not known"),
    Rule(MISSED_CALL, None, 0.2, "one was wanted and not reached, voicemail too; nothing was said"),
    Rule(Kind.MEETING, None, 3.0, "both kept the time free; of half an hour, or not known"),
    Rule(Kind.CONTACT, None, 1.0, "met or wrote, in both directions; no more is known of it"),
    Rule(Kind.MENTION, None, 0.5, "was named before others, which asks for no answer"),
    Rule(Kind.REPLY, None, 1.0, "what they wrote was read and answered"),
    Rule(Kind.REACTION, None, 0.2, "one click: a like, an emoji, a retweet"),
    Rule(Kind.COMMENT, None, 0.7, "words under what they wrote, for all to read"),
    Rule(Kind.POST, None, 0.0, "written to whom it may concern: it reaches nobody in particular"),
    Rule(Kind.RATING, None, 0.0, "an opinion of something, not a contact: it counts as tone"),
    Rule(Kind.ACTIVITY, None, 1.0, "done with somebody, by a log that does not say what it was"),
    Rule(Kind.REPLY, "reddit", 0.5, "an answer between pseudonyms, mostly to a stranger"),
    Rule(Kind.COMMENT, "reddit", 0.3, "said under a stranger's post, to all who read it"),
    Rule(Kind.REPLY, "stackexchange", 0.5, "an answer is to the question, and to all who have it"),
    Rule(Kind.COMMENT, "stackexchange", 0.3, "a remark on a stranger's question or answer"),
    Rule(Kind.COMMENT, "discourse", 0.3, "further down a topic, not in answer to who began it"),
    Rule(Kind.MENTION, "x", 0.3, "anybody may name anybody in public; most never answer"),
    Rule(Kind.REACTION, "github", 0.1, "a star or a fork is for the project rather than its owner"),
    Rule(Kind.MEETING, "meetup", 0.5, "a seat at a public evening; guest and host may never speak"),
    Rule(Kind.ACTIVITY, "salesforce", 0.3, "a task done about somebody, not with them"),
    Rule(Kind.ACTIVITY, "linkedin", 0.3, "an invitation without a word: a click"),
    Rule(Kind.ACTIVITY, "facebook", 0.3, "a request for friendship: a click"),
)
"""What is usual, one row each; what is not in it counts nothing."""

_BY_KEY: Mapping[str, Rule] = MappingProxyType({rule.key: rule for rule in USUAL})

DEFAULT_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {key: rule.weight for key, rule in _BY_KEY.items()}
)
"""The usual weights by ``kind`` and ``kind/channel``, as the settings write them."""

_SET = "as the settings say"
_NOTHING = "of a kind that has no row"


def sorts() -> tuple[str, ...]:
    """Name what may stand before the slash: every kind, and the missed call."""
    return (*(str(kind) for kind in Kind), MISSED_CALL)


def split(key: str) -> tuple[str, str | None]:
    """Take a key of the settings apart.

    >>> split("activity/x"), split("email")
    (('activity', 'x'), ('email', None))
    """
    kind, slash, channel = key.partition("/")
    return kind, channel if slash else None


def rule_for(given: Mapping[str, float], kind: str, channel: str) -> Rule:
    """Find the row that speaks for a kind over a channel; *given* is what was set.

    >>> rule_for({"reply": 1.2}, "reply", "reddit").weight
    1.2
    >>> rule_for({}, "reply", "reddit").weight, rule_for({}, "reply", "slack").weight
    (0.5, 1.0)
    """
    both = f"{kind}/{channel}"
    for key, over in ((both, channel), (kind, None)):
        if key in given:
            return _set(Rule(kind, over, given[key], "", "setting"))
    return _BY_KEY.get(both) or _BY_KEY.get(kind) or Rule(kind, None, 0.0, _NOTHING)


def usual_digest(lengths: Mapping[str, float]) -> str:
    """Name what is usual: the weights of the table, and the usual *lengths* by kind, in minutes.

    What another release holds for usual makes other runs; the reasons beside the weights do not.

    >>> usual_digest({"call": 5}) == usual_digest({"call": 5.0}) != usual_digest({"call": 6})
    True
    """
    table = {rule.key: float(_BY_KEY[rule.key].weight) for rule in USUAL}
    told = {"weights": table, "lengths": {kind: float(m) for kind, m in lengths.items()}}
    return short_digest(json.dumps(told, sort_keys=True))


def _set(rule: Rule) -> Rule:
    usual = _BY_KEY.get(rule.key)
    why = _SET if usual is None else f"{_SET}; usually {usual.weight:g}: {usual.why}"
    return Rule(rule.kind, rule.channel, rule.weight, why, "setting")
