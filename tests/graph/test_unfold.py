"""Unfolding: who reached whom, and how many, from what a store keeps."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from graph.batch import Batch
from graph.duckdb.store import DuckDBStore
from graph.model import KINDS, MUTUAL, STATUSES, Fact, Kind, Merge
from graph.people.persons import NOT_PERSONS, Persons, persons
from graph.timeline import Timeline, is_constant
from graph.unfold import interaction_starts, unfold
from tests.graph.plain_store import PlainStore
from tests.graph.records import Found, batch_of, deliveries, mail

ANN, BOB, EVE, JOE = (f"email:{name}@x.example" for name in ("ann", "bob", "eve", "joe"))
ACCEPTED, DECLINED, NONE = (STATUSES.index(word) for word in ("accepted", "declined", "none"))


def unfolded(plain: PlainStore, max_receivers: int = 50) -> tuple[Persons, Timeline]:
    found = plain.contents()
    people = persons(found.identities, found.merges, found.facts)
    starts = interaction_starts(found.interacted)
    return people, unfold(found.interacted, people, starts, max_receivers=max_receivers)


def ties(*records: Found, max_receivers: int = 50) -> list[str]:
    """Rows of the timeline as ``ann>bob/2``: from, to, and the size."""
    plain = PlainStore()
    plain.add(batch_of(*records))
    people, found = unfolded(plain, max_receivers)
    name = [text.partition(":")[2].partition("@")[0] for text in people.identity.to_pylist()]
    rows = zip(found.source, found.target, found.size, strict=True)
    return [f"{name[source]}>{name[target]}/{size}" for source, target, size in rows]


def meeting(sender: str, *receivers: str, **fields: Any) -> Found:
    return mail(sender, *receivers, kind=Kind.MEETING, channel="calendar", **fields)


def test_a_mail_ties_its_sender_to_each_receiver_and_counts_them() -> None:
    assert ties(mail("ann", "bob", "eve/cc")) == ["ann>bob/2", "ann>eve/2"]


def test_the_sender_is_not_among_those_reached() -> None:
    assert ties(mail("ann", "ann", "bob")) == ["ann>bob/1"]
    assert ties(mail("ann", "ann")) == []
    assert ties(mail("ann")) == []


def test_a_person_reached_under_two_identities_counts_once() -> None:
    same = Merge(BOB, JOE, "told")
    assert ties(mail("ann", "bob", "joe", "eve"), same) == ["ann>bob/2", "ann>eve/2"]
    assert ties(mail("bob", "joe", "eve"), same) == ["bob>eve/1"], "oneself is not reached"


def test_who_declined_is_not_reached() -> None:
    assert ties(mail("ann", "bob/to/declined", "eve")) == ["ann>eve/1"]
    assert ties(mail("ann", "bob/to/declined")) == []


def test_who_declined_under_one_identity_and_kept_silent_under_another_declined() -> None:
    same = Merge(BOB, JOE, "told")
    assert ties(meeting("ann", "bob/attendee/unanswered", "joe/attendee/declined"), same) == []
    assert ties(meeting("ann", "bob/attendee/accepted", "joe/attendee/declined"), same) == [
        "ann>bob/1",
        "bob>ann/1",
    ]


def test_a_meeting_ties_all_who_took_part_in_both_directions() -> None:
    assert ties(meeting("ann", "bob", "eve", "joe/attendee/declined")) == [
        "ann>bob/2", "ann>eve/2", "bob>ann/2", "bob>eve/2", "eve>ann/2", "eve>bob/2",
    ]  # fmt: skip


def seconds(path: Path, *records: Found) -> list[float]:
    store = DuckDBStore(path)
    store.add(batch_of(*records), arrived_at=1)
    found = store.contents()
    people = persons(found.identities, found.merges, found.facts)
    timeline = unfold(found.interacted, people, interaction_starts(found.interacted))
    return [float(one) for one in timeline.seconds]


def test_every_row_of_a_meeting_has_its_length_and_a_mail_none(tmp_path: Path) -> None:
    hour = meeting("ann", "bob", duration=timedelta(hours=1))
    first, back, mailed = seconds(tmp_path / "s", hour, mail("ann", "eve", days=1))
    assert (first, back) == (3600, 3600)
    assert np.isnan(mailed)


def test_a_call_nobody_answered_took_no_time_whatever_its_length_says(tmp_path: Path) -> None:
    rung = timedelta(seconds=25)
    call = mail("ann", "bob/to/unanswered", "eve/to", kind=Kind.CALL, duration=rung)
    assert seconds(tmp_path / "s", call) == [0, 25]


def test_a_column_that_says_the_same_of_all_rows_takes_the_memory_of_one() -> None:
    plain = PlainStore()
    plain.add(batch_of(*(mail("ann", "bob", days=k) for k in range(5))))
    found = unfolded(plain)[1]
    assert len(found.channel) == len(found.seconds) == 5
    assert is_constant(found.channel)
    assert is_constant(found.seconds)


def test_the_weaker_of_two_answers_stands_for_their_tie_in_a_meeting() -> None:
    plain = PlainStore()
    plain.add(batch_of(meeting("ann", "bob/attendee/tentative", "eve/attendee/accepted", "joe")))
    _, found = unfolded(plain)
    answer = {
        (int(source), int(target)): STATUSES[status]
        for source, target, status in zip(found.source, found.target, found.status, strict=True)
    }
    assert (answer[0, 1], answer[1, 0], answer[1, 2], answer[3, 1]) == ("tentative",) * 4
    assert (answer[0, 2], answer[0, 3], answer[2, 3]) == ("accepted",) * 3, "the sender took part"


def test_bulk_mail_ties_nobody() -> None:
    assert ties(mail("ann", "bob", is_bulk=True)) == []


def test_more_receivers_than_the_limit_tie_nobody() -> None:
    three = mail("ann", "bob", "eve", "joe")
    assert ties(three, max_receivers=2) == []
    assert len(ties(three, max_receivers=3)) == 3
    assert ties(three, Merge(EVE, JOE, "told"), max_receivers=2) == ["ann>bob/2", "ann>eve/2"]
    with pytest.raises(ValueError, match="max_receivers must be at least 1, not 0"):
        ties(three, max_receivers=0)


def test_a_room_is_not_reached() -> None:
    room = Fact(BOB, "kind", "resource")
    assert ties(meeting("ann", "bob", "eve"), room) == ["ann>eve/1", "eve>ann/1"]
    assert ties(meeting("ann", "bob"), room) == []


@pytest.mark.parametrize("kind", sorted(NOT_PERSONS - {"resource"}))
def test_what_is_no_person_is_reached_but_not_tied(kind: str) -> None:
    found = ties(mail("ann", "bob", "eve"), mail("bob", "ann", days=1), Fact(BOB, "kind", kind))
    assert found == ["ann>eve/2"]


def test_rows_are_in_order_of_time_then_key_then_source_and_target() -> None:
    found = ties(
        mail("joe", "bob", "ann", days=2), meeting("eve", "ann"), mail("ann", "bob", days=1)
    )
    assert found == ["ann>eve/1", "eve>ann/1", "ann>bob/1", "joe>ann/2", "joe>bob/2"]


def test_threads_are_numbered_as_they_begin_and_sentiment_is_kept() -> None:
    plain = PlainStore()
    plain.add(
        batch_of(
            mail("ann", "bob", days=2, thread="b", sentiment=0.5),
            mail("ann", "bob", days=1, thread="z"),
            mail("bob", "ann", days=3, thread="z"),
            mail("bob", "ann", days=4),
        )
    )
    _, found = unfolded(plain)
    assert found.thread.tolist() == [0, 1, 0, -1]
    assert np.array_equal(found.sentiment, [np.nan, 0.5, np.nan, np.nan], equal_nan=True)
    assert found.interaction.tolist() == [0, 1, 2, 3]


def test_an_empty_log_unfolds_to_nothing() -> None:
    assert ties() == []
    assert ties(Fact(ANN, "name", "Ann")) == []


def by_hand(plain: PlainStore, people: Persons, limit: int) -> list[tuple[int, ...]]:
    """The timeline row by row, in plain Python."""
    number = dict(zip(plain.identities(), people.person_of.tolist(), strict=True))
    rows: list[tuple[int, ...]] = []
    order = sorted(plain.said, key=lambda key: (plain.settled(key)["at"], key))  # type: ignore[index]
    for k, key in enumerate(order):
        one = plain.settled(key)
        assert one is not None
        sender, answers = number[one["sender"]], dict[int, int]()
        for who, (_, status) in one["receivers"].items():
            if who is None or people.kind[number[who]].as_py() == "resource":
                continue
            if number[who] != sender:
                answers[number[who]] = min(status, answers.get(number[who], 99))
        answers = {who: status for who, status in answers.items() if status != DECLINED}
        if one["is_bulk"] or len(answers) > limit:
            continue
        is_mutual = KINDS[one["kind"]] in MUTUAL
        took_part = {sender: ACCEPTED} | {
            who: ACCEPTED if status == NONE else status for who, status in answers.items()
        }
        pairs = (
            [
                (a, b, max(took_part[a], took_part[b]))
                for a in took_part
                for b in took_part
                if a != b
            ]
            if is_mutual
            else [(sender, who, NONE) for who in answers]
        )
        rows += sorted(
            (one["at"], k, a, b, one["kind"], answer, len(answers))
            for a, b, answer in pairs
            if people.is_person[a] and people.is_person[b]
        )
    return rows


@settings(max_examples=200, deadline=None)
@given(deliveries())
def test_random_logs_unfold_as_they_do_by_hand(delivered: tuple[list[Batch], list[Batch]]) -> None:
    plain = PlainStore()
    for batch in delivered[0]:
        plain.add(batch)
    for limit in (50, 2):
        people, found = unfolded(plain, limit)
        columns = (found.at, found.interaction, found.source, found.target, found.kind,
                   found.status, found.size)  # fmt: skip
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        assert rows == by_hand(plain, people, limit)
