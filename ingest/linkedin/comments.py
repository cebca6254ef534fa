"""Comments.csv, whose comments may run over several lines with and without quotation marks.

A row begins where a date and an address do; whatever stands before the next such line is the text
of the comment. So commas, line breaks and quotation marks in it need not be escaped, as in some
exports they are not.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.people.identity import clean
from ingest.rows.sheet import Row, Sheet

__all__ = ["COLUMNS", "comment_rows"]

COLUMNS = ("date", "link", "message")
_BEGIN = re.compile(
    r'"?(?P<date>\d[^",;\t\n]{0,40}|)"?[,;\t]"?(?P<link>https?://[^\s",;]{1,2000})"?[,;\t](?P<text>.*)'
    r'|"?(?P<other>[^",;\t\n]{0,40})"?[,;\t]"?(?P<place>https?://(?:\w+\.)?linkedin\.com/feed/'
    r'[^\s",;]{1,2000})"?[,;\t](?P<words>.*)',
    re.DOTALL,
)
_MOST_LINES = 500  # a comment has 3,000 letters at most


def comment_rows(sheet: Sheet, path: Path) -> Iterator[Row]:
    """Read the rows of a file with the columns `COLUMNS`, in that order."""
    begun, cells, lines = 0, ("", "", ""), list[str]()
    with path.open(encoding=sheet.encoding, errors="replace", newline="") as stream:
        for number, line in enumerate(stream, 1):
            if number <= sheet.skip + 1:
                continue
            found = _BEGIN.match(line)
            if found:
                if begun:
                    yield _row(begun, cells, lines)
                date, link = found["date"] or found["other"], found["link"] or found["place"]
                begun, cells = number, (date or "", link, "")
                lines = [found["text"] or found["words"] or ""]
            elif begun and len(lines) < _MOST_LINES:
                lines.append(line)
            elif line.strip():
                trouble = "belongs to no comment, expected a date and a link at its beginning"
                yield Row(number, trouble=trouble, found=line[:200])
    if begun:
        yield _row(begun, cells, lines)


def _row(line: int, cells: tuple[str, str, str], lines: list[str]) -> Row:
    text = "".join(lines).strip()
    if text.startswith('"'):
        text = text[1:].removesuffix('"')
    text = text.replace('\\"', '"').replace('""', '"').replace("\n", " ")
    return Row(line, (clean(cells[0]), clean(cells[1]), clean(text)))
