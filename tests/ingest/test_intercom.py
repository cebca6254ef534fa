"""Intercom: whom a customer reaches, and who answers."""

from pathlib import Path

from graph.model import Kind
from ingest.files.survey import surveyed
from ingest.intercom.source import Intercom
from ingest.sources import SOURCES
from ingest.told import Survey
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import loaded_twice


def test_a_question_is_to_whoever_answers_it_later(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    text = (
        '{"type": "conversation", "id": "1", "created_at": 1772442000, "updated_at": %d,'
        ' "source": {"body": "x", "author": {"type": "user", "id": "5"}},'
        ' "conversation_parts": {"conversation_parts": [%s]}}'
    )
    part = (
        '{"id": "p1", "part_type": "comment", "body": "y", "created_at": 1772442060,'
        ' "author": {"type": "admin", "id": "8"}}'
    )
    path.write_text(text % (1772442000, ""))
    loaded_twice(tmp_path, path)
    path.write_text(text % (1772442060, part))

    first, again = loaded_twice(tmp_path, path)
    question, _ = gathered(Intercom(), path).interactions

    assert (first.total("new"), first.total("corrected")) == (1, 1)
    assert again == (0, 0)
    assert [one.identity for one in question.receivers] == ["intercom:admin/8"]


def _reached(path: Path, survey: Survey | None = None) -> list[tuple[Kind, str, list[str], bool]]:
    found = gathered(Intercom(), path, survey=survey or Survey()).interactions
    return [
        (one.kind, one.sender, [who.identity for who in one.receivers], one.is_bulk)
        for one in found
    ]


def test_a_list_of_the_first_version_has_conversations_without_parts(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text(
        '{"type": "conversation.list", "conversations": [{"type": "conversation", "id": "147",'
        ' "created_at": 1400850973, "updated_at": 1400857494, "open": true, "read": true,'
        ' "user": {"type": "user", "id": "536e"}, "assignee": {"type": "admin", "id": "25"},'
        ' "conversation_message": {"type": "conversation_message", "subject": "", "body": "<p>Hi",'
        ' "author": {"type": "admin", "id": "25"}}}]}'
    )

    assert Intercom().recognises(file_at(path))
    assert _reached(path) == [(Kind.MESSAGE, "intercom:admin/25", ["intercom:536e"], False)]


def test_people_in_bare_lists_are_in_the_conversation_and_campaigns_tie_nobody(
    tmp_path: Path,
) -> None:
    path = tmp_path / "page.json"
    one = (
        '{"type": "conversation", "id": "%d", "created_at": 1539897198, "updated_at": 1540393270,'
        ' "source": {"type": "%s", "delivered_as": "%s", "author": {"type": "%s", "id": "%s"}},'
        ' "contacts": [{"id": "5bc8", "type": "lead"}], "admin_assignee_id": null,'
        ' "teammates": [{"type": "admin", "id": "81"}]}'
    )
    path.write_text(
        '{"type": "conversation.list", "conversations": ['
        + one % (1, "conversation", "customer_initiated", "lead", "5bc8")
        + ","
        + one % (2, "email", "campaigns_initiated", "admin", "81")
        + ","
        + one % (3, "phone_call", "admin_initiated", "admin", "81")
        + "]}"
    )

    assert _reached(path) == [
        (Kind.MESSAGE, "intercom:5bc8", ["intercom:admin/81"], False),
        (Kind.MESSAGE, "intercom:admin/81", ["intercom:5bc8"], True),
        (Kind.CALL, "intercom:admin/81", ["intercom:5bc8"], False),
    ]


def test_parts_that_stand_by_themselves_belong_to_their_conversation(tmp_path: Path) -> None:
    (tmp_path / "conversations.jsonl").write_text(
        '{"type": "conversation", "id": "7", "created_at": 1539897198, "updated_at": 1540393270,'
        ' "source": {"type": "conversation", "author": {"type": "user", "id": "u1"}},'
        ' "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "u1"}]},'
        ' "admin_assignee_id": 81, "statistics": null}\n'
    )
    part = (
        '{"stream": "conversation_parts", "record": {"id": "%s", "conversation_id": "7",'
        ' "part_type": "%s", "body": "<p>x", "created_at": 15398972%d0,'
        ' "author": {"type": "%s", "id": "%s"}}}\n'
    )
    (tmp_path / "conversation_parts.jsonl").write_text(
        part % ("p1", "comment", 1, "admin", "82")
        + part % ("p2", "note_and_reopen", 2, "admin", "82")
        + part % ("p3", "comment", 3, "user", "u1")
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    assert _reached(tmp_path / "conversation_parts.jsonl", survey) == [
        (Kind.MESSAGE, "intercom:admin/82", ["intercom:u1"], False),
        (Kind.POST, "intercom:admin/82", [], False),
        (Kind.MESSAGE, "intercom:u1", ["intercom:admin/82"], False),
    ]


def test_a_conversation_by_itself_keeps_the_contacts_in_it(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(
        '{"type": "conversation", "id": "7", "created_at": 1539897198, "updated_at": 1540393270,'
        ' "source": {"type": "conversation", "author": {"type": "admin", "id": "81"}},'
        ' "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "u1"}]},'
        ' "conversation_parts": {"conversation_parts": []}}'
    )

    assert _reached(path) == [(Kind.MESSAGE, "intercom:admin/81", ["intercom:u1"], False)]


def test_the_companies_of_a_contact_are_named_by_the_list_of_companies(tmp_path: Path) -> None:
    (tmp_path / "contacts.json").write_text(
        '{"type": "list", "data": [{"type": "contact", "id": "u1", "workspace_id": "w",'
        ' "email": "ann@gmail.com", "companies": {"type": "list", "data": [{"id": "c1"}]}}, '
        '{"type": "contact", "id": "u2", "workspace_id": "w", "email": "bob@x.example",'
        ' "companies": {"type": "list", "data": [{"id": "c1"}, {"id": "c2"}]}}]}'
    )
    (tmp_path / "companies.json").write_text(
        '{"type": "list", "data": [{"type": "company", "id": "c1", "company_id": "7",'
        ' "name": "Acme", "website": "https://www.acme.example", "industry": "Food"},'
        ' {"type": "company", "id": "c2", "company_id": "8", "name": "Side Project"}]}'
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)
    people = gathered(Intercom(), tmp_path / "contacts.json", survey=survey)
    companies = gathered(Intercom(), tmp_path / "companies.json", survey=survey)

    assert people.said("organization") == {
        ("intercom:u1", "org:acme.example"),
        ("intercom:u2", "org:acme.example"),
        ("intercom:u2", "org:side-project"),
    }
    assert companies.said("name") == {
        ("org:acme.example", "Acme"),
        ("org:side-project", "Side Project"),
    }
    assert (companies.read, companies.rejected) == (2, [])


def test_a_notification_is_read_as_what_it_is_about(tmp_path: Path) -> None:
    path = tmp_path / "notified.jsonl"
    path.write_text(
        '{"type": "notification_event", "topic": "conversation.admin.replied", "data": {"type":'
        ' "notification_event_data", "item": {"type": "conversation", "id": "7", "created_at":'
        ' 1539897198, "updated_at": 1540393270, "user": {"type": "user", "id": "u1", "name":'
        ' "Bob", "email": "bob@x.example"}, "assignee": {"type": "admin", "id": "81", "email":'
        ' "ann@ours.example"}, "conversation_message": {"author": {"type": "admin", "id": "81"}},'
        ' "conversation_parts": {"conversation_parts": []}}}}\n'
        '{"type": "notification_event", "topic": "user.created", "data": {"type":'
        ' "notification_event_data", "item": {"type": "user", "id": "u2", "app_id": "w", "email":'
        ' "cat@x.example", "name": "Cat"}}}\n'
    )
    found = gathered(Intercom(), path)

    assert Intercom().recognises(file_at(path))
    assert _reached(path) == [(Kind.MESSAGE, "intercom:admin/81", ["intercom:u1"], False)]
    assert {(one.a, one.b) for one in found.merges} == {
        ("email:bob@x.example", "intercom:u1"),
        ("email:ann@ours.example", "intercom:admin/81"),
        ("email:cat@x.example", "intercom:u2"),
    }


def test_contacts_a_line_each_keep_their_companies_and_companies_of_version_1_are_listed(
    tmp_path: Path,
) -> None:
    (tmp_path / "contacts.jsonl").write_text(
        '{"type": "contact", "id": "u1", "workspace_id": "w", "email": "ann@gmail.com",'
        ' "companies": {"type": "list", "data": [{"id": "c1"}]}}\n'
        '{"type": "user", "id": "u2", "app_id": "w", "email": "bob@gmail.com",'
        ' "companies": {"type": "company.list", "companies": [{"id": "c1", "name": "Acme"}]}}\n'
    )
    (tmp_path / "companies.json").write_text(
        '{"type": "company.list", "companies": [{"type": "company", "id": "c1",'
        ' "company_id": "7", "name": "Acme", "website": "acme.example"}]}'
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)
    people = gathered(Intercom(), tmp_path / "contacts.jsonl", survey=survey)
    companies = gathered(Intercom(), tmp_path / "companies.json", survey=survey)

    assert (people.read, people.rejected, companies.read) == (2, [], 1)
    assert people.said("organization") == {
        ("intercom:u1", "org:acme.example"),
        ("intercom:u2", "org:acme.example"),
    }
