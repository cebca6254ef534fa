"""A meeting that is called off stays so, whatever order the files about it come in."""

from pathlib import Path

import pytest

from graph.connect import open_store
from graph.model import Status
from ingest.load import load
from ingest.source import Reading
from tests.ingest.gathered import CLOCK

ANN, START = "ORGANIZER;CN=Ann:mailto:ann@x.example", "DTSTART:20260302T090000Z"
BOB = "ATTENDEE;PARTSTAT={}:mailto:bob@x.example"
CY = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:cy@x.example"
WEEKLY = f"{START}\nRRULE:FREQ=WEEKLY;COUNT=2"
SECOND = "RECURRENCE-ID:20260309T090000Z"
OFF = "STATUS:CANCELLED"


def file(
    *lines: str, method: str = "", answer: str = "ACCEPTED", sequence: int = 1, stamp: int = 1
) -> str:
    """A calendar of one meeting, of a day of February."""
    said = [
        "BEGIN:VCALENDAR", "VERSION:2.0", *([f"METHOD:{method}"] if method else []), "BEGIN:VEVENT",
        "UID:u", f"SEQUENCE:{sequence}", f"DTSTAMP:202602{stamp:02}T080000Z", ANN,
        BOB.format(answer), *lines, "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join("\n".join(said).split("\n")) + "\r\n"


def answers(folder: Path, *loads: tuple[str, ...]) -> tuple[dict[tuple[str, str], str], str]:
    """What each receiver of each meeting answered after some loads, and the digest."""
    store = open_store(str(folder / "log.duckdb"))
    for number, texts in enumerate(loads):
        inside = folder / str(number)
        inside.mkdir()
        for k, text in enumerate(texts):
            (inside / f"{k}.ics").write_text(text, newline="")
        load([inside], store, Reading(CLOCK))
    kept = store.contents()
    who = kept.identities.to_pylist()
    found = {
        (row["id"].removeprefix("ics:u"), who[row["receiver"]].partition(":")[2][:3]): str(
            list(Status)[row["status"]]
        )
        for row in kept.interacted.to_pylist()
        if row["receiver"] >= 0
    }
    return found, store.digest()


def in_any_order(folder: Path, *texts: str) -> dict[tuple[str, str], str]:
    """What becomes of files in one load and in as many as files, there and back: one answer."""
    found = []
    for number, order in enumerate((texts, texts[::-1])):
        for sort, loads in (("one", (order,)), ("each", tuple((text,) for text in order))):
            inside = folder / f"{number}-{sort}"
            inside.mkdir()
            found.append(answers(inside, *loads))
    assert all(one == found[0] for one in found)
    return found[0][0]


@pytest.mark.parametrize(
    "cancelled",
    [
        file(START, OFF, method="CANCEL", stamp=3),
        file(START, method="CANCEL", answer="ACCEPTED", stamp=3),
        file(START, OFF, stamp=3),  # as it stands in a calendar that is exported
        file(START, OFF, method="CANCEL", answer="NEEDS-ACTION", stamp=3),
    ],
)
def test_a_cancellation_of_the_same_sequence_wins(tmp_path: Path, cancelled: str) -> None:
    asked = file(START, method="REQUEST", answer="NEEDS-ACTION")
    said = file(START, method="REPLY", stamp=2)

    assert in_any_order(tmp_path, asked, said, cancelled) == {("", "bob"): "declined"}


def test_an_answer_that_was_on_its_way_calls_nothing_back(tmp_path: Path) -> None:
    off = file(START, OFF, method="CANCEL", stamp=3)
    late = file(START, method="REPLY", stamp=4)

    assert in_any_order(tmp_path, off, late) == {("", "bob"): "declined"}


def test_a_meeting_that_is_called_again_raises_its_sequence(tmp_path: Path) -> None:
    off = file(START, OFF, method="CANCEL", stamp=3)
    again = file(START, method="REQUEST", sequence=2, stamp=4)

    assert in_any_order(tmp_path, off, again) == {("", "bob"): "accepted"}


def test_a_cancellation_of_a_lower_sequence_says_nothing_of_what_came_since(tmp_path: Path) -> None:
    off = file(START, OFF, sequence=1)
    later = file(START, sequence=2)

    assert in_any_order(tmp_path, off, later) == {("", "bob"): "accepted"}


def test_one_occurrence_is_called_off_and_the_others_stay(tmp_path: Path) -> None:
    series, off = file(WEEKLY), file(SECOND, "DTSTART:20260309T090000Z", OFF, method="CANCEL")

    assert in_any_order(tmp_path, series, off) == {
        ("#20260302T090000Z", "bob"): "accepted",
        ("#20260309T090000Z", "bob"): "declined",
    }


def test_an_answer_for_one_occurrence_joins_those_of_the_series(tmp_path: Path) -> None:
    series = file(WEEKLY, CY, answer="NEEDS-ACTION")
    reply = file(SECOND, "DTSTART:20260309T090000Z", method="REPLY")

    assert in_any_order(tmp_path, series, reply) == {
        ("#20260302T090000Z", "bob"): "unanswered",
        ("#20260302T090000Z", "cy@"): "accepted",
        ("#20260309T090000Z", "bob"): "accepted",
        ("#20260309T090000Z", "cy@"): "accepted",
    }


def test_a_series_is_called_off_with_what_was_moved_out_of_it(tmp_path: Path) -> None:
    moved = f"END:VEVENT\nBEGIN:VEVENT\nUID:u\n{SECOND}\nDTSTART:20260310T150000Z\n{ANN}\n{CY}"
    series = file(WEEKLY, *moved.split("\n"))
    off = file(WEEKLY, OFF, method="CANCEL", stamp=3)

    found = in_any_order(tmp_path, series, off)

    assert set(found.values()) == {"declined"}
    assert len(found) == 2


def test_what_was_moved_and_then_called_off_is_off(tmp_path: Path) -> None:
    moved = f"END:VEVENT\nBEGIN:VEVENT\nUID:u\n{SECOND}\nDTSTART:20260310T150000Z\n{ANN}\n{CY}"
    series = file(WEEKLY, *moved.split("\n"))
    off = file(SECOND, "DTSTART:20260310T150000Z", OFF, CY, method="CANCEL", stamp=3)

    assert in_any_order(tmp_path, series, off)[("#20260309T090000Z", "cy@")] == "declined"
