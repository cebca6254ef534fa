r"""Cypher cut into tokens: words, quoted names, and signs; comments and texts are told apart.

The server resolves ``\u0041`` everywhere before it reads a statement, and so does this: a keyword
spelled by escapes is that keyword, and a quote may be hidden in one. A backslash behind a backslash
begins no escape.
"""

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Token", "resolved", "tokens"]

_ESCAPE = re.compile(r"\\\\|\\u([0-9a-fA-F]{4})")
_TOKEN = re.compile(
    r"""
    (?P<blank>\s+ | //[^\r\n]* | /\*.*?(?:\*/|\Z))
  | (?P<text>'(?:[^'\\]|\\.)*(?:'|\Z) | "(?:[^"\\]|\\.)*(?:"|\Z))
  | (?P<quoted>`(?:[^`]|``)*(?:`|\Z))
  | (?P<word>[^\W\d]\w*)
  | (?P<number>\d+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, quoted name, text, number or sign, and where it begins in what the user wrote."""

    kind: Literal["word", "quoted", "text", "number", "sign"]
    text: str
    at: int

    @property
    def name(self) -> str:
        """The name that a word or a quoted name stands for; empty for anything else."""
        if self.kind == "quoted":
            return self.text.strip("`").replace("``", "`")
        return self.text if self.kind == "word" else ""

    @property
    def keyword(self) -> str:
        """The keyword that this may be, in capitals; empty for anything but a plain word."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> list[Token]:
    r"""Cut a statement into its tokens, without blanks and comments.

    >>> [token.text for token in tokens("RE\\u0054URN /* SET */ n.`x y`, 'a // b'")]
    ['RETURN', 'n', '.', '`x y`', ',', "'a // b'"]
    """
    plain, places = resolved(text)
    return [
        Token(found.lastgroup, found.group(), places[found.start()])  # type: ignore[arg-type]
        for found in _TOKEN.finditer(plain)
        if found.lastgroup != "blank"
    ]


def resolved(text: str) -> tuple[str, list[int]]:
    r"""Resolve the escapes of a statement; gives it with the place that each character came from.

    >>> resolved("\\u0041b\\\\u0041")
    ('Ab\\\\u0041', [0, 6, 7, 8, 9, 10, 11, 12, 13])
    """
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for found in _ESCAPE.finditer(text):
        if found[1] is None:
            continue
        parts += [text[last : found.start()], chr(int(found[1], 16))]
        places += [*range(last, found.start()), found.start()]
        last = found.end()
    return "".join([*parts, text[last:]]), [*places, *range(last, len(text))]
