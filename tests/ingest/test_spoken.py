"""Many texts at once: what is heard in each is what is heard in it alone, to the last digit."""

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.heard import spoken as numbered
from ingest.heard.languages import KNOWN
from ingest.heard.phrase_columns import many_phrases
from ingest.heard.phrases import phrases
from ingest.heard.stop_words import GREETINGS, STOP_WORDS
from ingest.heard.vader import tone
from ingest.heard.vader_columns import tones
from ingest.heard.vader_words import BOOSTERS, CASES, IDIOMS, LEXICON, NEGATIONS, PHRASES
from tests.ingest.mutated import few

Many = Callable[[Sequence[str]], list[object]]

_CHANCE = random.Random(7)  # noqa: S311  # the same words in every run
_SENTIMENT = [
    *_CHANCE.sample(sorted(LEXICON), 150), *sorted(BOOSTERS), *sorted(NEGATIONS), *sorted(CASES),
    *sorted(IDIOMS), *sorted(PHRASES), *sorted(KNOWN), "but", "least", "no", "never so", "so",
    "this", "without a doubt", "kind of",
]  # fmt: skip
_TOPICS = [
    *(word for words in STOP_WORDS.values() for word in sorted(words)[:12]), *sorted(GREETINGS)[:9],
    "review", "pump", "valve", "Größe", "данные", "İstanbul", "ΟΔΟΣ", "e\u0301té", "ﬁne", "a", "v2",
    "www.x.example", "https://a.example/b", "#tag", "＃y", "@ann", "a@b.example", ":smile:",  # noqa: RUF001
    "&amp;", "<b>", "`", "_", "a_b", "don't", "can\u2019t", "well-known", "😀", "Z\u030c",
]  # fmt: skip


def texts(words: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """A dozen texts and more, of words as people write them."""
    change = st.sampled_from(
        ["{}"] * 4 + ["{}!", "{}?!", "{}.", "{},", "({}", "{}…", "{}\n", "{}\n\n1"]
    )
    case = st.sampled_from([str, str, str, str.upper, str.title])
    word = st.builds(
        lambda found, how, shown: how.format(shown(found)), st.sampled_from(words), change, case
    )
    text = st.lists(word, max_size=30).map(" ".join) | st.text(max_size=40)
    return st.lists(text, min_size=12, max_size=30)


def found_in_phrases(said: Sequence[str]) -> list[tuple[str, ...]]:
    return many_phrases(said, [True] * len(said))


@given(texts(_SENTIMENT))
@example(["\0", "a \1 b", "great \0 really \0 not good at all", *["I really love this one!"] * 12])
@few
def test_the_tones_of_many_texts_are_those_of_each(said: list[str]) -> None:
    assert tones(said) == [tone(text) for text in said]


@given(texts(_TOPICS))
@example(["\n hello vendor security review", "_ dear vendor review", "\0", *[""] * 12])
@few
def test_the_phrases_of_many_texts_are_those_of_each(said: list[str]) -> None:
    assert found_in_phrases(said) == [phrases(text) for text in said]


def test_of_texts_that_are_not_wanted_no_phrases_are_given() -> None:
    said = [f"the vendor security review of the pump valve {k}" for k in "abcdefghijklmno"]
    found = many_phrases(said, [k % 2 == 0 for k in range(len(said))])

    assert [bool(one) for one in found] == [k % 2 == 0 for k in range(len(said))]
    assert many_phrases(said[:3], [True, False, True])[1] == ()


@pytest.mark.parametrize("many", [tones, found_in_phrases])
def test_words_that_are_numbered_anew_are_told_the_same(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [
        f"we love the new plan {word} and they hate the old pump valve"
        for word in sorted(LEXICON)[2_000:2_400]
    ]
    cuts = [said[k : k + 40] for k in range(0, len(said), 40)]
    before = [many(one) for one in cuts]
    monkeypatch.setattr(numbered, "_MOST", 20)

    assert [many(one) for one in cuts] == before
