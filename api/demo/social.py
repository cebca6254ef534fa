"""Social: what people who know each other anyway say to each other in public."""

from collections.abc import Iterator
from typing import NamedTuple

from api.demo.dice import Dice
from api.demo.rhythms import Rhythm
from api.demo.workdays import Workdays

__all__ = ["Post", "posts"]


class Post(NamedTuple):
    """A mention, a reply, or a post to nobody in particular; people go by their handles."""

    at: int
    id: str
    sender: str
    recipients: tuple[str, ...]
    kind: str
    thread: str


def posts(rhythms: list[Rhythm], workdays: Workdays, seed: int) -> Iterator[Post]:
    """Give a few public words of those who post, about every five weeks a pair."""
    able = [r for r in rhythms if r.a.handle and r.b.handle and not r.is_private]
    number = 0
    for rhythm in able:
        dice = Dice(seed, "social", rhythm.a.email, rhythm.b.email)
        for day in Rhythm(rhythm.a, rhythm.b, 35, rhythm.mix, regularity=2).days(workdays, dice):
            at = workdays.in_hours(day, rhythm.a.zone, dice)
            a, b = (rhythm.a, rhythm.b) if dice.chance(0.5) else (rhythm.b, rhythm.a)
            thread = f"X{number:05d}"
            reached = () if dice.chance(0.2) else (b.handle,)
            yield Post(at, thread, a.handle, reached, "mention" if reached else "post", thread)
            number += 1
            if reached and dice.chance(0.6):
                later = at + 120 + int(dice.wait(5400))
                if later < workdays.limit:
                    yield Post(later, f"X{number:05d}", b.handle, (a.handle,), "reply", thread)
                    number += 1
