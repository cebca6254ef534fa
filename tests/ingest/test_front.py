"""Front: who wrote to whom, in messages and in internal comments."""

from datetime import timedelta
from pathlib import Path

from graph.model import Kind
from ingest.front.source import Front
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES, counts, loaded_twice


def test_a_conversation_is_the_last_message_it_carries(tmp_path: Path) -> None:
    first, again = loaded_twice(tmp_path, SAMPLES / "front" / "messages.json")

    assert counts(first) == (10, 7, 1, 2)
    assert first.interactions == 7
    assert again == (0, 0)


def test_a_draft_that_was_sent_later_is_a_message(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    text = (
        '{"id": "msg_11", "type": "email", "is_inbound": false, "is_draft": %s,'
        ' "created_at": 1772442000, "author": {"id": "tea_1"},'
        ' "recipients": [{"handle": "cal@c.example", "role": "to"}]}'
    )
    path.write_text(text % "true")
    loaded_twice(tmp_path, path)
    path.write_text(text % "false")

    first, again = loaded_twice(tmp_path, path)

    assert (first.total("new"), first.total("corrected")) == (0, 1)
    assert again == (0, 0)


def test_what_happened_is_read_for_its_message_or_comment(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    message = (
        '{"id": "msg_1q15qmtq", "type": "email", "is_inbound": true, "is_draft": false,'
        ' "created_at": 1453770984.123, "author": null, "recipients": ['
        '{"handle": "cal@c.example", "role": "from"}, {"handle": "help@x.example", "role": "to"}]}'
    )
    comment = (
        '{"id": "com_1q", "author": {"id": "tea_55c8c149", "username": "leela"},'
        ' "body": "look, @leela", "posted_at": 1453770990}'
    )
    event = (
        '{"id": "evt_1%d", "type": "%s", "emitted_at": 1453770984.123,'
        ' "conversation": {"id": "cnv_55c8c149", "subject": "x", "status": "archived"},'
        ' "source": {"_meta": {"type": "inboxes"}, "data": [{"id": "inb_55c8c149"}]}, "target": %s}'
    )
    target = '{"_meta": {"type": "x"}, "data": %s}'
    path.write_text(
        '{"_pagination": {"next": null}, "_results": ['
        + ", ".join(
            (
                event % (1, "inbound", target % message),
                event % (2, "comment", target % comment),
                event % (3, "archive", "null"),
            )
        )
        + "]}"
    )

    first, second = gathered(Front(), path).interactions

    assert (first.id, first.thread) == ("front:msg_1q15qmtq", "front:cnv_55c8c149")
    assert (first.kind, first.sender) == (Kind.EMAIL, "email:cal@c.example")
    assert (second.id, second.thread, second.kind) == (
        "front:com_1q",
        "front:cnv_55c8c149",
        Kind.POST,
    )


def test_a_call_has_its_length_and_one_that_nobody_answered_none(tmp_path: Path) -> None:
    path = tmp_path / "calls.json"
    call = (
        '{"id": "msg_1%d", "type": "call", "is_inbound": true, "is_draft": false, "author": null,'
        ' "created_at": 1453770984, "metadata": %s, "recipients": ['
        '{"handle": "+48600100200", "role": "from"}, {"handle": "+48600100201", "role": "to"}]}'
    )
    told = ('{"duration": 95, "have_been_answered": true}', '{"have_been_answered": false}', "{}")
    path.write_text(f"[{', '.join(call % (k, one) for k, one in enumerate(told, 1))}]")

    found = gathered(Front(), path).interactions

    assert [(one.kind, one.duration) for one in found] == [
        (Kind.CALL, timedelta(seconds=95)),
        (Kind.CALL, timedelta(0)),
        (Kind.CALL, None),
    ]


def test_rows_of_an_export_are_one_message_each_whatever_their_segments(tmp_path: Path) -> None:
    path = tmp_path / "export-messages-acme-2023-07-19.csv"
    path.write_text(
        "Message ID,Segment ID,Conversation ID,Direction,Message date,Author,Contact name,"
        "Contact handle,From,To,Cc,Subject,Extract,Message API ID\n"
        "901,1,77,Inbound,2023-07-19 10:04:33,,Cal Jones,cal@c.example,cal@c.example,"
        "help@x.example,eve@c.example,Hilfe,Guten Tag,msg_9a\n"
        "901,2,77,Inbound,2023-07-19 10:04:33,,Cal Jones,cal@c.example,cal@c.example,"
        "help@x.example,eve@c.example,Hilfe,Guten Tag,msg_9a\n"
        "902,2,77,Outbound,2023-07-19 11:00:00,ann@x.example,Cal Jones,cal@c.example,"
        "help@x.example,cal@c.example,,Re: Hilfe,Hallo,msg_9b\n"
        "903,3,78,Inbound,2023-07-19 12:00:00,,,+48600100200,+48600100200,+48600100201,,,Hi,\n"
        "904,3,78,Sideways,2023-07-19 12:00:00,,,x,x,y,,,Hi,\n"
    )

    first, again = loaded_twice(tmp_path, path)
    found = gathered(Front(), path).interactions

    assert counts(first) == (5, 3, 1, 1)
    assert again == (0, 0)
    assert [(one.id, one.kind, one.sender, len(one.receivers)) for one in found[1:]] == [
        ("front:msg_9a", Kind.EMAIL, "email:cal@c.example", 2),
        ("front:msg_9b", Kind.EMAIL, "email:ann@x.example", 1),
        ("front:message/903", Kind.MESSAGE, "phone:+48600100200", 1),
    ]


def test_a_card_is_of_the_company_it_is_filed_under_and_of_whoever_tweets(tmp_path: Path) -> None:
    path = tmp_path / "front.json"
    path.write_text(
        '{"_results": [{"id": "crd_99", "name": "Ann", "account": {"id": "acc_7", "name": "Acme",'
        ' "domains": ["acme.example"]}, "handles": [{"handle": "ann@acme.example", "source":'
        ' "email"}, {"handle": "ann_t", "source": "twitter"}]},'
        ' {"id": "msg_1a", "type": "tweet", "is_inbound": true, "is_draft": false, "created_at":'
        ' 1615214400, "recipients": [{"handle": "ann_t", "role": "from"},'
        ' {"handle": "ours", "role": "to"}]}]}'
    )
    found = gathered(Front(), path)

    assert found.said("organization") == {("email:ann@acme.example", "org:acme.example")}
    assert [(one.a, one.b) for one in found.merges] == [
        ("email:ann@acme.example", found.interactions[0].sender)
    ]
