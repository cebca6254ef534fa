"""Outlook: cards of contacts become one person each, calendars meetings of people known by name."""

import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from graph.errors import NotRecognised
from ingest.files.left_out import left_out
from ingest.files.survey import surveyed
from ingest.outlook.source import Outlook
from ingest.sources import SOURCES
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import Folder, loaded

FOLDER = Folder("outlook")
MAIL = (
    '"Subject","Body","From: (Name)","From: (Address)","From: (Type)","To: (Name)","To: (Address)"'
)
CALENDAR = "Subject,Start Date,Start Time,End Date,End Time,Meeting Organizer,Required Attendees\n"


def calendar(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "calendar.csv"
    path.write_text(CALENDAR + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["kontakty", "kalendarz"])
def test_a_polish_windows_writes_the_same_people(name: str) -> None:
    one = gathered(Outlook(), FOLDER.path / f"{name}.csv", survey=FOLDER.survey)
    other = gathered(Outlook(), FOLDER.path / f"{name}-1250.csv", survey=FOLDER.survey)

    assert one.interactions == other.interactions
    assert one.facts == other.facts


@pytest.mark.parametrize(
    "header", [MAIL, '"Betreff","Text","Von: (Name)","Von: (Adresse)","An: (Name)"']
)
def test_mail_without_dates_is_left_out_with_the_reason_and_a_way_out(
    header: str, tmp_path: Path
) -> None:
    path = tmp_path / "mail.csv"
    row = ",".join(["x"] * len(header.split(",")))
    path.write_text(f"{header}\n{row}\n{row}\n")

    assert "not when" in left_out(file_at(path)).reason
    with pytest.raises(NotRecognised, match=r"no column is known as date; save .* \.eml"):
        loaded(tmp_path, path)


def test_a_name_that_two_contacts_share_is_nobodys_address(tmp_path: Path) -> None:
    header = "First Name,Last Name,E-mail Address,E-mail 2 Address\n"
    rows = "Ann,Lee,ann@x.example,\nAnn,Lee,ann@y.example,\nBob,Ray,bob@x.example,\n"
    (tmp_path / "contacts.csv").write_text(header + rows)
    path = calendar(tmp_path, "Talk,2026-03-04,09:00,2026-03-04,10:00,Bob Ray,Ann Lee")
    survey = surveyed([tmp_path], SOURCES, tmp_path)[0]
    (meeting,) = gathered(Outlook(), path, survey=survey).interactions

    assert meeting.sender == "email:bob@x.example"
    assert [one.identity for one in meeting.receivers] == ["account:outlook/Ann Lee"]


def test_one_more_attendee_later_adds_to_the_meeting(tmp_path: Path) -> None:
    row = "Talk,2026-03-04,09:00,2026-03-04,10:00,bob@x.example,ann@x.example"
    assert loaded(tmp_path, calendar(tmp_path, row)).total("new") == 1
    later = loaded(tmp_path, calendar(tmp_path, f"{row};cy@x.example"))

    assert (later.total("new"), later.total("known"), later.interactions) == (1, 0, 1)
    assert loaded(tmp_path, calendar(tmp_path, row)).total("known") == 1


@pytest.mark.parametrize(
    ("days", "month"),
    [(("3/4/2026", "3/25/2026"), 3), (("3/4/2026", "25/4/2026"), 4), (("3/4/2026",), None)],
)
def test_english_days_are_read_by_a_day_above_twelve_or_not_at_all(
    days: tuple[str, ...], month: int | None, tmp_path: Path
) -> None:
    rows = (f"Talk,{day},09:00,{day},10:00,bob@x.example,ann@x.example" for day in days)
    found = gathered(Outlook(), calendar(tmp_path, *rows))

    assert [one.at.month for one in found.interactions[:1]] == ([month] if month else [])
    assert len(found.rejected) == (month is None)


def test_hours_before_and_after_noon_are_told_apart(tmp_path: Path) -> None:
    hours = ("12:00:00 AM", "9:05:00 a.m.", "12:30:00 PM", "9:05:00 p. m.")
    rows = (f"Talk,3/14/2026,{one},3/14/2026,,bob@x.example,ann@x.example" for one in hours)
    found = gathered(Outlook(), calendar(tmp_path, *rows))

    assert [(one.at.hour, one.at.minute) for one in found.interactions] == [
        (0, 0), (9, 5), (12, 30), (21, 5),
    ]  # fmt: skip


def test_hours_are_those_of_the_zone_that_is_named(tmp_path: Path) -> None:
    path = calendar(tmp_path, "Talk,3/14/2026,9:00:00 AM,,,bob@x.example,ann@x.example")
    (meeting,) = gathered(Outlook(), path, zone=ZoneInfo("Europe/Warsaw")).interactions

    assert meeting.at == datetime(2026, 3, 14, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["x", "@", "2026-", "é", "; ", "  "])
def test_a_cell_of_any_length_takes_no_time(text: str, tmp_path: Path) -> None:
    long = text * (60_000 // len(text))
    path = tmp_path / "contacts.csv"
    path.write_text(
        "First Name,Last Name,E-mail Address,E-mail Display Name,Mobile Phone\n"
        f"Ann,Lee,{long},{long},{long}\n",
        encoding="utf-8",
    )
    before = time.process_time()

    assert gathered(FOLDER.source, path).read == 1
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("private", "marked", "whom", "topics"),
    [
        ("False", "Normal", "Bob Stone", ("subject:budget",)),
        ("True", "Private", "Bob Stone", ()),
        ("False", "Confidential", "Bob Stone", ()),
        ("False", "Normal", "", ()),  # for its owner alone
    ],
)
def test_what_is_private_or_for_its_owner_alone_gives_no_topic(
    tmp_path: Path, private: str, marked: str, whom: str, topics: tuple[str, ...]
) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(
        f"{CALENDAR.strip()},Private,Sensitivity\n"
        f"Budget,3/16/2026,2:00:00 PM,3/16/2026,2:30:00 PM,Ann Lee,{whom},{private},{marked}\n"
    )

    assert [one.topics for one in gathered(Outlook(), path).interactions] == [topics]
