"""Key phrases: the two to four words that a text says most about itself with, without a model.

Rapid automatic keyword extraction in small: a text is cut at punctuation and at stop words, what
stands between is a candidate, and

    score = sum over its words of (words in the candidates it stands in / times it is said)

so that long ones and those of words that stand together are first; what a text says twice is before
what it says once.

The language is that whose stop words the text has most of (the first in the alphabet among equals);
a text of more than 12 words with none of them is in no language known here and has no phrases, nor
has one without spaces between its words. A greeting at the beginning is left out with who is
greeted. Links, addresses, mentions, hashtags, code and whatever holds a digit part phrases and are
in none, so neither amounts nor phone numbers are kept.

At most 3 phrases are given, of texts as long as 4,000 characters; what follows is not looked at.
One phrase of one message is chance: answers show those that several people said.

What a word is, is found out once for each language, for most words are met again. A text is then
written as one line in which a blank parts phrases and every other word ends with ``_``, so that the
candidates are what stands between blanks.

Cost: O(words); 6 to 20 microseconds for a message of 10 to 50 words.

References
----------
Rose, S., Engel, D., Cramer, N., Cowley, W. "Automatic keyword extraction from individual
documents." Text Mining: Applications and Theory, 2010.
"""

import re
import struct
import unicodedata
from collections.abc import Sequence
from functools import partial

from ingest.heard.met import Met, in_lower_case
from ingest.heard.stop_words import GREETINGS, STOP_WORDS
from ingest.heard.topic_words import PHRASE

__all__ = [
    "FEWEST_WORDS", "LANGUAGES", "MOST", "MOST_READ", "MOST_WORDS", "NO_TEXT", "TELLS_ITSELF",
    "may_stand", "parts_of", "phrases",
]  # fmt: skip

MOST, MOST_READ, _LONGEST = 3, 4_000, 40
FEWEST_WORDS, MOST_WORDS = 2, 4
_GREETING = 8  # words and marks of one at most
TELLS_ITSELF = 12  # words; a text so short may have no stop word
NO_TEXT = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|www\.\S+|\S+@\S+|[@#\uff03]\S+|<[^<>\s][^<>]{0,200}>"
    r"|:[a-z0-9_+-]+:|&[a-z]+;",
    re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[^\s\w]|\n")
LANGUAGES = tuple(sorted(STOP_WORDS))
_LANES = struct.Struct(f"<{len(LANGUAGES)}H")  # how many stop words of each language
_LANE = 16
_SAID = 2**21  # times a word is said, above the words that it stands among


def phrases(text: str) -> tuple[str, ...]:
    """Give a text's key phrases as topics, the most telling first, or none.

    >>> phrases("Hi Ann, the vendor security review is late. Who has the vendor security review?")
    ('phrase:vendor security review',)
    >>> phrases("Thanks!"), phrases("call me at 600 100 200")
    ((), ())
    """
    words = _without_greeting(_words(text))
    laid = _laid_for(words)
    if laid is None:
        return ()
    runs = "".join(map(laid.__getitem__, words)).split()
    times: dict[str, int] = {}
    for run in runs:
        if FEWEST_WORDS <= run.count("_") <= MOST_WORDS:
            times[run] = times.get(run, 0) + 1
    best = list(times) if len(times) < 2 else _sorted(times, runs)
    return tuple([PHRASE + run[:-1].replace("_", " ") for run in best[:MOST]])


def _sorted(times: dict[str, int], runs: list[str]) -> list[str]:
    """Phrases, the most telling first, equal ones as they stand in the text."""
    words = "".join(runs)[:-1].split("_")
    if len(set(words)) == len(words):  # each is worth as many words as it stands among
        return sorted(times, key=lambda run: -run.count("_"))
    counted: dict[str, int] = {}
    for run in runs:
        words = run[:-1].split("_")
        more = _SAID + len(words)
        for word in words:
            counted[word] = counted[word] + more if word in counted else more

    def order(run: str) -> tuple[int, float]:
        worth = 0.0
        for word in run[:-1].split("_"):
            count = counted[word]
            worth += (count % _SAID) / (count // _SAID)
        return -times[run], -round(worth, 9)

    return sorted(times, key=order)


def _words(text: str) -> Sequence[str]:
    """What stands between the blanks of a text, in lower case; a new line is a mark."""
    plain = text[:MOST_READ]
    if _may_hold_no_text(plain):
        plain = NO_TEXT.sub(" . ", plain)
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain.casefold()).replace("\u2019", "'")
    return in_lower_case(plain.lstrip().replace("\n", " . ") if "\n" in plain else plain)


def _may_hold_no_text(plain: str) -> bool:
    """Say whether a text has any of the signs by which code, links and mentions are known."""
    if "@" in plain or "#" in plain or "`" in plain or "://" in plain or "www." in plain:
        return True
    if plain.count(":") > 1 or "\uff03" in plain:
        return True
    return ("<" in plain and ">" in plain) or ("&" in plain and ";" in plain)


def _without_greeting(words: Sequence[str]) -> Sequence[str]:
    """Words without those that greet somebody at the beginning, and who is greeted."""
    first = _PARTS[words[0]] if words else ("",)
    if first and first[0] not in GREETINGS:
        return words
    parts = [part for word in words for part in _PARTS[word]]
    if parts and parts[0] in GREETINGS:
        ends = (k for k, part in enumerate(parts[:_GREETING]) if not part[0].isalpha())
        return parts[next(ends, 1) :]
    return parts


def _laid_for(words: Sequence[str]) -> Met[str] | None:
    """How words are laid in the text's language; None where it is in none that is known."""
    hits = sum(map(_HITS.__getitem__, words))
    if hits:
        lanes = _LANES.unpack(hits.to_bytes(_LANES.size, "little"))
        return _LAID[LANGUAGES[lanes.index(max(lanes))]]
    is_long = sum(part.isalpha() for word in words for part in _PARTS[word]) > TELLS_ITSELF
    return None if is_long else _LAID[""]


def parts_of(word: str) -> tuple[str, ...]:
    """Give the words and marks of what stands between two blanks.

    >>> parts_of("(ann's,")
    ('(', "ann's", ',')
    """
    return tuple(_WORD.findall(word))


def _hits(word: str) -> int:
    """One in the lane of every language of which this is a stop word, for each part that is."""
    return sum(
        1 << _LANE * k
        for part in _PARTS[word]
        for k, name in enumerate(LANGUAGES)
        if part in STOP_WORDS[name]
    )


def _laid(stops: frozenset[str], word: str) -> str:
    """The parts that may stand in a phrase, each with ``_`` after it; a blank for any other."""
    return "".join(
        f"{part}_" if part not in stops and may_stand(part) else " " for part in _PARTS[word]
    )


def may_stand(part: str) -> bool:
    """Say whether a part of a word may be in a phrase: it is letters, and neither one nor many.

    >>> may_stand("review"), may_stand("v2"), may_stand(",")
    (True, False, False)
    """
    if not 1 < len(part) <= _LONGEST:
        return False
    return part.isalpha() or part.replace("-", "").replace("'", "").isalpha()


_PARTS: Met[tuple[str, ...]] = Met(parts_of)
_HITS: Met[int] = Met(_hits)
_LAID = {
    name: Met(partial(_laid, stops)) for name, stops in (*STOP_WORDS.items(), ("", frozenset()))
}
