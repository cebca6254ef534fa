"""User names: the account that bore one while it was spoken of is that user; else nobody guesses.

Days are counted from 1; an account without a day was seen with the name when it was exported.
"""

import pyarrow as pa
import pytest

from graph.people.user_names import Bearing, borne_names

DAY = 86_400_000_000
Seen = tuple[str, str, int | None]


def found(
    seen: list[Seen],
    spoken_of: dict[str, list[int]],
    *,
    more: tuple[str, ...] = (),
    one_person: tuple[str, ...] = (),
) -> list[tuple[str, tuple[str, ...], bool]]:
    """What is found of names that were spoken of on some days, by accounts seen with names."""
    names = sorted({who for who, _, _ in seen} | set(spoken_of) | set(more))
    facts = pa.table(
        {
            "subject": [who for who, _, _ in seen],
            "name": ["handle"] * len(seen),
            "value": [value for _, value, _ in seen],
            "since": pa.array([None if day is None else day * DAY for _, _, day in seen]).cast(
                pa.int64()
            ),
        }
    )
    rows = [(names.index(who), day * DAY) for who, days in spoken_of.items() for day in days]
    log = pa.table(
        {
            "sender": pa.array([0] * len(rows), pa.int64()),
            "receiver": pa.array([place for place, _ in rows], pa.int64()),
            "at": pa.array([at for _, at in rows], pa.int64()),
        }
    )
    first = min((names.index(who) for who in one_person), default=-1)
    together = {names.index(who): first for who in one_person}
    told = borne_names(pa.array(names), facts, log, lambda place: together.get(place, place))
    return [_written(one, names) for one in told]


def _written(one: Bearing, names: list[str]) -> tuple[str, tuple[str, ...], bool]:
    return names[one.name], tuple(names[place] for place in one.bearers), one.is_known


ANN: Seen = ("x:12", "@Ann_X", None)


def test_the_account_with_that_name_is_who_was_mentioned_in_any_letters() -> None:
    assert found([ANN], {"x:@ann_x": [5]}) == [("x:@ann_x", ("x:12",), True)]


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ("telegram:77", "telegram:@ann_x"),
        ("mattermost:hr/8tb", "mattermost:hr/@ann_x"),
        ("rocketchat:9", "rocketchat:@ann_x"),
        ("discourse:forum.x.example/4", "discourse:forum.x.example/@ann_x"),
        ("github:104", "github:ann_x"),
    ],
)
def test_so_it_is_on_every_platform_that_gives_number_and_name_together(
    account: str, name: str
) -> None:
    assert found([(account, "@ann_x", None)], {name: [5]}) == [(name, (account,), True)]


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ("telegram:77", "x:@ann_x"),  # another platform
        ("discourse:forum.x.example/4", "discourse:other.example/@ann_x"),  # another site
        ("slack:T1/U7", "slack:T1/@ann_x"),  # what Slack shows is no one's alone
        ("github:104", "github:105"),
    ],
)
def test_a_name_elsewhere_says_nothing(account: str, name: str) -> None:
    assert found([(account, "@ann_x", None)], {name: [5]}) == []


def test_two_accounts_with_one_name_are_for_a_human() -> None:
    told: list[Seen] = [ANN, ("x:99", "@ann_x", None)]

    assert found(told, {"x:@ann_x": [5]}) == [("x:@ann_x", ("x:12", "x:99"), False)]


def test_two_accounts_known_to_be_one_person_are_no_question() -> None:
    told: list[Seen] = [ANN, ("x:99", "@ann_x", None)]

    both = ("x:12", "x:99")
    assert found(told, {"x:@ann_x": [5]}, one_person=both) == [("x:@ann_x", ("x:12",), True)]


SOLD: list[Seen] = [("x:12", "@ann_x", 10), ("x:99", "@ann_x", 50)]


@pytest.mark.parametrize(
    ("days", "bearers"),
    [
        ([5, 10], ("x:12",)),  # before the first of them was seen with it
        ([60], ("x:99",)),
        ([50, 60], ("x:99",)),
        ([30], ("x:12", "x:99")),  # somewhere between the two
        ([5, 60], ("x:12", "x:99")),  # of both
        ([], ("x:12", "x:99")),  # nobody knows when
    ],
)
def test_a_name_that_changed_hands_is_whose_it_was_at_the_time(
    days: list[int], bearers: tuple[str, ...]
) -> None:
    assert found(SOLD, {"x:@ann_x": days}) == [("x:@ann_x", bearers, len(bearers) == 1)]


RENAMED: list[Seen] = [("x:12", "@old", 10), ("x:12", "@new", 40)]


@pytest.mark.parametrize(
    ("name", "day", "is_known"),
    [
        ("x:@old", 5, True),
        ("x:@old", 60, False),  # who has given it up may not be meant any more
        ("x:@old", 30, False),
        ("x:@new", 60, True),
        ("x:@new", 5, False),  # whose name was another then
    ],
)
def test_an_account_is_not_taken_for_a_name_that_it_did_not_have_then(
    name: str, day: int, is_known: bool
) -> None:
    assert found(RENAMED, {name: [day]}) == [(name, ("x:12",), is_known)]


def test_what_is_exported_without_a_date_comes_after_all_else() -> None:
    told: list[Seen] = [("x:12", "@ann_x", 10), ("x:99", "@ann_x", None)]

    assert found(told, {"x:@ann_x": [5]}) == [("x:@ann_x", ("x:12",), True)]
    assert found(told, {"x:@ann_x": [20]})[0][2] is False


def test_names_of_reddit_in_large_and_small_letters_are_one() -> None:
    names = {"reddit:Ann_X": [1], "reddit:ann_x": [2], "reddit:ann_y": [3]}

    assert found([], names) == [("reddit:ann_x", ("reddit:Ann_X",), True)]
    gone = {"reddit:[deleted]/T1_a": [1], "reddit:[deleted]/t1_A": [2]}
    assert found([], gone) == []


def test_why_is_said_in_a_sentence_with_dates() -> None:
    facts = pa.table(
        {
            "subject": ["x:12", "x:99"],
            "name": ["handle", "handle"],
            "value": ["@ann_x", "@ann_x"],
            "since": pa.array([10 * DAY, None], pa.int64()),
        }
    )
    log = pa.table({"sender": [0], "receiver": [2], "at": [20 * DAY]})
    (one,) = borne_names(pa.array(["x:12", "x:99", "x:@ann_x"]), facts, log, lambda k: k)

    assert one.reason == (
        "Several accounts have been called @ann_x: x:12 (seen 1970-01-11), x:99 (undated)."
    )


def test_an_account_of_slack_without_its_workspace_is_the_one_that_has_that_id() -> None:
    more = ("slack:T1/U0ANN", "slack:T1/U0BOB", "slack:T2/U0BOB", "slack:T2/U0CAT")

    assert found([], {"slack:U0ANN": [1], "slack:U0BOB": [1], "slack:U0DAN": [1]}, more=more) == [
        ("slack:U0ANN", ("slack:T1/U0ANN",), True),
        ("slack:U0BOB", ("slack:T1/U0BOB", "slack:T2/U0BOB"), False),
    ]
    two = found(
        [], {"slack:U0BOB": [1]}, more=more, one_person=("slack:T1/U0BOB", "slack:T2/U0BOB")
    )
    assert two == [("slack:U0BOB", ("slack:T1/U0BOB",), True)]
