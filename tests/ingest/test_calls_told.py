# ruff: noqa: RUF001 - letters that look alike in several alphabets are meant as they stand
"""Calls that were missed, taken, or of a length that nobody told, and logs in other languages."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.model import Kind, Status
from ingest.calls.missed import says_missed
from ingest.calls.source import Calls
from ingest.facebook.source import Facebook
from ingest.salesforce.source import Salesforce
from ingest.telegram.source import Telegram
from ingest.zoho.source import Zoho
from tests.ingest.gathered import file_at, gathered

MISSED, UNKNOWN = timedelta(0), None
ANN, OTHER = "+48600100200", "+48 600 100 201"


@pytest.mark.parametrize(
    ("told", "length"),
    [
        ({"call_duration": 95, "content": "The call ended."}, timedelta(seconds=95)),
        ({"call_duration": 0, "content": "You missed a call from Ann."}, MISSED),
        ({"call_duration": 0, "content": "Ann missed your call."}, MISSED),
        ({"call_duration": 0, "content": "Du hast einen Anruf von Ann verpasst."}, MISSED),
        ({"call_duration": 0, "content": "Vous avez manqu\u00c3\u00a9 un appel de Ann."}, MISSED),
        ({"content": "Perdiste una llamada perdida de Ann."}, MISSED),
        ({"call_duration": 0, "missed": True}, MISSED),
        ({"missed": True, "content": "x"}, MISSED),
        ({"call_duration": 0, "missed": False, "content": "Ann called you."}, UNKNOWN),
        ({"call_duration": 0, "content": "Ann called you."}, UNKNOWN),
        ({"content": "Ann hat dich angerufen."}, UNKNOWN),
        ({}, UNKNOWN),
        ({"call_duration": 40, "missed": False, "content": "Busy Bee called you."},
         timedelta(seconds=40)),
    ],
)  # fmt: skip
def test_a_call_in_a_download_of_facebook_was_missed_only_where_it_says_so(
    told: dict[str, Any], length: timedelta | None, tmp_path: Path
) -> None:
    path = tmp_path / "inbox" / "ann_1" / "message_1.json"
    path.parent.mkdir(parents=True)
    message = {"sender_name": "Ann", "timestamp_ms": 1700000100000, "type": "Call"} | told
    people = [{"name": "Ann"}, {"name": "Bob"}]
    path.write_text(json.dumps({"participants": people, "messages": [message]}), "utf-8")

    (call,) = gathered(Facebook(), path).interactions

    assert (call.kind, call.duration) == (Kind.CALL, length)


@pytest.mark.parametrize(
    ("told", "length"),
    [
        ({"duration_seconds": 90, "discard_reason": "hangup"}, timedelta(seconds=90)),
        ({"duration_seconds": 90, "discard_reason": "disconnect"}, timedelta(seconds=90)),
        ({"duration_seconds": 90}, timedelta(seconds=90)),
        ({"discard_reason": "missed"}, MISSED),
        ({"discard_reason": "busy"}, MISSED),
        ({"discard_reason": "hangup"}, UNKNOWN),
        ({"discard_reason": "disconnect"}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_a_call_of_telegram_was_missed_only_where_nobody_took_it(
    told: dict[str, Any], length: timedelta | None, tmp_path: Path
) -> None:
    call = {
        "id": 3, "type": "service", "date": "2026-03-02T10:02:00", "date_unixtime": "1772442120",
        "actor": "Bob", "actor_id": "user200", "action": "phone_call", "text": "",
    } | told  # fmt: skip
    path = tmp_path / "result.json"
    chat = {"name": "Bob", "type": "personal_chat", "id": 200, "messages": [call]}
    path.write_text(json.dumps(chat), "utf-8")

    (found,) = gathered(Telegram(), path).interactions

    assert (found.kind, found.duration) == (Kind.CALL, length)


LOGS = {
    "english": "Date,Direction,Number,Duration,Status\n2026-03-02 09:00,{},{},{},{}\n",
    "german": "Datum;Richtung;Rufnummer;Dauer;Ergebnis\n02.03.2026 09:00;{};{};{};{}\n",
    "french": "Date et heure;Sens;Numéro;Durée;Résultat\n2026-03-02 09:00;{};{};{};{}\n",
    "spanish": "Fecha,Tipo,Número,Duración,Estado\n2026-03-02 09:00,{},{},{},{}\n",
    "polish": "Data;Kierunek;Numer;Czas trwania;Wynik\n02.03.2026 09:00;{};{};{};{}\n",
    "japanese": "日時,種別,電話番号,通話時間,状態\n2026/03/02 09:00,{},{},{},{}\n",
}


@pytest.mark.parametrize(
    ("language", "direction", "seconds", "state", "is_out", "length"),
    [
        ("english", "Incoming", "95", "Answered", False, timedelta(seconds=95)),
        ("english", "Incoming", "0", "Answered", False, UNKNOWN),
        ("english", "Outgoing", "", "Answered", True, UNKNOWN),
        ("english", "Outgoing", "", "", True, UNKNOWN),
        ("english", "Outgoing", "0", "", True, MISSED),
        ("english", "Outgoing", "12", "NO ANSWER", True, MISSED),
        ("english", "INBOUND", "12", "NoAnswer", False, MISSED),
        ("english", "Outgoing call", "", "Unanswered", True, MISSED),
        ("german", "Eingehend", "1:35", "Angenommen", False, timedelta(seconds=95)),
        ("german", "Ausgehender Anruf", "0", "Nicht erreicht", True, MISSED),
        ("german", "Verpasst", "", "", False, MISSED),
        ("french", "Appel entrant", "95", "Répondu", False, timedelta(seconds=95)),
        ("french", "Appel manqué", "0", "", False, MISSED),
        ("spanish", "Saliente", "95", "Contestada", True, timedelta(seconds=95)),
        ("spanish", "Perdida", "0", "", False, MISSED),
        ("polish", "Przychodzące", "95", "Odebrane", False, timedelta(seconds=95)),
        ("polish", "Nieodebrane", "0", "", False, MISSED),
        ("japanese", "発信", "95", "", True, timedelta(seconds=95)),
        ("japanese", "不在着信", "0", "", False, MISSED),
    ],
)
def test_a_log_of_calls_says_who_called_and_whether_it_was_taken(
    language: str,
    direction: str,
    seconds: str,
    state: str,
    is_out: bool,
    length: timedelta | None,
    tmp_path: Path,
) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(LOGS[language].format(direction, OTHER, seconds, state), "utf-8")

    assert Calls().recognises(file_at(path))
    (call,) = gathered(Calls(), path, log=f"phone:{ANN}").interactions

    assert (call.sender == f"phone:{ANN}", call.duration) == (is_out, length)
    assert (call.at.month, call.at.day, call.at.hour) == (3, 2, 9)


@pytest.mark.parametrize(
    "result",
    ["No response", "Nicht erreicht", "Sans réponse", "Sin respuesta", "Не отвечен", "応答なし"],
)
def test_what_became_of_a_call_in_a_crm_is_read_in_its_language(
    result: str, tmp_path: Path
) -> None:
    zoho = {
        "id": "4970762000000335301", "Owner": {"name": "Rita", "id": "4970762000000326001"},
        "Who_Id": {"id": "4970762000000335001"}, "Call_Start_Time": "2026-03-01T10:00:00+01:00",
        "Call_Type": "Outbound", "Call_Result": result, "Created_Time": "2026-03-01T10:00:00+01:00",
    }  # fmt: skip
    salesforce = {
        "attributes": {"type": "Task"}, "Id": "00T000000000001AAA", "IsClosed": True,
        "OwnerId": "005000000000001AAA", "WhoId": "003000000000001AAA", "TaskSubtype": "Call",
        "ActivityDate": "2026-03-01", "CallDisposition": result,
    }  # fmt: skip
    for source, record in ((Zoho(), zoho), (Salesforce(), salesforce)):
        path = tmp_path / "export.json"
        path.write_text(json.dumps([record]), "utf-8")
        (call,) = gathered(source, path).interactions
        assert {one.status for one in call.receivers} == {Status.UNANSWERED}


@pytest.mark.parametrize(
    "text", ["Interested", "Call back next week", "Interessiert", "Connected", "已接听", "通話"]
)
def test_other_outcomes_of_a_call_are_not_taken_for_a_missed_one(text: str) -> None:
    assert not says_missed(text)


def _calls(path: Path) -> list[tuple[str, str, timedelta | None]]:
    found = gathered(Calls(), path, log="ann").interactions
    assert Calls().recognises(file_at(path))
    return [(one.sender, one.receivers[0].identity, one.duration) for one in found]


def test_the_list_of_a_home_telephone_has_numbers_for_sorts_and_hours_for_lengths(
    tmp_path: Path,
) -> None:
    path = tmp_path / "Anrufliste.csv"
    path.write_text(
        "sep=;\nTyp;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer\n"
        "1;04.05.23 10:12;Ann;+4930123456;Telefon;987654;0:05\n"
        "2;04.05.23 10:15;;+4930123457;;987654;0:00\n"
        "4;05.05.23 11:15;;+4930123458;Telefon;987654;1:12\n"
    )

    assert _calls(path) == [
        ("phone:+4930123456", "account:ann", timedelta(minutes=5)),
        ("phone:+4930123457", "account:ann", timedelta(0)),
        ("account:ann", "phone:+4930123458", timedelta(minutes=72)),
    ]
    assert gathered(Calls(), path, log="ann").interactions[0].at.year == 2023


def test_what_was_talked_counts_and_the_ringing_does_not(tmp_path: Path) -> None:
    path = tmp_path / "cdr.csv"
    path.write_text(
        "calldate,src,dst,duration,billsec,disposition\n"
        "2023-05-04 10:00:00,+4930123456,+4930123457,75,60,ANSWERED\n"
        "2023-05-04 10:10:00,+4930123456,+4930123457,20,0,NO ANSWER\n"
    )

    assert [one[2] for one in _calls(path)] == [timedelta(seconds=60), timedelta(0)]


def test_a_result_of_its_own_column_says_that_a_call_was_missed(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "Direction,Type,Phone Number,Name,Date,Time,Action,Action Result,Duration\n"
        "Incoming,Voice,+1 650 555 1234,John,Wed 05/18/2022,9:28 AM,Call,Accepted,0:01:05\n"
        "Incoming,Voice,+1 650 555 9999,,Thu 05/05/2022,11:28 PM,Call,Missed,0:00:12\n"
    )

    assert [one[2] for one in _calls(path)] == [timedelta(seconds=65), timedelta(0)]
