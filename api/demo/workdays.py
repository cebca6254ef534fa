"""Workdays: when people talk. Weekends are silent, summers and turns of the year calm.

A rhythm runs on *worked time*: a day of full work is 7/5 of a calendar day, a weekend is none, a
calm day is a third. So a weekly contact stays weekly, and thins out by itself when everybody rests.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from api.demo.dice import Dice
from api.demo.story import CALM, DAYS, SUMMER_CLOSED

__all__ = ["Workdays"]

_WEEK = (1.4, 1.45, 1.45, 1.4, 1.3, 0.0, 0.0)  # Monday to Sunday; seven together
_CALM_PACE = 0.33
_DAY = 86_400
_OPENS, _CLOSES = 8.5 * 3600, 17.75 * 3600


class Workdays:
    """The days from the first to the last, numbered from 0, and the clock of each zone."""

    def __init__(self, ends: date) -> None:
        self.ends = ends
        self.starts = ends - timedelta(days=DAYS)
        self.midnight = int(datetime.combine(self.starts, datetime.min.time(), UTC).timestamp())
        self.limit = self.midnight + (DAYS + 1) * _DAY
        self.open = self._worked(0.33)
        self.shut = self._worked(0.0)  # of a firm that closes for the summer
        self.offset = cache(self._offset)

    def _worked(self, summer: float) -> list[float]:
        first = self.starts.weekday()
        pace = [_WEEK[(first + day) % 7] for day in range(DAYS + 1)]
        for spell in CALM:
            share = summer if spell == SUMMER_CLOSED else _CALM_PACE
            for day in range(DAYS - spell[0], DAYS - spell[1]):
                pace[day] *= share
        return list(accumulate(pace, initial=0.0))

    def is_calm(self, day: int) -> bool:
        """Whether most people are away on that day."""
        return any(DAYS - begins <= day < DAYS - ends for begins, ends in CALM)

    def is_workday(self, day: int) -> bool:
        """Whether that day is none of a weekend."""
        return (self.starts.weekday() + day) % 7 < 5

    def day_of(self, at: int) -> int:
        """Give the number of the day of a moment, in UTC."""
        return (at - self.midnight) // _DAY

    def date_of(self, day: int) -> date:
        """Give the date of a day."""
        return self.starts + timedelta(days=day)

    def _offset(self, zone: str, day: int) -> int:
        noon = datetime.combine(self.date_of(day), datetime.min.time(), ZoneInfo(zone))
        offset = (noon + timedelta(hours=12)).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    def at(self, day: int, seconds: float, zone: str) -> int:
        """Give the moment (epoch seconds) of a local time of day."""
        return self.midnight + day * _DAY + int(seconds) - self.offset(zone, day)

    def in_hours(self, day: int, zone: str, dice: Dice) -> int:
        """Give a moment of a day within office hours, most likely around noon."""
        share = (dice.draw() + dice.draw()) / 2
        return self.at(day, _OPENS + share * (_CLOSES - _OPENS), zone)

    def soonest(self, at: int, zone: str, dice: Dice) -> int:
        """Give that moment, or one in the next morning at work where it falls outside of hours."""
        day = self.day_of(at)
        local = at + self.offset(zone, day) - self.midnight
        day, second = divmod(local, _DAY)
        if second < _OPENS and self.is_workday(day):
            return self.at(day, _OPENS + dice.draw() * 5400, zone)
        if second <= _CLOSES + 1800 and self.is_workday(day):
            return at
        day += 1
        while not self.is_workday(day):
            day += 1
        return self.at(day, _OPENS + dice.draw() * 5400, zone)
