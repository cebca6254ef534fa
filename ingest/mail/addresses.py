"""Addresses as mail headers write them: identities and the names beside them."""

import inspect
import re
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses
from functools import lru_cache

from graph.people.identity import clean, plain_email
from ingest.mail.charsets import codec_of, read

__all__ = ["Named", "account", "addresses", "cut_short", "decoded", "names_only"]

Named = tuple[str, str]
"""An identity, and the name written beside it ("" where there is none)."""

# Newer standard libraries drop a whole header for one bad address unless told not to.
_LENIENT = {"strict": False} if "strict" in inspect.signature(getaddresses).parameters else {}

_WORD = r"[^\s<>@,;:\"\\()\[\]]+"
_DOMAIN = r"[A-Za-z0-9._-]+"
# One address of a list, as nearly all programs write it; anything else is for the whole grammar.
_SIMPLE = re.compile(
    rf"\s*(?:(?:\"([^\"\\]*)\"|([^\"<>@,;:\\()\[\]]*))\s*<({_WORD}@{_DOMAIN})>|({_WORD}@{_DOMAIN}))"
    r"\s*(?:,\s*|$)"
)
# Against the grammar, but written all the time: "Lee, Ann <a@x>", "Ann [X] <a@x>", "Ann @ X <a@x>"
_LOOSE = re.compile(
    rf"((?:[^<>@:]|(?<=\s)@(?=\s))*)<+\s*(?:mailto:|smtp:)?'?({_WORD}@{_DOMAIN})'?>+"
    r"\s*(?:\([^()<>]*\)\s*)?(?:[,;]\s*|$)",
    re.IGNORECASE,
)
_MOST_COMMAS = 2  # of one name: "Lee, Ann, PhD"
# Pipermail and its like hide addresses: "jjl at pobox.com (John J. Lee)"
_HIDDEN = re.compile(r"(^|[,<]\s*)([^\s@,;:<>\"()]+) at ([^\s@,;:<>\"()]+\.[^\s@,;:<>\"()]+)")
_SOMEWHERE = re.compile(rf"{_WORD[:-1]}{{1,64}}@{_DOMAIN}")
# Some archives show only a part: "ann@gmail....", "a...@gmail.com", "a***@x.example"
_CUT = re.compile(r"\.\.\.@|\*\*@|@[^@]*\.\.")
_MASKED = re.compile(r"[^\s<>\"'()]*@[^\s<>\"'()]*")
_ENCODED = "=?"
_LONGEST_ENCODED = 4_000  # characters; some codecs take quadratic time
_MOST_GRAMMAR = 2**16  # characters: hostile ones take the standard library seconds a megabyte
_LONGEST_NAME = 200
_LONGEST_ADDRESS = 320
_USUAL_LENGTH = 300  # characters of a value worth remembering
_BARE = re.compile(
    r"\s*(?:\"?([^\"<>()]*)\"?\s*<(\w[\w.+-]{0,63})>|(\w[\w.+-]{0,63})\s*(?:\(([^()]*)\))?)\s*"
)
_UNDISCLOSED = re.compile(r"undisclosed|unlisted|suppressed|no[-_. ]?recipients?", re.IGNORECASE)


def addresses(values: Iterable[str]) -> list[Named]:
    """Read the addresses of one header's values, each once, in their order.

    >>> addresses(["jjl at pobox.com (John J. Lee)", '"Smith, Ann" <Ann@X.example>'])
    [('email:jjl@pobox.com', 'John J. Lee'), ('email:ann@x.example', 'Smith, Ann')]
    """
    found: dict[str, str] = {}
    for value in values:
        for identity, name in _usual(value) if len(value) < _USUAL_LENGTH else _read(value):
            if not found.setdefault(identity, name):
                found[identity] = name
    return list(found.items())


def account(name: str, log: str | None = None) -> str:
    """Give the identity of a bare name, which says little outside the log it stands in."""
    return f"account:{log}/{name[:_LONGEST_NAME]}" if log else f"account:{name[:_LONGEST_NAME]}"


def cut_short(value: str) -> Named | None:
    """Read a correspondent of whose address a part is hidden: a name, and text that is no address.

    >>> cut_short('"Ann Lee" <ann@gmail....>'), cut_short("ann@x.example")
    (('Ann Lee <ann@gmail....>', 'Ann Lee'), None)
    """
    text = value[:_LONGEST_ADDRESS].replace("\u2026", "...")
    shown = _MASKED.search(text)
    if shown is None or not _CUT.search(shown[0]):
        return None
    rest = text[: shown.start()] + text[shown.end() :]
    name = _name(rest.strip(" <>()"), "")
    masked = clean(shown[0]).lower()
    return f"{name} <{masked}>" if name else masked, name


def names_only(values: Iterable[str], log: str | None = None) -> list[Named]:
    """Read correspondents who have no address, such as ``root`` on the machine a log comes from.

    >>> names_only(["root (Cron Daemon)"]), names_only(["undisclosed-recipients:;"])
    ([('account:root', 'Cron Daemon')], [])
    """
    found: dict[str, str] = {}
    for part in (part for value in values for part in value[:_MOST_GRAMMAR].split(",")):
        bare = _BARE.fullmatch(part)
        if bare and not _UNDISCLOSED.search(part):
            name, bracketed, plain, comment = bare.groups()
            identity = account(bracketed or plain, log)
            found.setdefault(identity, _name(name or comment or "", identity))
    return list(found.items())


def decoded(text: str) -> str:
    """Read RFC 2047 encoded words; the text itself tells where the charset is unknown.

    >>> decoded("=?ISO-8859-1?Q?Fran=E7ois?= B."), decoded("=?x-none?Q?Ann?=")
    ('François B.', 'Ann')
    """
    if _ENCODED not in text or len(text) > _LONGEST_ENCODED:
        return text
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError, TypeError, IndexError, AttributeError):
        return text
    return "".join(part if isinstance(part, str) else _text(part, name) for part, name in parts)


def _text(part: bytes, charset: str | None) -> str:
    return read(part, codec_of(charset) if charset else None)


@lru_cache(maxsize=20_000)
def _usual(value: str) -> tuple[Named, ...]:
    """The same few people write over and over, so most values have been read before."""
    return tuple(_read(value))


def _read(value: str) -> list[Named]:
    value = value.replace("\u2026", "...")
    if "&" in value:  # as some programs write what a page said
        value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    if "@" not in value:
        value = _HIDDEN.sub(r"\1\2@\3", value[:_MOST_GRAMMAR])
    if "@" not in value and _ENCODED not in value:
        return []
    found, at = _simple(value)
    rest = value[at : at + _MOST_GRAMMAR]
    if rest:
        for name, address in getaddresses([rest], **_LENIENT):
            if "@" not in address and _ENCODED in address:
                found += _hidden_in(address)
            found += _named(name, address)
    # what the grammar cannot make sense of, such as "ann@x.example bob@x.example"
    return found or [named for plain in _SOMEWHERE.findall(rest) for named in _named("", plain)]


def _hidden_in(word: str) -> list[Named]:
    """Read what some programs encode together: a name with its address."""
    text = decoded(word)
    return _read(text) if _ENCODED not in text and "@" in text else []


def _simple(value: str) -> tuple[list[Named], int]:
    """Read addresses up to the first that neither of the two usual ways of writing explains."""
    found: list[Named] = []
    at = 0
    while at < len(value):
        one = _SIMPLE.match(value, at)
        if one is not None:
            quoted, phrase, bracketed, bare = one.groups()
            found += _named(quoted or phrase or "", bracketed or bare)
        else:
            one = _LOOSE.match(value, at, at + _MOST_GRAMMAR)
            if one is None or not _is_phrase(one[1]):
                break
            found += _named(_last(one[1]), one[2])
        at = one.end()
    return found, at


def _is_phrase(text: str) -> bool:
    """Say whether this is one name, which a quotation mark or a backslash leaves open."""
    return not text.count('"') % 2 and "\\" not in text


def _last(phrase: str) -> str:
    """The name right before an address, behind others who have none."""
    last = phrase.rpartition(";")[2].strip(" ,")
    return last if last.count(",") <= _MOST_COMMAS else last.rpartition(",")[2]


@lru_cache(maxsize=50_000)
def _named(name: str, address: str) -> tuple[Named, ...]:
    is_whole = len(address) <= _LONGEST_ADDRESS and not _CUT.search(address)
    # against the standard, but some write a domain so, and programs show what it hides
    shown = clean(decoded(address)) if _ENCODED in address else ""
    found = plain_email(shown) or plain_email(clean(address)) if is_whole else None
    return ((f"email:{found}", _name(name, found)),) if found else ()


def _name(written: str, address: str) -> str:
    name = " ".join(clean(decoded(written))[:_LONGEST_NAME].split())
    while len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return "" if plain_email(name) == address else name
