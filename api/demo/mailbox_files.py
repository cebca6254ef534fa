"""Mailbox files: mail as mbox, with the encodings that real mail has."""

import base64
import quopri
from datetime import datetime, timedelta, timezone
from email.charset import QP, Charset
from email.header import Header
from email.utils import format_datetime
from functools import cache
from time import asctime, gmtime

from api.demo.company import Member
from api.demo.story import CAST, OWN, PRIVATE_ADDRESS
from api.demo.talks import Mail
from api.demo.workdays import Workdays

__all__ = ["mailboxes"]

_BOXES = {
    "Sales": "sales",
    "Customer Service": "service",
    "Engineering": "engineering",
    "Operations": "operations",
    "Purchasing": "operations",
}
_REST, _PRIVATE, _SHARED = "offices", "joanna-private", "shared"
_UTF8_QP = Charset("utf-8")
_UTF8_QP.header_encoding = QP


def mailboxes(mails: list[Mail], workdays: Workdays) -> dict[str, bytes]:
    """Give the mailboxes by name: each mail is in its sender's, one in five in a reader's too."""
    boxes: dict[str, list[bytes]] = {}
    for number, mail in enumerate(sorted(mails, key=lambda mail: (mail.at, mail.id))):
        text = _written(mail, number, workdays)
        for box in _boxes_of(mail, number):
            boxes.setdefault(box, []).append(text)
    return {name: b"".join(boxes[name]) for name in sorted(boxes)}


def _boxes_of(mail: Mail, number: int) -> list[str]:
    """Give the boxes that keep a mail: those of our own people who wrote or got it."""
    sides = [mail.sender, *mail.to]
    own = list(dict.fromkeys(_box_of(member) for member in sides if _box_of(member)))
    return own if number % 5 == 0 else own[:1]


def _box_of(member: Member) -> str:
    if member.email == PRIVATE_ADDRESS:
        return _PRIVATE
    if not member.department:
        return _SHARED if member.domain.endswith(OWN) else ""
    return _BOXES.get(member.department, _REST)


def _written(mail: Mail, number: int, workdays: Workdays) -> bytes:
    sender = mail.sender
    zone = timezone(timedelta(seconds=workdays.offset(sender.zone, workdays.day_of(mail.at))))
    lines = [
        f"From {sender.email} {asctime(gmtime(mail.at))}",
        f"Message-ID: {mail.id}",
        f"Date: {format_datetime(datetime.fromtimestamp(mail.at, zone))}",
        f"From: {_address(sender)}",
        "To: " + ",\n ".join(_address(member) for member in mail.to),
    ]
    if mail.cc:
        lines.append("Cc: " + ",\n ".join(_address(member) for member in mail.cc))
    lines.append(f"Subject: {_worded(mail.subject)}")
    if mail.references:
        lines.append(f"In-Reply-To: {mail.references[-1]}")
        lines.append("References: " + "\n ".join(mail.references))
    lines += [*mail.headers, "MIME-Version: 1.0"]
    return ("\n".join(lines) + "\n").encode() + _body(mail.body, number) + b"\n"


def _body(text: str, number: int) -> bytes:
    """Write the text in one of the four ways that mail programs choose."""
    plain = b'Content-Type: text/plain; charset="utf-8"\n'
    if number % 11 == 0:
        wrapped = base64.encodebytes(text.encode())
        return plain + b"Content-Transfer-Encoding: base64\n\n" + wrapped
    if number % 7 == 0:
        quoted = quopri.encodestring(text.encode())
        return plain + b"Content-Transfer-Encoding: quoted-printable\n\n" + quoted
    eight = plain + b"Content-Transfer-Encoding: 8bit\n\n" + text.encode()
    if number % 9 == 0:
        mark = f"=_{number:06d}"
        page = f"<p>{text.strip()}</p>".replace("\n", "<br>")
        html = (
            f'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n{page}\n'
        )
        head = f'Content-Type: multipart/alternative; boundary="{mark}"\n\n--{mark}\n'
        return head.encode() + eight + f"--{mark}\n{html}--{mark}--\n".encode()
    return eight


@cache
def _address(member: Member) -> str:
    return f"{_name(member.name)} <{member.email}>" if member.name else member.email


def _name(name: str) -> str:
    """Encode a name as RFC 2047 wants it, where it must be, in one of three ways."""
    if name.isascii():
        return name
    if name in CAST or len(name) % 3 == 0:
        return Header(name, "utf-8").encode()
    if len(name) % 3 == 1:
        return Header(name, _UTF8_QP).encode()
    try:
        name.encode("iso-8859-2")
    except UnicodeEncodeError:
        return Header(name, "utf-8").encode()
    return Header(name, "iso-8859-2").encode()


@cache
def _worded(subject: str) -> str:
    return subject if subject.isascii() else Header(subject, "utf-8").encode()
