"""The tone of many texts at once: what `ingest.heard.vader.tone` gives for each, to the last digit.

A word has a row of numbers (`ingest.heard.spoken`): its valence, how it changes those after it,
whether it ends a sentence. Sentences, contexts and sums are then arithmetic on columns. Texts with
what is rarer are told one by one: emoji, idioms and other expressions of several words, "no" and
"least", "never so", and what only the model of languages may know to be English.

Cost: 4 to 6 microseconds for a message of 15 words, where one by one it is 10 to 30.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from vader import constants

from ingest.heard.languages import (
    BY_WORDS,
    KNOWN,
    LEAST_LETTERS,
    LEAST_WORDS,
    MANY_WORDS,
    SMALL,
    is_english,
)
from ingest.heard.spoken import BREAK, END, FEW, Described, Numbers, spoken
from ingest.heard.vader import tone
from ingest.heard.vader_words import (
    BOOSTERS,
    CASES,
    DECAY,
    ENDS,
    IDIOMS,
    LEXICON,
    NEGATIONS,
    PHRASES,
    SIGN,
    one_apostrophe,
    words_in,
)

__all__ = ["tones"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Tone = tuple[float, float] | None

_OUTSIDE, _RATED, _VALUED, _TURNS, _UPPER, _BUT, _LAST, _FIRST, _SMALL, _KNOWN, _RARE = (
    1 << k for k in range(11)
)
_EXPRESSIONS = tuple(one for one in (*PHRASES, *CASES, *BOOSTERS) if " " in one)
_RARELY_MET = frozenset([
    "no", "least", "never", "without", *(one.split()[-1] for one in IDIOMS),
    *(max(one.split(), key=len) for one in _EXPRESSIONS),
])  # fmt: skip
_SPECIAL = re.compile(
    rf" (?:no|least|{'|'.join(map(re.escape, (*_EXPRESSIONS, *IDIOMS)))}"
    r"|never(?: \S+)? (?:so|this)|without(?: \S+)? doubt) "
)


class _Words(NamedTuple):
    """Words of texts, one after the other, in columns."""

    text: Ints
    flags: Ints
    number: Ints
    letters: Ints
    valence: Floats
    boost: Floats
    bangs: Ints
    asks: Ints

    def only(self, kept: Bools | Ints) -> "_Words":
        columns: list[NDArray[Any]] = [column[kept] for column in self]
        return _Words(*columns)

    def has(self, flag: int) -> Bools:
        found: Bools = (self.flags & flag) != 0
        return found


def _described(written: str) -> tuple[int, int, int, float, float, int, int]:
    """What is known of a word as it is written, in the order of the columns."""
    if written in (END, BREAK):
        return _OUTSIDE, 0, 0, 0.0, 0.0, 0, 0
    word, first = words_in([one_apostrophe(written).lower()])[0], written[0]
    told = (
        (word in LEXICON, _RATED),
        (word in LEXICON and word not in BOOSTERS, _VALUED),
        (word in NEGATIONS or word.endswith("n't"), _TURNS),
        (written.isupper(), _UPPER),
        (word == "but", _BUT),
        (written[-1] in ENDS, _LAST),
        (not (first in ENDS or first.isdecimal()), _FIRST),
        (word in SMALL, _SMALL),
        (word in KNOWN, _KNOWN),
        (word in _RARELY_MET, _RARE),
    )
    flags = sum(flag for is_so, flag in told if is_so)
    value, boost = LEXICON.get(word, 0.0), BOOSTERS.get(word, 0.0)
    return flags, _LOOKED_UP[word], len(word), value, boost, written.count("!"), written.count("?")


_I, _F = np.int64, np.float64
_LOOKED_UP = Numbers()
_WORDS = Described(_described, (_I, _I, _I, _F, _F, _I, _I), _LOOKED_UP.begin)


def tones(texts: Sequence[str]) -> list[Tone]:
    """Give the value and the confidence of each text, or None, as `tone` does.

    >>> tones(["not good at all", "see you at two"])
    [(-0.3412, 0.27), None]
    """
    if len(texts) < FEW:
        return [tone(text) for text in texts]
    by_number = spoken(tuple(texts))
    said = _Words(by_number.text, *_WORDS.of(by_number.number))
    alone, english = _sorted_out(said, texts)
    has_sign = [not text.isascii() and SIGN.search(text) is not None for text in texts]
    alone |= by_number.is_odd | np.array(has_sign)
    found: list[Tone] = [None] * len(texts)
    if (at_once := english & ~alone).any():
        _fill(found, said.only(at_once[said.text]))
    for k in np.flatnonzero(alone).tolist():
        found[k] = tone(texts[k])
    return found


def _sorted_out(said: _Words, texts: Sequence[str]) -> tuple[Bools, Bools]:
    """Which texts are told one by one, and which are English at once and may have a tone."""
    many = len(texts)
    is_word = ~said.has(_OUTSIDE)
    length = _counts(said.text[is_word], many)
    letters = np.bincount(said.text, weights=said.letters, minlength=many)
    may_be_special = _any(said, _RARE, many)
    wanted = (length >= LEAST_WORDS) & (letters >= LEAST_LETTERS)
    is_rated = _any(said, _VALUED, many)
    wanted &= is_rated | may_be_special
    of = said.only(wanted[said.text] & is_word)
    once = of.only(np.unique(of.text << 32 | of.number, return_index=True)[1])
    small = _counts(once.text[once.has(_SMALL)], many)
    known = _counts(once.text[once.has(_KNOWN)], many)
    english = wanted & is_english(small, known, _counts(once.text, many))
    alone = wanted & ~english & ((small > 0) | (length < MANY_WORDS))
    for k in np.flatnonzero(may_be_special & english).tolist():
        words = words_in(one_apostrophe(texts[k]).lower())
        alone[k] = _SPECIAL.search(" ".join(["", *words, ""])) is not None
    return alone, english & is_rated


def _counts(values: Ints, many: int) -> Ints:
    return np.bincount(values, minlength=many)


def _any(said: _Words, flag: int, many: int) -> Bools:
    found = np.zeros(many, np.bool_)
    found[said.text[said.has(flag)]] = True
    return found


def _fill(found: list[Tone], said: _Words) -> None:
    """Tell the tone of texts in which nothing is rare."""
    begins = said.has(_OUTSIDE)
    begins[1:] |= said.has(_LAST)[:-1] & said.has(_FIRST)[1:]
    begins[:1] = True
    begins[1:] |= said.text[1:] != said.text[:-1]
    sentence = np.cumsum(begins) - 1
    hits, value = _valued(said, sentence)
    told = np.flatnonzero(hits)
    text, hits = said.text[begins][told], hits[told]
    value = np.array([round(max(-1.0, min(1.0, one)), 4) for one in value[told].tolist()])
    sentences, words = _counts(text, 0), np.bincount(text, weights=hits).astype(np.int64).tolist()
    mean = np.bincount(text, weights=value) / np.maximum(sentences, 1)
    for k in np.flatnonzero(sentences).tolist():
        found[k] = round(float(mean[k]), 4), round(BY_WORDS * words[k] / (words[k] + 2), 2)


def _valued(said: _Words, sentence: Ints) -> tuple[Ints, Floats]:
    """How many words give each sentence its value, and that value before it is rounded."""
    many = int(sentence[-1]) + 1
    upper = _counts(sentence[said.has(_UPPER)], many)
    is_mixed = (upper > 0) & (upper < _counts(sentence[~said.has(_OUTSIDE)], many))
    louder = np.where(said.has(_UPPER) & is_mixed[sentence], constants.C_INCR, 0.0)
    at = np.flatnonzero(said.has(_VALUED))
    inside = sentence[at]
    value = said.valence[at]
    value += np.copysign(louder[at], value) * (value != 0)
    for back, decay in enumerate(DECAY, 1):
        before = at - back
        near = (before >= 0) & (sentence[before] == inside) & ~said.has(_RATED)[before]
        boost = said.boost[before] * near
        more = boost * np.where(value < 0, -1, 1)
        more += np.copysign(louder[before], value) * ((value != 0) & (boost != 0))
        value += more * decay
        value *= np.where(near & said.has(_TURNS)[before], constants.N_SCALAR, 1.0)
    value *= _around_but(said, sentence, many, at)
    total = np.bincount(inside, weights=value, minlength=many)
    total += np.copysign(_emphasis(said, sentence, many), total) * (total != 0)
    return _counts(inside, many), total / np.sqrt(total * total + constants.DEFAULT_ALPHA)


def _around_but(said: _Words, sentence: Ints, many: int, at: Ints) -> Floats:
    """What is before the first "but" of its sentence counts for less, what is after it for more."""
    share = np.ones(len(at))
    buts = np.flatnonzero(said.has(_BUT))
    if len(buts):
        first = np.full(many, -1)
        first[sentence[buts][::-1]] = buts[::-1]
        but = first[sentence[at]]
        share[(but >= 0) & (at < but)] = constants.BUT_BEFORE
        share[(but >= 0) & (at > but)] = constants.BUT_AFTER
    return share


def _emphasis(said: _Words, sentence: Ints, many: int) -> Floats:
    marks = np.bincount(sentence, weights=said.bangs, minlength=many)
    asked = np.bincount(sentence, weights=said.asks, minlength=many)
    loud = np.minimum(marks, constants.EP_CAP) * constants.EP_AMPLIFY
    many_asked = np.where(asked <= 3, asked * constants.QM_AMPLIFY, constants.QM_CAP)
    return np.where(asked <= 1, loud, loud + many_asked)
