"""Series: each occurrence once, at the right hour, however the rule is bent or broken."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.model import Status
from ingest.calendar.source import CalendarIcs
from ingest.source import Reading
from tests.ingest.gathered import CLOCK, file_at
from tests.ingest.test_calendar_ics import ANN, BOB, read

OFFSETS = "DTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100"
BERLIN = "DTSTART;TZID=Europe/Berlin:20260309T090000"


def starts(folder: Path, *lines: str) -> list[str]:
    found = read(folder, "\n".join(["UID:u", ANN, BOB, *lines]))
    assert not found.rejected
    return [f"{one.at:%m-%d %H:%M}" for one in found.interactions]


def test_a_meeting_keeps_its_hour_on_the_wall_when_summer_begins(tmp_path: Path) -> None:
    assert starts(tmp_path, BERLIN, "RRULE:FREQ=WEEKLY;COUNT=4") == [
        "03-09 08:00", "03-16 08:00", "03-23 08:00", "03-30 07:00",
    ]  # fmt: skip


def test_an_endless_series_goes_on_for_a_year_past_the_clock(tmp_path: Path) -> None:
    found = read(tmp_path, f"UID:u\n{ANN}\n{BERLIN}\nRRULE:FREQ=DAILY")

    assert found.interactions[-1].at <= CLOCK + timedelta(days=365)
    assert found.interactions[-1].at > CLOCK + timedelta(days=364)


def test_a_series_that_begins_later_has_its_first_occurrence(tmp_path: Path) -> None:
    assert starts(tmp_path, "DTSTART:20400101T090000Z", "RRULE:FREQ=DAILY") == ["01-01 09:00"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;UNTIL=20260323T080000Z", [9, 16, 23]),
        ("FREQ=WEEKLY;UNTIL=20260322", [9, 16]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=4", [9, 12, 23, 26]),
        ("FREQ=MONTHLY;BYDAY=2MO;UNTIL=20260331T000000Z", [9]),
        ("freq=weekly;count=2", [9, 16]),
    ],
)
def test_rules_are_followed(tmp_path: Path, rule: str, days: list[int]) -> None:
    found = starts(tmp_path, BERLIN, f"RRULE:{rule}")

    assert [int(start[3:5]) for start in found] == days


def test_excluded_dates_are_left_out_in_whatever_zone_they_are_written(tmp_path: Path) -> None:
    found = starts(
        tmp_path, BERLIN, "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20260316T080000Z",
        "EXDATE;TZID=America/New_York:20260323T040000", "EXDATE;VALUE=DATE:20260330",
    )  # fmt: skip

    assert found == ["03-09 08:00"]


def test_what_was_moved_goes_by_the_start_it_had_and_outranks_its_series(tmp_path: Path) -> None:
    series = f"UID:u\nSEQUENCE:2\n{ANN}\n{BOB}\n{BERLIN}\nRRULE:FREQ=WEEKLY;COUNT=2"
    moved = f"UID:u\n{ANN}\nRECURRENCE-ID:20260316T080000Z\nDTSTART:20260318T150000Z"

    for order in ((series, moved), (moved, series)):
        found = {one.id: one for one in read(tmp_path, *order).interactions}

        assert set(found) == {"ics:u#20260309T080000Z", "ics:u#20260316T080000Z"}
        assert found["ics:u#20260316T080000Z"].at == datetime(2026, 3, 18, 15, tzinfo=UTC)
        assert found["ics:u#20260316T080000Z"].revision == 4 * 2 + 2


def test_a_cancelled_occurrence_is_declined_by_all(tmp_path: Path) -> None:
    series = f"UID:u\n{ANN}\n{BOB}\n{BERLIN}\nRRULE:FREQ=WEEKLY;COUNT=2"
    off = f"UID:u\n{ANN}\n{BOB}\nRECURRENCE-ID:20260316T080000Z\nDTSTART:20260316T080000Z\n"

    found = read(tmp_path, series, off + "STATUS:CANCELLED")

    assert [one.receivers[0].status for one in found.interactions] == [
        Status.ACCEPTED,
        Status.DECLINED,
    ]


def test_an_unreadable_override_leaves_its_series_whole(tmp_path: Path) -> None:
    series = f"UID:u\n{ANN}\n{BERLIN}\nRRULE:FREQ=WEEKLY;COUNT=2"

    found = read(tmp_path, series, "UID:u\nRECURRENCE-ID:20260316T080000Z\nDTSTART:soon")

    assert (len(found.interactions), len(found.rejected)) == (2, 1)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;COUNT=99999999",
        "FREQ=HOURLY;BYSETPOS=2;BYMINUTE=1", "FREQ=MINUTELY;BYSETPOS=2;BYSECOND=1",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=-1",
        "FREQ=YEARLY;INTERVAL=99999999999", "FREQ=SECONDLY;INTERVAL=7;BYHOUR=25", "COUNT=3", ";",
    ],
)  # fmt: skip
def test_absurd_rules_end_soon_and_are_counted(tmp_path: Path, rule: str) -> None:
    before = time.process_time()

    found = read(tmp_path, f"UID:u\n{ANN}\n{BOB}\nDTSTART:20200107T090000Z\nRRULE:{rule}")

    assert time.process_time() - before < 4  # twice what is promised: other tests run beside it
    assert found.records + len(found.rejected) == 1
    assert len(found.interactions) <= 5_000


def test_a_series_longer_than_5000_keeps_its_last_occurrences_and_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, f"UID:u\n{ANN}\nDTSTART:20050103T090000Z\nRRULE:FREQ=DAILY")

    assert len({one.id for one in found.interactions}) == len(found.interactions)
    assert 4_990 < len(found.interactions) <= 5_000
    assert found.interactions[-1].at > CLOCK + timedelta(days=364)
    assert found.warnings == [
        "calendar.ics:VEVENT 1 (line 3): repeats too often; 5000 of its occurrences are kept"
    ]


def test_a_crowded_series_is_bounded_by_its_rows(tmp_path: Path) -> None:
    crowd = "".join(f"ATTENDEE:mailto:p{k}@x.example\n" for k in range(20_000))
    path = tmp_path / "crowd.ics"
    path.write_text(
        f"BEGIN:VEVENT\n{ANN}\n{crowd}DTSTART:20260503T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
    )

    (batch,) = CalendarIcs().read(file_at(path), Reading(clock=CLOCK))

    assert batch.interacted.num_rows == 250_000 // 20_000 * 20_000
    assert len(batch.warnings) == 1


def test_a_zone_that_a_file_defines_agrees_with_the_one_it_means(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:16010101T030000\n"
        "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n"
        "END:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\n"
        "TZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
    )
    rule = "RRULE:FREQ=HOURLY;INTERVAL=7;COUNT=2600"
    lines = "UID:u\nDTSTART;TZID={}:20240101T003000\n" + rule

    ours, theirs = (
        [one.at for one in read(tmp_path, lines.format(name), head=zone).interactions]
        for name in ("Ours", "Europe/Berlin")
    )

    assert len(ours) == 2_600
    assert ours == theirs


@pytest.mark.parametrize(
    "definition",
    [
        "TZID:Ours",
        "TZID:Ours\nBEGIN:STANDARD\nDTSTART:soon\nEND:STANDARD",
        f"TZID:Ours\nBEGIN:STANDARD\n{OFFSETS}\nRRULE:FREQ=SECONDLY\nEND:STANDARD",
        f"TZID:Ours\nBEGIN:STANDARD\n{OFFSETS}\nTZOFFSETTO:+9900\nEND:STANDARD",
    ],
)
def test_a_broken_zone_is_unknown_and_warned_about(tmp_path: Path, definition: str) -> None:
    head = f"BEGIN:VTIMEZONE\n{definition}\nEND:VTIMEZONE\n"

    found = read(tmp_path, f"{ANN}\nDTSTART;TZID=Ours:20260302T090000", head=head)

    assert [one.at.hour for one in found.interactions] == [9]
    assert "nobody knows the zone 'Ours'" in found.warnings[0]
