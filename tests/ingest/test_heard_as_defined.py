"""Key phrases and tone against their definitions, written out slowly, on drawn texts."""

import random
import re
import unicodedata

import pytest
from vader.data.lexicon import LEXICON

from ingest.heard.phrases import phrases
from ingest.heard.stop_words import GREETINGS, STOP_WORDS
from ingest.heard.vader import compound, tone

_NO_TEXT = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|www\.\S+|\S+@\S+|[@#\uff03]\S+|<[^<>\s][^<>]{0,200}>"
    r"|:[a-z0-9_+-]+:|&[a-z]+;",
    re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[^\s\w]|\n")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\s\d.!?])|\s*\n\s*")
_ODD = (
    "@ann #tag http://a.b www.a.b a@b.c `x` ``` :smile: &amp; <b> < > & 12 3.5 x1 _ a_b don\u2019t"
    " e\u0301 \u4e2d\u6587 \u0130 \u00df well-known rock'n'roll - -- $5 VENDOR Vendor I ' \uff03x"
)
ODD = _ODD.split()


def texts(count: int) -> list[str]:
    draw = random.Random(11)  # noqa: S311
    stops = {name: sorted(words) for name, words in STOP_WORDS.items()}
    lexicon, greetings = sorted(LEXICON), sorted(GREETINGS)
    plain = [f"{a}{b}" for a in ("ven", "rev", "lo", "mar") for b in ("dor", "iew", "gic")]

    def text() -> str:
        small = stops[draw.choice([*stops, "en", "en", "en", "en"])]
        kinds = [small, plain, lexicon, ODD]
        said = [draw.choice(greetings)] if draw.random() < 0.2 else []
        for _ in range(draw.choice([1, 3, 6, 12, 30])):
            said.append(draw.choice(draw.choices(kinds, [45, 35, 15, 5])[0]))
            said.append(draw.choice(["", "", "", "", "", ",", ".", "!", "?", "...", ")", "_"]))
            said.append(draw.choice([" "] * 12 + ["\n", "  ", "\t", "\u00a0", " \n\n", ""]))
        return "".join(said)

    return [text() for _ in range(count)]


def slow_phrases(text: str) -> tuple[str, ...]:
    plain = _NO_TEXT.sub(" . ", text[:4_000])
    folded = unicodedata.normalize("NFC", plain.casefold()).replace("\u2019", "'")
    words = _WORD.findall(folded.lstrip())
    if words and words[0] in GREETINGS:
        ends = [k for k, word in enumerate(words[:8]) if not word[0].isalpha()]
        words = words[ends[0] if ends else 1 :]
    hits = {name: sum(word in stops for word in words) for name, stops in STOP_WORDS.items()}
    best = min(hits, key=lambda name: (-hits[name], name))
    if not hits[best] and sum(map(str.isalpha, words)) > 12:
        return ()
    stops = STOP_WORDS[best] if hits[best] else frozenset()
    found: list[list[str]] = [[]]
    for word in words:
        is_word = 1 < len(word) <= 40 and re.sub("[-']", "", word).isalpha()
        if word in stops or not is_word:
            found.append([])
        else:
            found[-1].append(word)
    said = [word for run in found for word in run]

    def worth(word: str) -> float:
        return sum(len(run) * run.count(word) for run in found) / said.count(word)

    runs = [tuple(run) for run in found if 2 <= len(run) <= 4]
    times = {run: runs.count(run) for run in runs}
    order = sorted(times, key=lambda run: (-times[run], -round(sum(map(worth, run)), 9)))
    return tuple("phrase:" + " ".join(run) for run in order[:3])


def as_defined(count: int) -> None:
    with_phrases = with_tone = 0
    for text in texts(count):
        assert phrases(text) == slow_phrases(text), text
        with_phrases += bool(phrases(text))
        heard = tone(text)
        if heard is not None:
            with_tone += 1
            values = [value for value, hits in map(compound, _SENTENCE.split(text)) if hits]
            assert heard[0] == round(sum(values) / len(values), 4), text
    assert with_phrases > count // 4
    assert with_tone > count // 20


def test_phrases_and_tone_are_what_their_definitions_say() -> None:
    as_defined(600)


@pytest.mark.proof
def test_phrases_and_tone_of_many_texts_are_what_their_definitions_say() -> None:
    as_defined(30_000)
