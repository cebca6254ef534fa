"""Meetup: who met whom, and who did not come."""

from pathlib import Path

from graph.model import Kind
from ingest.files.survey import surveyed
from ingest.meetup.source import Meetup
from ingest.sources import SOURCES
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import loaded_twice


def test_those_who_come_meet_the_host_and_not_each_other(shared: Path) -> None:
    found = gathered(Meetup(), shared / "platform-meetup" / "meetup_rsvps.json")
    host, *others = found.interactions

    assert (host.sender, host.kind, host.receivers) == ("meetup:1", Kind.ACTIVITY, ())
    assert [(one.sender, one.kind, len(one.receivers)) for one in others] == [
        ("meetup:1", Kind.MEETING, 1),
        ("meetup:1", Kind.MEETING, 1),
    ]


def test_a_gathering_that_is_called_off_later_meets_nobody(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    text = (
        '[{"id": "e1", "name": "x", "created": 1772000000000, "updated": %d, "time": 1772474400000,'
        ' "yes_rsvp_count": 1, "status": "%s", "group": {},'
        ' "event_hosts": [{"id": 1}, {"id": 2}]}]'
    )
    path.write_text(text % (1772000000000, "upcoming"))
    loaded_twice(tmp_path, path)
    path.write_text(text % (1772100000000, "cancelled"))

    first, again = loaded_twice(tmp_path, path)

    assert (first.total("new"), first.total("corrected")) == (0, 1)
    assert again == (0, 0)


def test_a_page_of_comments_says_by_its_addresses_under_which_gathering_they_stand(
    tmp_path: Path,
) -> None:
    """The same comment inside its gathering is known by the same id."""
    (tmp_path / "events.json").write_text(
        '[{"id": "e1", "name": "x", "created": 1772000000000, "time": 1772474400000,'
        ' "yes_rsvp_count": 1, "group": {}, "event_hosts": [{"id": 1}], "comments":'
        ' [{"id": 9, "comment": "nice", "created": 1772560800000, "member": {"id": 4}}]}]'
    )
    (tmp_path / "comments.json").write_text(
        '[{"id": 9, "comment": "nice", "created": 1772560800000, "member": {"id": 4},'
        ' "link": "https://www.meetup.com/g/events/e1/comments/9/"}]'
    )
    told, _ = surveyed([tmp_path], SOURCES, tmp_path)

    (page,) = gathered(Meetup(), tmp_path / "comments.json", survey=told).interactions
    _, inside = gathered(Meetup(), tmp_path / "events.json", survey=told).interactions

    assert page == inside
    assert (page.sender, [to.identity for to in page.receivers]) == ("meetup:4", ["meetup:1"])


def test_a_list_of_attendees_ties_nobody_for_it_does_not_say_when_they_met(tmp_path: Path) -> None:
    """RSVPed on is the day of the answer; of the event neither day nor number is told."""
    path = tmp_path / "attendees.xls"
    path.write_text(
        "Name\tUser ID\tEvent Host\tRSVP\tRSVPed on\tJoined Group on\n"
        "Ann\tuser 7\tYes\tYes\t2026-03-02 09:00\t2020-03-02\n"
        "Bob\tuser 8\tNo\tYes\t2026-03-03 09:00\t2020-03-02\n"
    )
    found = gathered(Meetup(), path)

    assert [(one.sender, one.kind, one.receivers) for one in found.interactions] == [
        ("meetup:7", Kind.ACTIVITY, ()),
        ("meetup:8", Kind.ACTIVITY, ()),
    ]
    assert found.warnings == [
        "attendees.xls: times name no zone, read as UTC; --zone names another one"
    ]
