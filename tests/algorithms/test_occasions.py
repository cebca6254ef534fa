"""Occasions: dated reasons to write, and the contacts that settle them."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algorithms.reminding.occasions import KINDS, Dated, Occasion, kind_of_fact, occasions
from graph.moments import micros


def at(text: str) -> int:
    return micros(datetime.fromisoformat(text).replace(tzinfo=UTC))


def only(name: str, value: str, today: str, *contacts: str, since: str | None = None) -> Occasion:
    """The one occasion of one fact, as of noon of a day."""
    fact = Dated(0, name, value, None if since is None else at(since))
    moments = np.array([at(one) for one in contacts], np.int64)
    found, unread = occasions([fact], {0: moments}, as_of=at(today) + 12 * 3_600_000_000)
    assert not unread
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("today", "due", "state"),
    [
        ("2026-05-02", "2026-05-17", "upcoming"),
        ("2026-05-03", "2026-05-17", "due"),
        ("2026-05-17", "2026-05-17", "due"),
        ("2026-05-18", "2026-05-17", "overdue"),
        ("2026-05-31", "2026-05-17", "overdue"),
        ("2026-06-01", "2027-05-17", "upcoming"),  # too late: the next one
    ],
)
def test_a_birthday_comes_every_year(today: str, due: str, state: str) -> None:
    for value in ("1980-05-17", "05-17", "--05-17", "17.05.1980", "1980-05-17T00:00:00Z"):
        found = only("Birthday", value, today)
        assert (str(found.due), found.state) == (due, state), value


def test_the_turn_of_the_year_is_no_gap() -> None:
    assert str(only("birthday", "01-03", "2026-12-28").due) == "2027-01-03"
    assert only("birthday", "01-03", "2026-12-28").state == "due"
    late = only("birthday", "12-30", "2027-01-05")
    assert (str(late.due), late.state, late.days) == ("2026-12-30", "overdue", -6)


@pytest.mark.parametrize(("today", "due"), [("2027-02-20", "2027-02-28"),
                                            ("2028-02-20", "2028-02-29")])  # fmt: skip
def test_who_was_born_on_the_last_of_a_leap_february_has_a_birthday_every_year(
    today: str, due: str
) -> None:
    for value in ("1996-02-29", "02-29"):
        assert str(only("date of birth", value, today).due) == due


def test_a_contact_on_the_day_settles_a_birthday_and_one_of_last_week_does_not() -> None:
    assert only("birthday", "05-17", "2026-05-18", "2026-05-10").state == "overdue"

    done = only("birthday", "05-17", "2026-05-20", "2026-05-10", "2026-05-17", "2026-05-19")

    assert done.state == "done"
    assert done.text == "birthday on 2026-05-17: done because of the contact of 2026-05-17"


def test_what_has_not_happened_yet_settles_nothing() -> None:
    assert only("birthday", "05-17", "2026-05-18", "2026-05-19").state == "overdue"


@pytest.mark.parametrize("name", ["renewal", "Contract until", "EXPIRES", "renewal_date"])
def test_a_renewal_has_one_day_and_is_reset_by_a_contact_in_its_month(name: str) -> None:
    assert only(name, "2026-06-30", "2026-05-12").state == "upcoming"
    assert only(name, "2026-06-30", "2026-06-10", "2026-05-12").state == "due"
    done = only(name, "2026-06-30", "2026-06-10", "2026-06-02")
    assert done.text == "renewal on 2026-06-30: done because of the contact of 2026-06-02"
    late = only(name, "2026-06-30", "2026-07-04", "2026-05-12")
    assert late.text == "renewal on 2026-06-30, 4 days ago, and no contact since"


def test_an_old_renewal_is_over() -> None:
    found, unread = occasions([Dated(0, "renewal", "2025-01-01")], {}, as_of=at("2026-05-01"))

    assert (found, unread) == ([], [])


def test_a_reminder_is_reset_by_every_contact() -> None:
    fresh = only("remind_every", "30", "2026-05-20", "2026-05-12")
    assert (fresh.state, str(fresh.due)) == ("upcoming", "2026-06-11")
    assert fresh.text == "reminder (every 30) on 2026-06-11, in 22 days; last contact 2026-05-12"

    assert only("remind_every", "30 days", "2026-06-06", "2026-05-12").state == "due"
    late = only("remind_every", "30", "2026-06-15", "2026-04-01", "2026-05-12")
    assert (late.state, late.days) == ("overdue", -4)
    assert only("remind_every", "30", "2026-06-15", "2026-05-12", "2026-06-14").state == "upcoming"


def test_a_reminder_without_any_contact_is_due_at_once_or_from_its_own_day_on() -> None:
    assert only("remind_every", "2 weeks", "2026-06-15").days == 0
    told = only("remind_every", "2 weeks", "2026-06-15", since="2026-06-10")
    assert (str(told.due), told.state) == ("2026-06-24", "upcoming")


def test_a_follow_up_is_settled_by_a_contact_around_its_day() -> None:
    assert only("follow up on", "2026-06-10", "2026-06-09", "2026-06-05").state == "due"
    assert only("follow up on", "2026-06-10", "2026-06-09", "2026-06-08").state == "done"


def test_what_is_overdue_stands_first_and_what_is_done_last() -> None:
    facts = [
        Dated(0, "renewal", "2026-06-30"),
        Dated(1, "birthday", "06-20"),
        Dated(2, "birthday", "06-08"),
        Dated(3, "birthday", "12-24"),
    ]
    contacts = {0: np.array([at("2026-06-05")])}
    found, _ = occasions(facts, contacts, as_of=at("2026-06-10"))

    assert [one.fact.subject for one in found] == [2, 1, 3, 0]
    assert [one.state for one in found] == ["overdue", "due", "upcoming", "done"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("birthday", "13-45"),
        ("birthday", "spring"),
        ("birthday", "17/05/1980"),
        ("renewal", "05-17"),
        ("remind every", "0"),
        ("remind every", "often"),
    ],
)
def test_what_is_no_date_is_told_with_its_value(name: str, value: str) -> None:
    found, unread = occasions([Dated(0, name, value)], {}, as_of=0)

    assert not found
    assert repr(value) in unread[0].reason


def test_other_facts_are_no_occasions() -> None:
    assert kind_of_fact("title") is None
    assert occasions([Dated(0, "title", "1980-05-17")], {}, as_of=0) == ([], [])
    words = [word for kind in KINDS for word in kind.words]
    assert len(words) == len(set(words))


DAYS = st.integers(0, 4000).map(lambda day: date(2019, 1, 1) + timedelta(days=day))


@given(st.sampled_from(["birthday", "renewal", "follow up", "remind every"]), DAYS, DAYS,
       st.lists(DAYS, max_size=5), st.integers(1, 400))  # fmt: skip
def test_writing_today_leaves_nothing_overdue(
    name: str, day: date, today: date, had: list[date], wait: int
) -> None:
    value = str(wait) if name == "remind every" else str(day)
    now = at(str(today))
    moments = np.sort(np.array([at(str(one)) for one in had], np.int64))
    before, _ = occasions([Dated(0, name, value)], {0: moments}, as_of=now)
    after, _ = occasions([Dated(0, name, value)], {0: np.sort(np.append(moments, now))}, as_of=now)

    assert len(before) == len(after) <= 1
    assert all(one.state in ("done", "upcoming", "due") for one in after)
    for one, other in zip(before, after, strict=True):
        assert one.kind == other.kind
        assert other.state != "overdue"
        if one.state == "done":
            assert other == one
