"""Messages of one room as Rocket.Chat exports them in HTML: paragraphs, and nothing else.

Each has who wrote it, when, to the second, and what, which is not escaped, so that a message ends
where the next one begins. What is in italics as a whole is no message but what happened.
"""

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["is_page", "messages_of_page"]

_BEGIN = re.compile(
    r"<p><strong>(?P<name>.{0,200}?)</strong> "
    r"\((?P<at>[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT|)\):<br ?/>\s*"
)
_FIRST = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<meta [^>]{0,200}>)?\s*<p><strong>[^<]{0,200}</strong> "
    rb"\((?:[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)?\):<br"
)
_EVENT = re.compile(r"<i>.*</i>", re.DOTALL)
_LINK = re.compile(r'<br/><a href="\./assets/[^"]*">.*?</a>', re.DOTALL)
_META = '<meta http-equiv="content-type" content="text/html; charset=utf-8">'
_MOST_LINES = 2_000


def is_page(head: bytes) -> bool:
    """Say by its beginning whether a file is such a page.

    >>> is_page(b"<p><strong>ann</strong> (Fri, 15 Mar 2024 15:44:41 GMT):<br/>"), is_page(b"<p>")
    (True, False)
    """
    return _FIRST.match(head) is not None


def messages_of_page(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each message with its line, in the words of the export in JSON."""
    begun, found, lines = 0, {"username": "", "ts": ""}, list[str]()
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        for number, line in enumerate(stream, 1):
            told = line.removeprefix(_META)
            begin = _BEGIN.match(told)
            if begin:
                if begun:
                    yield begun, found | _text(lines)
                begun, found = number, {"username": begin["name"], "ts": begin["at"]}
                lines = [told[begin.end() :]]
            elif begun and len(lines) < _MOST_LINES:
                lines.append(line)
    if begun:
        yield begun, found | _text(lines)


def _text(lines: list[str]) -> dict[str, str]:
    written = "".join(lines).strip().removesuffix("</p>").strip()
    if _EVENT.fullmatch(written):
        return {"msg": written[3:-4], "type": "event"}
    return {"msg": _LINK.sub("", written)}
