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

Cost: O(words); 20 to 60 microseconds for a message of 10 to 50 words.

References
----------
Rose, S., Engel, D., Cramer, N., Cowley, W. "Automatic keyword extraction from individual
documents." Text Mining: Applications and Theory, 2010.
"""

import re
import unicodedata

from ingest.stop_words import GREETINGS, STOP_WORDS
from ingest.topic_words import PHRASE

__all__ = ["phrases"]

_MOST, _MOST_READ, _LONGEST = 3, 4_000, 40
_FEWEST_WORDS, _MOST_WORDS = 2, 4
_GREETING = 8  # words and marks of one at most
_TELLS_ITSELF = 12  # words; a text so short may have no stop word
_NO_TEXT = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|www\.\S+|\S+@\S+|[@#\uff03]\S+|<[^<>\s][^<>]{0,200}>"
    r"|:[a-z0-9_+-]+:|&[a-z]+;",
    re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[^\s\w]|\n")
_LANGUAGES = tuple(sorted(STOP_WORDS))
_BY_WORD = {
    word: tuple(k for k, name in enumerate(_LANGUAGES) if word in STOP_WORDS[name])
    for words in STOP_WORDS.values()
    for word in words
}


def phrases(text: str) -> tuple[str, ...]:
    """Give a text's key phrases as topics, the most telling first, or none.

    >>> phrases("Hi Ann, the vendor security review is late. Who has the vendor security review?")
    ('phrase:vendor security review',)
    >>> phrases("Thanks!"), phrases("call me at 600 100 200")
    ((), ())
    """
    words = _words(text)
    found = _candidates(words, _stops(words))
    if not found:
        return ()
    said: dict[str, int] = {}
    beside: dict[str, int] = {}
    times: dict[tuple[str, ...], int] = {}
    for one in found:
        size = len(one)
        for word in one:
            said[word] = said.get(word, 0) + 1
            beside[word] = beside.get(word, 0) + size
        if _FEWEST_WORDS <= size <= _MOST_WORDS:
            times[one] = times.get(one, 0) + 1

    def order(one: tuple[str, ...]) -> tuple[int, float]:
        return -times[one], -round(sum(beside[word] / said[word] for word in one), 9)

    best = sorted(times, key=order)[:_MOST]  # equal ones as they stand
    return tuple(PHRASE + " ".join(one) for one in best)


def _words(text: str) -> list[str]:
    r"""The words of a text in lower case, and what parts phrases as single marks."""
    plain = _NO_TEXT.sub(" . ", text[:_MOST_READ])
    folded = unicodedata.normalize("NFC", plain.casefold()).replace("\u2019", "'")
    words = _WORD.findall(folded.lstrip())
    if words and words[0] in GREETINGS:  # whoever is greeted is no phrase
        ends = (k for k, word in enumerate(words[:_GREETING]) if not word[0].isalpha())
        return words[next(ends, 1) :]
    return words


def _stops(words: list[str]) -> frozenset[str] | None:
    """The stop words of the text's language; None where it is in none that is known."""
    hits = [0] * len(_LANGUAGES)
    for word in words:
        if word in _BY_WORD:
            for k in _BY_WORD[word]:
                hits[k] += 1
    most = max(hits)
    if most:
        return STOP_WORDS[_LANGUAGES[hits.index(most)]]
    return None if sum(map(str.isalpha, words)) > _TELLS_ITSELF else frozenset()


def _candidates(words: list[str], stops: frozenset[str] | None) -> list[tuple[str, ...]]:
    """Runs of words between marks and stop words."""
    found: list[tuple[str, ...]] = []
    run: list[str] = []
    if stops is None:
        return found
    for word in words:
        if (
            word in stops
            or not 1 < len(word) <= _LONGEST
            or not (word.isalpha() or word.replace("-", "").replace("'", "").isalpha())
        ):
            if run:
                found.append(tuple(run))
                run = []
        else:
            run.append(word)
    if run:
        found.append(tuple(run))
    return found
