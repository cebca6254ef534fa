"""VADER: how positive or negative an English text is, by a lexicon of 7,500 words and a few rules.

    sentence = s / sqrt(s ** 2 + 15),   s = sum over its words of  valence, changed by its context
    value    = mean over the sentences that have any word of the lexicon           (-1 to 1)
    confidence = P(English) * k / (k + 2),   k = words of the lexicon in the text

Context is what the lexicon's authors found to matter: "not" and "never" before a word, "very" and
"hardly", capitals, exclamation marks, "but", emoji by their names. A sentence has exactly the value
that the library nltk-vader-sentiment gives it; its lexicons are read from there, and its rules are
written again, because it takes a third of the time to look at the words of the lexicon alone. Means
over sentences because the sum saturates: three kind words make any letter a happy one.

None where no word of the lexicon is met, where the text is too short, or where it is not certainly
English. Irony is not understood, politeness counts as kind, and "problem" is negative when it is
being solved.

Cost: 3 microseconds for a message without any word of the lexicon, 10 to 30 for one with.

References
----------
Hutto, C.J., Gilbert, E.E. "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social
Media Text." ICWSM 2014.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache

import vader
from vader import constants
from vader.data.emoji import EMOJI
from vader.text import EmojiTranslator

from ingest.heard.languages import is_long_enough, language
from ingest.heard.met import in_lower_case
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

__all__ = ["VERSION", "compound", "tone"]

VERSION: str = vader.__version__

_FIRST_OF_PHRASE = frozenset(phrase.split()[0] for phrase in PHRASES)
_LAST_OF_IDIOM = frozenset(idiom.split()[-1] for idiom in IDIOMS)
# of every phrase that changes the words around it, the word that is met least
_OF_SPECIAL = frozenset(
    max(phrase.split(), key=len) for phrase in (*CASES, *BOOSTERS) if " " in phrase
)
_CHANGING = frozenset({*BOOSTERS, *NEGATIONS, "least"})  # beside words that end in "n't"
_TELLING = LEXICON.keys() | _FIRST_OF_PHRASE | _LAST_OF_IDIOM
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\s\d.!?])|\s*\n\s*")


def tone(text: str) -> tuple[float, float] | None:
    """Give a text's value with its confidence, or None.

    >>> tone("not good at all")
    (-0.3412, 0.27)
    >>> tone("Der Service war eine Katastrophe, fatal.") is None
    True
    """
    plain = one_apostrophe(text)
    words = words_in(in_lower_case(plain))
    has_signs = not plain.isascii() and SIGN.search(plain) is not None
    if not (has_signs or _is_telling(words)) or not is_long_enough(words):
        return None
    spoken = language(plain, words)
    if spoken is None or spoken[0] != "en":
        return None
    if has_signs:
        scored = [_scored(one) for one in _SENTENCE.split(plain)]
    else:
        scored = [_valued(*one) for one in _sentences(plain, words) if _is_telling(one[0])]
    found = [one for one in scored if one[1]]
    if not found:
        return None
    known = sum(hits for _, hits in found)
    mean = _added([value for value, _ in found]) / len(found)
    return round(mean, 4), round(spoken[1] * known / (known + 2), 2)


def compound(sentence: str) -> tuple[float, int]:
    """Give the library's compound value of a sentence, and how many of its words gave it.

    >>> compound("VADER is smart, handsome, and funny!")
    (0.8439, 3)
    """
    return _scored(one_apostrophe(sentence))


def _is_telling(words: list[str]) -> bool:
    """Say whether any word has a valence, by itself or in a phrase."""
    if _TELLING.isdisjoint(words):
        return False
    return not LEXICON.keys().isdisjoint(words) or bool(_phrases(words)[0] or _idioms(words))


def _sentences(plain: str, words: list[str]) -> Iterator[tuple[list[str], list[str], str]]:
    """The sentences of a text without signs: words, how they are written, and its marks.

    As `_SENTENCE` cuts them: at the ends of lines, and after a mark unless a number follows.
    """
    is_marked = "!" in plain or "?" in plain
    first = 0
    for line in plain.split("\n"):
        written = line.split()
        last = len(written)
        ends = [k for k, word in enumerate(written, 1) if word[-1] in ENDS]
        begins = 0
        for k in ends if ends and ends[-1] == last else [*ends, last]:
            if k == last or _begins(written[k][0]):
                shown = written[begins:k]
                marks = " ".join(shown) if is_marked else ""
                yield words[first + begins : first + k], shown, marks
                begins = k
        first += last


def _begins(letter: str) -> bool:
    return not (letter in ENDS or letter.isdecimal())


def _scored(sentence: str) -> tuple[float, int]:
    if not sentence.isascii() and SIGN.search(sentence):
        sentence = _translator().translate(sentence)
    words = words_in(sentence.lower())
    return _valued(words, sentence.split(), sentence) if _is_telling(words) else (0.0, 0)


def _valued(words: list[str], written: list[str], sentence: str) -> tuple[float, int]:
    """The value of a sentence that has one, and how many words it is of."""
    values = _valences(words, written)
    if "but" in words:
        values = _around_but(values, words.index("but"))
    found = [value for _, value in values] + _idioms(words)
    total = _added(found)
    if total:
        total += math.copysign(_emphasis(sentence), total)
    normal = total / math.sqrt(total * total + constants.DEFAULT_ALPHA)
    return round(max(-1.0, min(1.0, normal)), 4), len(found)


def _added(values: list[float]) -> float:
    """One after the other, as columns are added up: `sum` of Python 3.12 on is more exact."""
    total = 0.0
    for value in values:
        total += value
    return total


def _valences(words: list[str], written: list[str]) -> list[tuple[int, float]]:
    """The words that have a valence, by their places, each as its context changes it."""
    places = [i for i, word in enumerate(words) if word in LEXICON]
    forced, inside = _phrases(words)
    if forced:
        places = sorted({*places, *forced} - inside)
    is_changed = not _CHANGING.isdisjoint(words) or "n't" in " ".join(words)
    may_be_special = not _OF_SPECIAL.isdisjoint(words)
    has_no = "no" in words
    values = []
    for i in places:
        word = words[i]
        if i in forced:
            valence = forced[i]
        elif word in BOOSTERS or (word == "kind" and words[i + 1 : i + 2] == ["of"]):
            continue
        else:
            valence = _after_no(words, i) if has_no else LEXICON[word]
            if written[i].isupper() and valence and _has_both_cases(written):
                valence += math.copysign(constants.C_INCR, valence)
        if is_changed:
            valence = _in_context(valence, words, i, written)
        if may_be_special:
            valence = _special(valence, words, i)
        if is_changed and i and words[i - 1] == "least":
            is_at_least = i > 1 and words[i - 2] in ("at", "very")
            valence *= 1.0 if is_at_least else constants.N_SCALAR
        values.append((i, valence))
    return values


def _phrases(words: list[str]) -> tuple[dict[int, float], frozenset[int]]:
    """The valences of phrases of the lexicon by where they begin, and where they go on."""
    if _FIRST_OF_PHRASE.isdisjoint(words):
        return {}, frozenset()
    forced: dict[int, float] = {}
    inside: set[int] = set()
    for i, word in enumerate(words):
        if word not in _FIRST_OF_PHRASE:
            continue
        for length in (3, 2):
            valence = PHRASES.get(" ".join(words[i : i + length]))
            taken = range(i, min(i + length, len(words)))
            if valence is not None and inside.isdisjoint(taken) and forced.keys().isdisjoint(taken):
                forced[i] = valence
                inside.update(taken[1:])
    return forced, frozenset(inside)


def _idioms(words: list[str]) -> list[float]:
    if _LAST_OF_IDIOM.isdisjoint(words):
        return []
    cut = (
        " ".join(words[i : i + length])
        for length in (2, 3, 4)
        for i in range(len(words) - length + 1)
    )
    return [IDIOMS[phrase] for phrase in cut if phrase in IDIOMS]


def _after_no(words: list[str], i: int) -> float:
    """A word's valence with "no" before it or as it."""
    valence = LEXICON[words[i]]
    if words[i] == "no" and i + 1 < len(words) and words[i + 1] in LEXICON:
        valence = 0.0
    before = words[max(i - 3, 0) : i]
    if "no" in before[-2:] or (before[:-2] == ["no"] and before[-1] in ("or", "nor")):
        valence = LEXICON[words[i]] * constants.N_SCALAR
    return valence


def _has_both_cases(written: list[str]) -> bool:
    return 0 < sum(map(str.isupper, written)) < len(written)


def _in_context(valence: float, words: list[str], i: int, written: list[str]) -> float:
    for back in range(1, min(i, 3) + 1):
        word = words[i - back]
        if word in LEXICON:
            continue
        if word in BOOSTERS:
            valence += _boost(word, valence, written[i - back], written) * DECAY[back - 1]
        if word in NEGATIONS or word.endswith("n't"):
            valence *= _turned(words, i, back)
    return valence


def _boost(word: str, valence: float, shown: str, written: list[str]) -> float:
    scalar = BOOSTERS[word] * (-1 if valence < 0 else 1)
    if valence and shown.isupper() and _has_both_cases(written):
        scalar += math.copysign(constants.C_INCR, valence)
    return scalar


def _turned(words: list[str], i: int, back: int) -> float:
    """What a negation so far before a word makes of it: "never so" makes more of it."""
    between = words[i - back + 1 : i]
    if words[i - back] == "never" and not {"so", "this"}.isdisjoint(between):
        return float(constants.NEVER_BOOST)
    if words[i - back] == "without" and "doubt" in between:
        return 1.0
    return float(constants.N_SCALAR)


def _special(valence: float, words: list[str], i: int) -> float:
    """Idioms around a word replace its valence: the first before it, then those that go on."""
    window = [words[j] if 0 <= j < len(words) else None for j in range(i - 3, i + 3)]
    three, two, one, word, after, last = window
    behind = ((one, word), (two, one, word), (two, one), (three, two, one), (three, two))
    for parts in behind:
        found = _case(parts)
        if found is not None:
            valence = found
            break
    for parts in ((one, word, after), (word, after), (word, after, last)):
        found = _case(parts)
        if found is not None:
            valence = found
    for parts in ((two, one), (three, two)):
        if None not in parts:
            valence += BOOSTERS.get(" ".join(map(str, parts)), 0.0)
    return valence


def _case(parts: tuple[str | None, ...]) -> float | None:
    return None if None in parts else CASES.get(" ".join(map(str, parts)))


def _around_but(values: list[tuple[int, float]], at: int) -> list[tuple[int, float]]:
    share = (constants.BUT_BEFORE, 1.0, constants.BUT_AFTER)
    return [(i, value * share[1 + (i > at) - (i < at)]) for i, value in values]


def _emphasis(sentence: str) -> float:
    marks = min(sentence.count("!"), constants.EP_CAP) * constants.EP_AMPLIFY
    asked = sentence.count("?")
    if asked <= 1:
        return float(marks)
    return float(marks + (asked * constants.QM_AMPLIFY if asked <= 3 else constants.QM_CAP))


@lru_cache(maxsize=1)
def _translator() -> EmojiTranslator:
    return EmojiTranslator(EMOJI)
