"""Mail of particular makes: what Gmail's labels mean, and addresses of which a part is hidden."""

from base64 import b64encode

import pytest

from graph.batch import Rejected
from graph.model import Fact, Kind, Receiver
from ingest.addresses import addresses
from tests.ingest.test_mail import letter, read


@pytest.mark.parametrize(
    "labels",
    [
        "Drafts",
        "Important,Drafts,Opened",
        "Entwürfe",
        "Brouillons,Important",
        "下書き",
        "Черновики",
    ],
)
def test_a_draft_of_gmail_is_no_contact(labels: str) -> None:
    encoded = f"=?UTF-8?B?{b64encode(labels.encode()).decode()}?="
    for value in (labels, encoded):
        found = read(
            "From: ann@x.example", "To: bob@x.example", "Date: Mon, 2 Mar 2026 10:00:00 +0000",
            "X-GM-THRID: 1742345678901234567", f"X-Gmail-Labels: {value}",
        )  # fmt: skip

        assert isinstance(found, Rejected)
        assert "is a draft that was not sent" in found.reason


def test_a_message_that_was_saved_unsent_is_no_contact() -> None:
    found = read("From: ann@x.example", "Date: Mon, 2 Mar 2026 10:00:00 +0000", "X-Unsent: 1")

    assert isinstance(found, Rejected)


@pytest.mark.parametrize("labels", ["Inbox,Important", '"Drafts, old",Sent', "My drafts", "Spam?"])
def test_labels_of_ones_own_say_nothing(labels: str) -> None:
    found = letter("To: bob@x.example", f"X-Gmail-Labels: {labels}").interaction

    assert (found.kind, found.is_bulk) == (Kind.EMAIL, False)


def test_spam_ties_nobody_and_a_chat_is_no_mail() -> None:
    spam = letter("To: bob@x.example", "X-Gmail-Labels: Spam,Unread").interaction
    chat = letter("To: bob@x.example", "X-Gmail-Labels: Chat,Opened").interaction

    assert spam.is_bulk
    assert (chat.kind, chat.channel, chat.is_bulk) == (Kind.MESSAGE, "chat", False)


@pytest.mark.parametrize(
    "written",
    [
        "Tyrion.Lannister@gmail....", "<tyrion@gmail....>", "j...@gmail.com", "tyrion@gmail\u2026",
        "Ann Smith <ann.s...@gmail.com>", "tyrion at gmail....", "a***@x.example",
    ],
)  # fmt: skip
def test_an_address_cut_short_is_nobodys(written: str) -> None:
    assert addresses([written]) == []


@pytest.mark.parametrize("written", ["abc..def@docomo.example", "ann@x.example.", "a.b@c.example"])
def test_odd_addresses_that_are_whole_are_kept(written: str) -> None:
    assert [identity for identity, _ in addresses([written])] == [f"email:{written.rstrip('.')}"]


def test_a_sender_cut_short_is_an_account_of_that_log_with_a_name() -> None:
    date = "Date: Mon, 2 Mar 2026 10:00:00 +0000"
    spellings = [
        "Ann Lee <a...@gmail.com>",
        '"Ann Lee" <A...@gmail.com>',
        "a...@gmail.com (Ann Lee)",
    ]
    senders = set()
    for spelling in spellings:
        found = read(f"From: {spelling}", "To: bob@x.example, c...@gmail.com", date, log="list")
        assert not isinstance(found, Rejected)
        senders.add(found.interaction.sender)
        assert found.interaction.receivers == (Receiver("email:bob@x.example"),)
        assert (
            Fact(found.interaction.sender, "seen_name", "Ann Lee", found.interaction.at)
            in found.facts
        )

    assert senders == {"account:list/Ann Lee <a...@gmail.com>"}
