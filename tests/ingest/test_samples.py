"""Golden samples: export files beside what they must become, checked line by line by hand."""

from pathlib import Path

import pytest

from ingest.calendar.source import CalendarIcs
from ingest.mail.eml import Eml
from ingest.mail.mbox import Mbox
from ingest.source import Source
from tests.ingest.gathered import file_at, gathered, written

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SOURCES: dict[str, Source] = {source.name: source for source in (CalendarIcs(), Mbox(), Eml())}
EXPECTED = {
    "mail/inbox.mbox": "mbox",
    "mail/archive.txt": "mbox",
    "mail/encodings.mbox": "mbox",
    "mail/quote.eml": "eml",
    "mail/maildir/cur/1772445600.M1P2.host:2,S": "eml",
    "calendar/meetings.ics": "ics",
    "calendar/series.ics": "ics",
    "calendar/zones.ics": "ics",
    "calendar/broken.ics": "ics",
}


@pytest.mark.parametrize("sample", EXPECTED)
def test_a_sample_becomes_what_is_written_beside_it(sample: str) -> None:
    found = gathered(SOURCES[EXPECTED[sample]], SAMPLES / sample)
    beside = "mail/maildir" if "maildir" in sample else sample

    assert written(found) == (SAMPLES / f"{beside}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", EXPECTED)
def test_a_sample_is_recognised_by_its_own_source_only(sample: str) -> None:
    file = file_at(SAMPLES / sample)

    assert [name for name, source in SOURCES.items() if source.recognises(file)] == [
        EXPECTED[sample]
    ]


@pytest.mark.parametrize("sample", EXPECTED)
def test_every_record_of_a_sample_is_kept_or_rejected(sample: str) -> None:
    found = gathered(SOURCES[EXPECTED[sample]], SAMPLES / sample)

    assert found.read == found.records + len(found.rejected)
