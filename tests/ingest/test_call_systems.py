"""Calls of telephone systems and texts of phones: whose they are, and that none counts twice."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from graph.model import Kind
from ingest.calls.source import Calls
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import SAMPLES, counts, loaded_twice

FOLDER = SAMPLES / "calls"


def test_a_call_of_a_shared_line_is_with_the_user_of_ours_who_took_it() -> None:
    taken, made, missed = gathered(Calls(), FOLDER / "aircall.csv").interactions

    assert [one.identity for one in taken.receivers] == ["account:phone/Rita Rep"]
    assert made.sender == "account:phone/Rita Rep"
    assert [one.identity for one in missed.receivers] == ["phone:+33199999999"]  # nobody's call
    assert missed.duration == timedelta(0)


def test_a_call_lasts_from_when_it_was_taken_where_no_length_is_told() -> None:
    taken, missed, _ = gathered(Calls(), FOLDER / "dialpad.csv").interactions

    assert (taken.duration, missed.duration) == (timedelta(seconds=95), timedelta(0))


def test_columns_that_say_they_are_utc_are_so_whatever_the_zone(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(
        "datetime (UTC),direction,from,to,answered,duration (in call)\n"
        "2026-03-02 09:00:00,inbound,+33123456789,+33199999999,Yes,60\n"
    )
    (call,) = gathered(Calls(), path).interactions

    assert call.at.isoformat() == "2026-03-02T09:00:00+00:00"


_OUT = "Outgoing,(713) 555-1212,Bob Lee"
RINGCENTRAL = (
    "Type,Direction,Phone Number,Name,Date,Time,Action,Action Result,Duration\n"
    f"Voice,{_OUT},Mon 03/02/2026,9:30 AM,VoIP Call,Connected,0:01:35\n"
    f"Voice,{_OUT},Fri 03/13/2026,9:30 AM,VoIP Call,Connected,0:01:35\n"
)
ZOOM = (
    "Call ID,Direction,Caller Number,Caller Name,Callee Number,Callee Name,Start Time,Duration,"
    "Result\n"
    "71,outbound,101,Rita Rep,(713) 555-1212,Bob Lee,2026-03-02 09:30:00,95,Call connected\n"
)


@pytest.mark.parametrize("table", [RINGCENTRAL, ZOOM], ids=["RingCentral", "Zoom Phone"])
def test_columns_of_other_systems_are_known(table: str, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(table)
    call, *_ = gathered(Calls(), path, log="account:phone/101").interactions

    assert (call.sender, call.duration) == ("account:phone/101", timedelta(seconds=95))
    assert [one.identity for one in call.receivers] == ["account:phone/7135551212"]
    assert call.at.isoformat() == "2026-03-02T09:30:00+00:00"


def test_one_call_in_two_pages_of_a_system_is_one(tmp_path: Path) -> None:
    records = json.loads((FOLDER / "systems.json").read_text())[:4]
    for name, page in (("page-1.json", records[:3]), ("page-2.json", records[1:])):
        (tmp_path / name).write_text(json.dumps({"records": page, "paging": {"page": 1}}))

    first, again = loaded_twice(tmp_path, tmp_path / "page-1.json", tmp_path / "page-2.json")

    assert counts(first) == (6, 4, 2, 0)
    assert again == (0, 0)


def test_texts_of_a_phone_need_its_owner() -> None:
    found = gathered(Calls(), FOLDER / "sms.xml")

    assert found.interactions == []
    assert sum("name the owner with --log" in one.reason for one in found.rejected) == 5


def test_a_backup_that_breaks_off_keeps_what_is_whole(tmp_path: Path) -> None:
    whole = (FOLDER / "sms.xml").read_text()
    path = tmp_path / "sms.xml"
    path.write_text(whole[: whole.index('<mms date="1772442300000"') + 30])
    found = gathered(Calls(), path, log="ann")

    assert Calls().recognises(file_at(path))
    assert len(found.interactions) == 4


def test_a_contact_that_is_called_by_their_number_is_called_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "calls.json"
    call = (
        '{"call_id": "%s", "contact": {"name": "%s"}, "date_started": "1617038189000",'
        ' "date_connected": null, "date_ended": "1617038260000", "direction": "outbound",'
        ' "external_number": "+14155551299", "target": {"email": "ann@ours.example"}}'
    )
    names = ("(415) 555-1299", "Bob (Acme)")
    path.write_text(f'{{"items": [{", ".join(call % (name, name) for name in names)}]}}')
    found = gathered(Calls(), path)

    assert [one.receivers[0].identity for one in found.interactions] == ["phone:+14155551299"] * 2
    assert found.said("seen_name") == {("phone:+14155551299", "Bob (Acme)")}


def test_lines_of_internet_telephony_are_accounts_and_no_addresses_of_mail(tmp_path: Path) -> None:
    path = tmp_path / "calls.json"
    call = (
        '{"sid": "%s", "account_sid": "AC1", "from": "%s", "to": "+13051416799", "duration": "12",'
        ' "status": "completed", "direction": "inbound", "start_time":'
        ' "Tue, 31 Aug 2010 20:36:29 +0000"}'
    )
    lines = ("client:ann_lee", "sip:Bob@acme.sip.example;transport=tls", "sip:+48600100200@x.io")
    path.write_text(f'{{"calls": [{", ".join(call % (line, line) for line in lines)}]}}')

    assert [one.sender for one in gathered(Calls(), path).interactions] == [
        "account:phone/ann_lee",
        "account:phone/bob@acme.sip.example",
        "phone:+48600100200",
    ]


def test_a_fax_is_a_message_and_no_call(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(
        "Direction,Type,Phone Number,Name,Date,Time,Action,Action Result,Duration\n"
        "Outgoing,Voice,+15551239999,,03/25/2021,4:01 PM,VoIP Call,Call connected,0:10:12\n"
        "Outgoing,Fax,+15551239999,,03/25/2021,5:21 PM,Outgoing Fax,Sent,0:00:42\n"
    )
    called, faxed = gathered(Calls(), path, log="ann").interactions

    assert (called.kind, called.duration) == (Kind.CALL, timedelta(seconds=612))
    assert (faxed.kind, faxed.duration) == (Kind.MESSAGE, None)
