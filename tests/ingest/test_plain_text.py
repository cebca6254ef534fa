"""Plain text: what somebody wrote themselves, out of everything that stands around it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.heard.plain_text import MOST_READ, plain_text
from ingest.mail.bodies import MOST_BODY, body_text
from tests.ingest.mutated import few

OUTLOOK = "From: Ann\nSent: Monday\nTo: Bob\nSubject: awful\n\nThis is awful"
CAME = "<p>It came.</p>"
HTML = (
    "<html><head><style>p {color:red}</style></head><body><p>Hi Ann,</p><p>We love it.<br>Thanks"
    '</p><div class="gmail_quote"><div class="gmail_attr">On Monday Bob wrote:</div><blockquote>'
    "awful <blockquote>worse</blockquote></blockquote></div></body></html>"
)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Great!\n\nOn Mon, 3 May 2021 at 10:11, Ann <a@x.example> wrote:\n> awful\n", "Great!"),
        ("Great!\n\nOn Mon, 3 May 2021 at 10:11, Ann Smith <a@x.example>\nwrote:\n\n> a", "Great!"),
        ("Danke!\n\nAm 03.05.2021 um 10:11 schrieb Ann Smith:\n> schlecht", "Danke!"),
        ("Merci\n\nLe lun. 3 mai 2021 à 10:11, Ann <a@x.fr> a écrit :\n\nnul", "Merci"),
        ("Dziękuję\n\nW dniu 3.05.2021 o 10:11, Ann pisze:\n> źle", "Dziękuję"),
        (f"Works.\n\n{OUTLOOK}", "Works."),
        (f"Works.\n-----Original Message-----\n{OUTLOOK}", "Works."),
        (f"Geht.\n\n-----Ursprüngliche Nachricht-----\n{OUTLOOK}", "Geht."),
        ("Super.\n\n-----Oryginalna wiadomość-----\nOd: Bob\nŹle", "Super."),
        ("I agree.\n> go?\nYes, we do.\n> when?\nSoon.\n-- \nBob", "I agree.\nYes, we do.\nSoon."),
        ("Fixed.\n\nSent from my iPhone", "Fixed."),
        ("Fixed.\n\nKind regards,\nBob Miller\nBest Ltd", "Fixed."),
        ("Gut.\n\nMit freundlichen Grüßen\nBob", "Gut."),
        ("Fine.\nThis e-mail is confidential and intended for you.", "Fine."),
        ("Looks good\ndiff --git a/x b/x\n-bad line", "Looks good"),
        ("Dear Sir or Madam, your product broke.", "your product broke."),
        ("Hi Ann,\n\nit broke", "it broke"),
        ("Hi I am angry", "Hi I am angry"),
        ("It came.\n\nBob wrote:\n| awful\n| worse\nWe keep it.", "It came.\nWe keep it."),
        ("It came.\n\nBB> awful\nBB> worse", "It came."),
        (f'{CAME}<div id="divRplyFwdMsg"><b>Von:</b> Bob</div><div>awful</div>', "It came."),
        (f'{CAME}<div id="appendonsend"></div><hr><div>awful</div>', "It came."),
        (f'{CAME}<div class="gmail_attr">--- Forwarded<br></div><div>awful</div>', "It came."),
        (f'<div style="display:none">awful deals</div>{CAME}', "It came."),
        ("> only quoted", ""),
        ("The ratio is 3:4 and\nfine", "The ratio is 3:4 and\nfine"),
        (HTML, "We love it.\nThanks"),
        ("use `bad_code` here", "use   here"),
        ("a ```\nbad\n``` b", "a   b"),
    ],
)  # fmt: skip
def test_only_what_its_writer_says_is_left(text: str, own: str) -> None:
    left = plain_text(text)

    assert left == own or " ".join(left.split()) == " ".join(own.split())


@pytest.mark.parametrize(
    "text",
    [
        "Thanks <@U123> see <https://bad.example/x|the page> &amp; more :smile:",
        "Thanks @bad_person see https://bad.example/terrible the page & more",
        "Thanks bad@terrible.example see www.bad.example the page & more",
    ],
)
def test_links_addresses_and_mentions_say_nothing(text: str) -> None:
    assert plain_text(text).replace("the page", "").split() == ["Thanks", "see", "&", "more"]


def test_lines_that_were_wrapped_are_one() -> None:
    text = (
        "We were told that the delivery would be here by Monday, and it is not\nhere at all.\nOk?"
    )

    assert plain_text(text).splitlines()[0].endswith("it is not here at all.")


def test_what_is_read_is_bounded() -> None:
    assert len(plain_text("word " * 10_000)) <= MOST_READ
    assert body_text(b"", b"a" * MOST_BODY * 4) == "a" * MOST_BODY


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>" * 3000, "<!--" * 6000, "`" * 20_000, "<a " * 9000, "@" * 20_000, "a@" * 10_000,
        ":a" * 10_000, "On " * 6000 + "\nwrote:" * 2000, "-" * 20_000, "dear A" * 4000,
        "\n" * 20_000, "On\n" * 7000, "this message " * 1500, "From: \n" * 3000, "<" * 20_000,
        "<div " * 4000 + ">", "&" * 20_000, "<blockquote>" * 2000,
    ],
)  # fmt: skip
def test_hostile_texts_cost_no_time(hostile: str) -> None:
    began = time.process_time()
    plain_text(hostile)

    assert time.process_time() - began < 0.5


@few
@given(text=st.text(max_size=300), head=st.binary(max_size=200), body=st.binary(max_size=400))
def test_whatever_a_text_holds_it_is_read(text: str, head: bytes, body: bytes) -> None:
    assert len(plain_text(text)) <= MOST_READ
    body_text(b"Content-Type: multipart/mixed; boundary=x\n" + head, b"--x\n\n" + body)


def mail(*fields: str) -> bytes:
    return "\n".join(fields).encode() + b"\n"


def test_a_mail_says_its_plain_part_before_its_html_in_any_encoding() -> None:
    body = (
        b'--x\r\nContent-Type: multipart/alternative; boundary="yy"\r\n\r\n'
        b"--yy\r\nContent-Type: text/html; charset=iso-8859-2\r\n\r\n<p>ho\xb3d</p>\r\n"
        b"--yy\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\nna=EFve soft=\r\n break\r\n--yy--\r\n"
        b"--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nno\r\n--x--"
    )
    head = mail("Content-Type: multipart/mixed;", ' boundary="x"')

    assert (body_text(head, body) or "").strip() == "naïve soft break"
    assert body_text(mail("Content-Type: text/html; charset=iso-8859-2"), b"ho\xb3d") == "hołd"
    assert body_text(mail("Content-Type: application/pdf"), b"x") is None


@pytest.mark.parametrize("charset", ["rot13", "hex", "idna", "punycode", "utf-9", "unicode_escape"])
def test_a_charset_that_is_none_does_no_harm(charset: str) -> None:
    assert (body_text(mail(f"Content-Type: text/plain; charset={charset}"), b"hi") or "") == "hi"


def test_an_attached_message_is_not_its_forwarders() -> None:
    body = b"--x\n\nsee below\n--x\nContent-Type: message/rfc822\n\nFrom: a@x\n\nawful\n--x--"

    assert (body_text(mail("Content-Type: multipart/mixed; boundary=x"), body) or "").strip() == (
        "see below"
    )
