r"""What somebody wrote themselves: a text without markup, quotations, signatures, code and links.

Read in this order, and only what the text shows signs of:

- HTML becomes text; what stands in block quotes, code, scripts, styles and signatures is left out
- lines of quotations (``>``, ``|``, ``AS>``) go, and the line that announces them ("On ...
  wrote:", in over twenty languages); what is written between them, an inline reply, stays
- all that follows a signature's dashes, a closing ("Kind regards"), "Sent from my phone", a
  forwarded or answered message without marks (Outlook's block of From, Sent, To), a disclaimer or a
  patch goes
- code between back quotes, links, addresses, mentions, ``:codes:`` of emoji and a salutation go
- lines that were wrapped are one again; 1,000 characters are read, the rest is not looked at

Cost: 2 microseconds for a line of chat, about 70 for a mail of ten lines above thirty quoted ones;
linear in the text and bounded by its first 20,000 characters.
"""

import re
from html import unescape

from ingest.heard.reply_words import ANNOUNCING, ENDS, ENDS_IN_ASCII, HEADS, SENDERS, SENT_FROM
from ingest.text.html import is_html, without_markup

__all__ = ["MOST_READ", "plain_text"]

MOST_READ = 1_000
_MOST_RAW = 20_000

_WROTE = (
    r"wrote|writes|schrieb(?:en)?|a écrit|ha scritto|escribi(?:ó|o)|va escriure|escreveu"
    r"|napisał(?:a|\(a\))?|pisze|napsala?|napsal\(a\)|skrev|schreef|kirjoitti|írta"
    r"|написала?|пишет|yazd\u0131|scris"
)
_ANNOUNCED = re.compile(
    rf"(?:^|[\s>)\],])(?:{_WROTE})\b[^:\n]{{0,80}}:$|(?:{ANNOUNCING})\s?[:\uff1a]$", re.IGNORECASE
)
_BEGINS = re.compile(
    r"(?:On|Am|Le|Il|El|Em|A|Dnia|W dniu|Dne|Den|Op|På|pt|pon|wt|śr|czw|sob|niedz|\d{1,4}[-./ ])\b",
    re.IGNORECASE,
)
_SENDERS, _HEADS = frozenset(SENDERS), frozenset(HEADS)
_LONGEST_HEAD = 24
_AFTER_HEAD = ("", " ", "\t", "*", "\u00a0")
# "pt, 2 ... 2026, 09:00 Jan <j@x.example>:", as Gmail writes it where no verb stands at the end
_BY_ADDRESS = re.compile(r"\d.*<[^<>\s]+@[^<>\s]+>\W{0,3}[:\uff1a]$")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CLOSING = (
    r"(?:(?:with )?(?:best|kind|kindest|warm|warmest|many)(?: and warm)? (?:regards|wishes)"
    r"|best|regards|rgds|br|cheers|all the best|take care"
    r"|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?"
    r"|mit (?:freundlichen|besten|herzlichen) gr(?:ü|ue)(?:ß|ss)en|mfg|lg|vg"
    r"|(?:viele|liebe|beste|herzliche) gr(?:ü|ue)(?:ß|ss)e|(?:bien )?cordialement"
    r"|bien à (?:vous|toi)|saludos|un saludo|atentamente|cordiali saluti|distinti saluti"
    r"|atenciosamente|pozdrawiam|z poważaniem|met vriendelijke groet(?:en)?"
    rf"|{ENDS_IN_ASCII})"
)
_COLONS = (":", "\uff1a")
_SHORT = 80  # characters: a line that ends a text is no longer, but for a few by how they begin
_ENDS = re.compile(
    rf"--|—|_{{20,}}|{_CLOSING}\W*|begin forwarded message:|get outlook for .{{0,60}}"
    r"|(?:sent|sendt|gesendet|envoyé|enviado|inviato|wysłane)"
    r" (?:from|von|via|de|desde|da|z|depuis|fra)\b.{0,40}"
    r"|verzonden vanaf\b.{0,40}|sent with .{0,60}",
    re.IGNORECASE,
)
_ENDS_ABROAD = re.compile(rf"(?:{ENDS})\W*|{SENT_FROM}", re.IGNORECASE)
_BEGINS_END = re.compile(
    r"-{2,} ?(?:original|forwarded|ursprüngliche|message d'origine|mensaje|messaggio|wiadomość"
    r"|oryginalna|oorspronkelijk|původní|oprindelig|opprinnelig|alkuperäinen|исходное)\b"
    r"|(?:this|the information in this) (?:e-?mail|message|communication)\b.{0,120}"
    r"\b(?:confidential|privileged|intended)\b|confidentiality notice|disclaimer\b"
    r"|diff --git |index: \S+$|--- a/|@@ -\d",
    re.IGNORECASE,
)
_MAY_BEGIN_END = frozenset("-tcdiTCDI@")
_FIRST_OF_SALUTATION = frozenset("dhgDHG")
_SALUTATION = re.compile(
    r"\A\s*(?i:dear|hi|hello|hey|good (?:morning|afternoon|evening))"
    r"(?: (?!I\b)[^\W\d_a-z][\w.'\u2019-]{0,40}| all| team| everyone| there| both"
    r"| sir| madam| or){0,5}"
    r"(?:[,:!.]|\s*(?:\n|$))\s*"
)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"<?(?:https?://|www\.)[^\s<>]+>?", re.IGNORECASE)
_LABELLED = re.compile(r"<(?:https?:|mailto:)[^<>|]*\|([^<>]*)>|<[@#!][^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>@]+\.[^\s<>@]+>?|(?<!\w)@[\w.-]+")
_CODED = re.compile(r"(?<![\w:]):[a-z0-9_+-]{2,40}:(?!\w)", re.IGNORECASE)
_BY_INITIALS = re.compile(r"[A-Z]{1,4}> ?(?![\s>=-])")
_WRAPPED = 50  # characters: a longer line goes on in the next


def plain_text(text: str) -> str:
    r"""Give what somebody wrote themselves, at most 1,000 characters of it.

    >>> plain_text("Dear Ann,\nnot good at all\n\nOn 1 May Ann wrote:\n> fine?")
    'not good at all'
    >>> plain_text("<p>Great!</p><blockquote>Awful?</blockquote>")
    'Great!'
    """
    text = text[:_MOST_RAW]
    if "<" in text and is_html(text):
        text = without_markup(text)
    if "`" in text:
        text = _CODE.sub(" ", text)
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = _BIDI.sub("", text)
    if "\n" in text or ">" in text or "\r" in text:
        text = _own_lines([line.strip() for line in text.splitlines()])
    text = _only_words(text)
    if text[:1] in _FIRST_OF_SALUTATION or text[:1].isspace():
        text = _SALUTATION.sub("", text, count=1)
    text = text.strip()
    return text if len(text) <= MOST_READ else text[:MOST_READ].rpartition(" ")[0]


def _only_words(text: str) -> str:
    if "<" in text:
        text = _LABELLED.sub(r" \1 ", text)
    if "://" in text or "www." in text:
        text = " ".join([
            _LINK.sub(" ", part) if "/" in part or "." in part else part for part in text.split(" ")
        ])  # fmt: skip
    if "@" in text:
        text = " ".join([
            _ADDRESS.sub(" ", part) if "@" in part else part for part in text.split(" ")
        ])  # fmt: skip
    return _CODED.sub(" ", text) if text.count(":") > 1 else text


def _own_lines(lines: list[str]) -> str:
    """The lines that are neither quoted nor after the end, unwrapped."""
    own: list[str] = []
    k = length = 0  # of the line before, as it stood
    while k < len(lines):
        line = lines[k]
        if _is_mark(line):
            k += 1
            continue
        if line and (_is_end(line) or ((":" in line or "\uff1a" in line) and _is_header(lines, k))):
            break
        if announced := _announced(lines, k):
            k += announced
            if not _is_quoted(lines, k):
                break
            continue
        if own and own[-1] and line and (length >= _WRAPPED or line[0].islower()):
            own[-1] = f"{own[-1]} {line}" if len(own[-1]) < MOST_READ * 2 else own[-1]
        elif line or (own and own[-1]):
            own.append(line)
        length = len(line)
        k += 1
    return "\n".join(own).strip()


def _is_end(line: str) -> bool:
    if len(line) <= _SHORT and (
        _ENDS.fullmatch(line) or (not line.isascii() and _ENDS_ABROAD.fullmatch(line))
    ):
        return True
    return line[0] in _MAY_BEGIN_END and _BEGINS_END.match(line) is not None


def _announced(lines: list[str], k: int) -> int:
    """How many lines from here announce a quotation: none, one, or one that was wrapped."""
    line = lines[k]
    if line[-1:] in _COLONS and (_ANNOUNCED.search(line[-200:]) or _BY_ADDRESS.search(line[-200:])):
        return 1
    following = lines[k + 1] if k + 1 < len(lines) else ""
    if following[-1:] in _COLONS and _BEGINS.match(line):
        return 2 if _ANNOUNCED.search(f" {following}"[-200:]) else 0
    return 0


def _is_quoted(lines: list[str], k: int) -> bool:
    """Whether the next line that says anything is marked as quoted."""
    following = next((line for line in lines[k:] if line), "")
    return _is_mark(following)


def _is_mark(line: str) -> bool:
    """Whether a line is marked as quoted.

    >>> [_is_mark(line) for line in ("> no", "|> no", "| no", "AS> no", "| a | b |", "a > b")]
    [True, True, True, True, False, False]
    """
    if line[:1] in (">", "|"):
        return line[0] == ">" or line[1:2] == ">" or (line[1:2] == " " and line[-1] != "|")
    return ">" in line[1:5] and _BY_INITIALS.match(line) is not None


def _is_header(lines: list[str], k: int) -> bool:
    """Whether a message that is answered or forwarded begins here, as Outlook shows it."""
    if _head(lines[k]) not in _SENDERS:
        return False
    return sum(_head(line) in _HEADS for line in lines[k + 1 : k + 6]) >= 2


def _head(line: str) -> str:
    """What stands before a colon at the beginning of a line, which may be bold: "*From:* Ann"."""
    wide = line.find("\uff1a", 0, _LONGEST_HEAD)
    end = wide if wide >= 0 else line.find(":", 0, _LONGEST_HEAD)
    if end < 0 or (wide < 0 and line[end + 1 : end + 2] not in _AFTER_HEAD):
        return ""
    return line[:end].removeprefix("*").rstrip("* ")
