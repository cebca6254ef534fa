r"""What a mail says: its plain part, else its HTML, decoded from the first bytes after its header.

    part    = the first text/plain that is no attachment, else the first text/html
    decoded = transfer encoding (quoted-printable, base64), then charset; neither is trusted

Parts are looked for four levels deep among the first fifty of a message; what is answered or
forwarded as an attached message is not the writer's. Cut or broken encodings give what can be read
of them. Only the first 32 kB of a body are ever kept, so a mail of any size costs the same.
"""

import binascii
import re
from collections.abc import Iterator

from ingest.mail.charsets import codec_of, read

__all__ = ["MOST_BODY", "body_text"]

MOST_BODY = 2**15
_MOST_PARTS = 50
_MOST_DEEP = 4
_FIELD = re.compile(
    rb"^(content-(?:type|transfer-encoding|disposition))[ \t]*:((?:[^\n]*(?:\n[ \t][^\n]*){0,20}))",
    re.IGNORECASE | re.MULTILINE,
)
_PARAMETER = re.compile(
    rb";\s*(boundary|charset)\*?\s*=\s*(?:\"([^\"]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE
)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


def body_text(head: bytes, body: bytes) -> str | None:
    r"""Give the text of a message, as it was written; None where it has none.

    >>> body_text(b"Content-Transfer-Encoding: quoted-printable\n", b"caf=C3=A9")
    'café'
    """
    found: dict[bytes, str] = {}
    for kind, text in _texts(head, body[:MOST_BODY], _MOST_DEEP):
        found.setdefault(kind, text)
        if kind == b"text/plain":
            break
    return found.get(b"text/plain") or found.get(b"text/html")


def _texts(head: bytes, body: bytes, deep: int) -> Iterator[tuple[bytes, str]]:
    fields = {name.lower(): value.strip() for name, value in reversed(_FIELD.findall(head))}
    declared = fields.get(b"content-type", b"")
    kind = declared.partition(b";")[0].strip().lower() or b"text/plain"
    told = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(declared)}
    if kind.startswith(b"multipart/"):
        boundary = told.get(b"boundary")
        if boundary and deep:
            for part in _parts(body, boundary):
                yield from _texts(*part, deep - 1)
        return
    is_attached = fields.get(b"content-disposition", b"").lower().startswith(b"attachment")
    if kind in (b"text/plain", b"text/html", b"text") and not is_attached:
        encoding = fields.get(b"content-transfer-encoding", b"").lower()
        charset = told.get(b"charset")
        codec = codec_of(charset.decode("latin-1")) if charset else None
        text = read(_transferred(body, encoding), codec)
        yield (b"text/html" if kind == b"text/html" else b"text/plain"), text


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts between the lines of a boundary, each as its header and what follows."""
    pieces = (b"\n" + body).split(b"\n--" + boundary, _MOST_PARTS + 1)[1 : _MOST_PARTS + 1]
    for piece in pieces:
        if piece.startswith(b"--"):
            return
        inside = piece.partition(b"\n")[2]
        if inside.startswith((b"\n", b"\r\n")):
            yield b"", inside
            continue
        end = _END_OF_HEAD.search(inside)
        if end:
            yield inside[: end.start()], inside[end.end() :]


def _transferred(body: bytes, encoding: bytes) -> bytes:
    if encoding.startswith(b"quoted-printable"):
        return binascii.a2b_qp(body)
    if encoding.startswith(b"base64"):
        packed = _NOT_BASE64.sub(b"", body)
        return binascii.a2b_base64(packed[: len(packed) // 4 * 4])
    return body
