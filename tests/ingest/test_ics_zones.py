"""Zones of calendars: what a file itself defines, however oddly it says it."""

from ingest.calendar.zones import Zones

DEFINED = b"""BEGIN:VTIMEZONE
TZID:ours
BEGIN:STANDARD
DTSTART;TZID=/vendor.example/20260101_1/America/Argentina/Buenos_Aires:20200101T000000
TZOFFSETFROM:-0200
TZOFFSETTO:-0300
END:STANDARD
END:VTIMEZONE
"""


def test_a_definition_whose_dates_name_a_vendors_zone_is_none_and_nothing_is_warned_of() -> None:
    # its dates must be those of the wall (RFC 5545, 3.6.5); warnings are errors in these tests
    assert Zones({"ours": DEFINED}).named("ours") is None
