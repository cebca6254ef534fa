"""The key phrases of many texts at once: what `ingest.heard.phrases.phrases` gives for each.

A word is told apart into its parts once; which parts may stand in a phrase, and of which languages
they are stop words, are rows of numbers (`ingest.heard.spoken`). A run of parts between stop words
and marks is a candidate; candidates are counted, valued and sorted in columns. Texts that begin
with a greeting, and those with code or markup, are told one by one.

Cost: 5 to 7 microseconds for a message of 15 words, where one by one it is 10 to 20.
"""

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.heard.phrases import (
    FEWEST_WORDS,
    LANGUAGES,
    MOST,
    MOST_READ,
    MOST_WORDS,
    NO_TEXT,
    TELLS_ITSELF,
    may_stand,
    parts_of,
    phrases,
)
from ingest.heard.spoken import BREAK, END, FEW, Columns, Described, Numbers, spoken
from ingest.heard.stop_words import GREETINGS, STOP_WORDS
from ingest.heard.topic_words import PHRASE

__all__ = ["many_phrases"]

Ints = NDArray[np.int64]

_STANDS, _ALPHA = 1, 2
_ANY_OTHER, _NONE = len(LANGUAGES), len(LANGUAGES) + 1  # none that is told: no word is a stop word
_LANE, _A_COLUMN = 16, 4  # bits in which a language's stop words are counted, and lanes of a column
_COLUMNS = -(-len(LANGUAGES) // _A_COLUMN)


class _Parts:
    """The parts of the words met: those of each word, one after the other, and what each is."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.numbers = Numbers()
        self._count = 0
        self._new: list[tuple[int]] = []
        self._of_words = Columns((np.int64,))
        self._told = Columns([np.int64] * (2 + _COLUMNS))

    def described(self, written: str) -> tuple[int, int, bool]:
        """Where a word's parts begin, how many there are, and whether a text may not begin so."""
        parts = () if written == END else _parts(written)
        begins, self._count = self._count, self._count + len(parts)
        self._new += [(self.numbers[part],) for part in parts]
        is_greeting = not parts or parts[0] in GREETINGS or written == BREAK
        return begins, len(parts), is_greeting

    def of(self, begins: Ints, count: Ints) -> Ints:
        """Give the parts of words, one after the other."""
        self._of_words.add(self._new)
        self._new = []
        ends = np.cumsum(count)
        inside = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - count, count)
        return self._of_words.of(np.repeat(begins, count) + inside)[0]

    def told(self, parts: Ints) -> list[Ints]:
        """Give what parts are, and of which languages they are stop words, in bits and in lanes."""
        self._told.add(list(map(_told, self.numbers.words[len(self._told) :])))
        return self._told.of(parts)


def _parts(written: str) -> tuple[str, ...]:
    """The words and marks of a word as it is written."""
    if written == BREAK:
        return (".",)
    plain = NO_TEXT.sub(" . ", written)
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain.casefold()).replace("\u2019", "'")
    return tuple(part for word in plain.lower().split() for part in parts_of(word))


def _told(part: str) -> tuple[int, ...]:
    flags = _STANDS * may_stand(part) | _ALPHA * part.isalpha()
    found = [k for k, name in enumerate(LANGUAGES) if part in STOP_WORDS[name]]
    lanes = [0] * _COLUMNS
    for k in found:
        lanes[k // _A_COLUMN] += 1 << k % _A_COLUMN * _LANE
    return flags, sum(1 << k for k in found) | 1 << _NONE, *lanes


_PARTS = _Parts()
_WORDS = Described(_PARTS.described, (np.int64, np.int64, np.bool_), _PARTS.begin)


def many_phrases(texts: Sequence[str], wanted: Sequence[bool]) -> list[tuple[str, ...]]:
    """Give the key phrases of each text that is wanted as topics, as `phrases` does.

    >>> many_phrases(["the vendor security review is late", "thanks"], [True, True])
    [('phrase:vendor security review',), ()]
    """
    if len(texts) < FEW:
        return [phrases(one) if is_so else () for one, is_so in zip(texts, wanted, strict=True)]
    said, is_wanted = spoken(tuple(texts)), np.array(wanted, np.bool_)
    begins, count, greets = _WORDS.of(said.number)
    is_alone = said.is_odd.copy()
    at = np.arange(len(texts))
    first = np.searchsorted(said.text, at) + (at > 0)  # where one is, behind the end before it
    has_words = first < np.searchsorted(said.text, at, "right")
    is_alone[has_words] |= greets[first[has_words]]
    is_alone |= np.array(
        ["`" in one or ("<" in one and ">" in one) or len(one) > MOST_READ for one in texts]
    )
    kept = (is_wanted & ~is_alone)[said.text]
    begins, count, text = begins[kept], count[kept], said.text[kept]
    found = _found(np.repeat(text, count), _PARTS.of(begins, count), len(texts))
    for k in np.flatnonzero(is_alone & is_wanted).tolist():
        found[k] = phrases(texts[k])
    return found


def _found(text: Ints, part: Ints, many: int) -> list[tuple[str, ...]]:
    """The phrases of each text, whose parts are given one after the other."""
    flags, stops, *lanes = _PARTS.told(part)
    language = _languages(text, flags, lanes, many)
    at = np.flatnonzero(((flags & _STANDS) != 0) & ((stops >> language[text]) & 1 == 0))
    text, part = text[at], part[at]
    begins = np.ones(len(at), np.bool_)
    begins[1:] = (np.diff(at) > 1) | (np.diff(text) != 0)
    run, first = np.cumsum(begins) - 1, np.flatnonzero(begins)
    length = np.bincount(run)
    kept = np.flatnonzero((length >= FEWEST_WORDS) & (length <= MOST_WORDS))
    worth = _worth(text << 32 | part, run, length)[kept]
    text = text[first[kept]]
    inside = np.arange(MOST_WORDS)
    place = np.minimum(first[kept][:, None] + inside, max(len(part) - 1, 0))
    words = np.where(inside < length[kept][:, None], part[place], -1) if len(kept) else place
    best = _best(text, words, worth)
    names = _PARTS.numbers.words
    found: list[list[str]] = [[] for _ in range(many)]
    for k, row in zip(text[best].tolist(), words[best].tolist(), strict=True):
        found[k].append(PHRASE + " ".join([names[word] for word in row if word >= 0]))
    return list(map(tuple, found))


def _languages(text: Ints, flags: Ints, lanes: list[Ints], many: int) -> Ints:
    """The language of each text: that of most of its stop words, the first among equals."""
    at = np.arange(many)
    begins, ends = np.searchsorted(text, at), np.searchsorted(text, at, "right")
    hits = np.empty((many, _COLUMNS * _A_COLUMN), np.int64)
    for k, lane in enumerate(lanes):
        counted = np.append(0, np.cumsum(lane))
        within = counted[ends] - counted[begins]
        for m in range(_A_COLUMN):
            hits[:, k * _A_COLUMN + m] = (within >> m * _LANE) & ((1 << _LANE) - 1)
    letters = np.bincount(text[(flags & _ALPHA) != 0], minlength=many)
    without = np.where(letters > TELLS_ITSELF, _NONE, _ANY_OTHER)
    return np.where(hits.any(axis=1), hits.argmax(axis=1), without)


def _worth(word: Ints, run: Ints, length: Ints) -> NDArray[np.float64]:
    """What each run is worth; a word is the same one only in the same text."""
    _, same = np.unique(word, return_inverse=True)
    ratio = np.bincount(same, weights=length[run]) / np.bincount(same)
    return np.bincount(run, weights=ratio[same]).astype(np.float64)


def _best(text: Ints, words: Ints, worth: NDArray[np.float64]) -> Ints:
    """The best runs of each text, one text after the other."""
    keys = (words[:, 3], words[:, 1] << 32 | (words[:, 2] + 1), text << 32 | words[:, 0])
    order = np.lexsort(keys)
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = np.any([np.diff(key[order]) != 0 for key in keys], axis=0)
    times = np.diff(np.append(np.flatnonzero(is_new), len(order)))
    first = order[is_new]
    sorted_ = np.lexsort((first, -np.round(worth[first], 9), -times, text[first]))
    chosen = first[sorted_]
    before = np.searchsorted(text[chosen], text[chosen])
    return chosen[np.arange(len(chosen)) - before < MOST]
