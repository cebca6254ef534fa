"""Tone: what is heard in a text, what is not, and that nothing of the text is left."""

import random
import re
import sys
import types
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import vader
from hypothesis import given
from hypothesis import strategies as st
from vader import constants
from vader.data.emoji import EMOJI
from vader.data.lexicon import LEXICON, MULTIWORD

from api.incoming.loading import Way, load_paths
from api.settings import Settings, settings
from graph.connect import open_store
from graph.errors import Misuse
from graph.model import Interaction, Kind
from graph.moments import micros
from ingest.heard.hearing import SPOKEN, Hearing, hearing
from ingest.heard.languages import language
from ingest.heard.tone import SCORERS, Scorer, scorer_named
from ingest.heard.vader import compound, tone
from ingest.listening import Heard
from tests.conftest import ROOT
from tests.ingest.gathered import CLOCK
from tests.ingest.mutated import few

SENTENCES = Path(__file__).parent.parent / "samples" / "tone" / "sentences.tsv"
MAIL = (
    "From ann@x.example Mon Jan  5 10:00:00 2026\nFrom: ann@x.example\nTo: bob@y.example\n"
    "Date: Mon, 5 Jan 2026 10:00:00 +0000\nMessage-ID: <1@x.example>\nSubject: delivery\n\n"
    "Hi Bob,\n\nwe are very unhappy with the zanzibarite delivery, it was terrible.\n\n"
    "Best regards,\nAnn\n\nOn Sunday Bob wrote:\n> we are happy, it was wonderful and great\n"
)


def labelled() -> list[tuple[str, str, str]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [(*line.split("\t"),) for line in lines if not line.startswith("#")]  # type: ignore[misc]


def sign(text: str) -> str:
    found = tone(text)
    if found is None:
        return "none"
    return "+" if found[0] >= 0.05 else "-" if found[0] <= -0.05 else "0"


@pytest.mark.parametrize(
    "text",
    [
        "D'accord, merci",
        "Thanks!",
        "👍",
        "",
        "Der Service war wirklich eine Katastrophe, ich bin total sauer und kündige sofort.",
        "Jestem bardzo niezadowolony z obsługi, to skandal i total katastrofa.",
        "服务非常糟糕 我很失望 😡",
        "Il servizio è pessimo, un disastro totale, mai più con voi.",
        "Super, danke, best team ever",
        "The meeting is moved to Tuesday at ten, in the same room as before.",
    ],
)
def test_there_is_no_tone_in_other_languages_in_short_texts_and_in_plain_facts(text: str) -> None:
    assert tone(text) is None


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("not good at all", False),
        ("This is not good at all.", False),
        ("Thank you so much, that was a great help.", True),
        ("The demo was great, but the software is horrible.", False),
        ("I would never recommend this to anybody.", False),
        ("We are really HAPPY with this!!!", True),
        ("That is great news for all of us 😊", True),
    ],
)
def test_what_is_said_in_english_is_good_or_bad(text: str, is_good: bool) -> None:
    found = tone(text)

    assert found is not None
    assert (found[0] > 0) is is_good
    assert 0 < found[1] < 1


def test_confidence_rises_with_the_words_that_gave_the_tone() -> None:
    few_words, many_words = (
        tone("This is a good one of them"),
        tone("This is good, I love it, they are great, it works wonderfully and we are happy"),
    )

    assert few_words is not None
    assert many_words is not None
    assert few_words[1] < 0.4
    assert many_words[1] > 0.6


def test_on_sentences_labelled_by_hand_it_is_as_right_as_the_docs_say() -> None:
    found = Counter((value, sign(text)) for value, lang, text in labelled() if lang == "en")
    right = found["+", "+"] + found["-", "-"]
    wrong = found["+", "-"] + found["-", "+"]

    assert (right, wrong) == (32, 6)  # of 42 with a tone, irony among them
    assert found["0", "none"] == 9  # of 10 without
    assert [text for _, lang, text in labelled() if lang != "en" and tone(text)] == []


PLAIN = (
    "the a of we you I it was is with so this very never not no nor or without doubt least at but"
    " kind sort can't don't isn't hardly REALLY extremely NOT NO service meeting , order"
)


def sentences(count: int) -> list[str]:
    draw = random.Random(7)  # noqa: S311
    lexicon, emoji = sorted(LEXICON), list(EMOJI)
    phrases = [*constants.SPECIAL_CASES, *constants.SENTIMENT_LADEN_IDIOMS, *MULTIWORD]
    phrases += constants.BOOSTER_DICT

    def word() -> str:
        words = draw.choices([lexicon, PLAIN.split(), phrases, emoji], [30, 48, 18, 4])[0]
        text = draw.choice(words)
        text = text.upper() if draw.random() < 0.1 else text
        return text + draw.choice(["", "", "", "", "!", ",", ".", "?", "??", "!!", ")"])

    return [" ".join(word() for _ in range(draw.randrange(14))) for _ in range(count)]


def as_the_library(count: int) -> None:
    library = vader.SentimentIntensityAnalyzer()
    for text in sentences(count):
        assert compound(text)[0] == library.polarity_scores(text)["compound"], text


def test_a_sentence_has_the_value_that_the_library_gives() -> None:
    as_the_library(500)
    for text in (
        "VADER is smart, handsome, and funny.",
        "It isn't a horrible book.",
        "At least it isn't a horrible book.",
        "The plot was good, but the characters are uncompelling and the dialog is not great.",
        "Catch utf-8 emoji such as 💘 and 💋 and 😁",
        "Without a doubt, never so good; no problem or issue",
    ):
        assert compound(text)[0] == vader.polarity_scores(text)["compound"], text


@pytest.mark.proof
def test_five_thousand_sentences_have_the_value_that_the_library_gives() -> None:
    as_the_library(5_000)


@few
@given(text=st.text(max_size=400))
def test_any_text_has_a_tone_within_its_bounds_or_none(text: str) -> None:
    found = tone(text)

    assert found is None or (-1 <= found[0] <= 1 and 0 < found[1] <= 1)


def test_small_words_tell_english_without_the_model() -> None:
    assert language("x", ["this", "is", "what", "they", "said"]) == ("en", 0.98)
    assert language("x", ["ja"] * 12) is None


def message(text: str, **more: object) -> Interaction:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Interaction(at, Kind.EMAIL, "email", "email:ann@x.example", text=text, **more)  # type: ignore[arg-type]


def heard_by(ear: Hearing, found: Interaction) -> Heard:
    """What is made of one message; as it stands where its text adds nothing."""
    (heard,) = ear.hear([found])
    as_it_is = (found.sentiment, found.sentiment_by, found.confidence, found.topics)
    return heard or Heard(*as_it_is, by_ear=False)


def test_what_is_heard_says_by_whom_and_a_tone_that_the_source_gave_stays() -> None:
    ear = hearing(scorer_named("vader"))
    assert ear is not None
    heard = heard_by(ear, message("This is a terrible mess and you know it."))
    told = heard_by(ear, message("This is a terrible mess and you know it.", sentiment=1.0))

    assert heard.sentiment is not None
    assert heard.sentiment < 0
    assert heard.sentiment_by == f"vader {vader.__version__}"
    assert told.sentiment == 1.0
    assert told.sentiment_by is None


def test_where_a_subject_says_what_a_text_is_about_no_phrases_are_looked_for() -> None:
    text = "The warranty wording of the spare parts contract is still open."
    ear, keen = hearing(None), hearing(None, under_subjects=True)
    assert ear is not None
    assert keen is not None
    titled = message(text, topics=("subject:spare parts",))

    assert any(one.startswith("phrase:") for one in heard_by(ear, message(text)).topics)
    assert heard_by(ear, titled).topics == ("subject:spare parts",)
    assert len(heard_by(keen, titled).topics) > 1


def test_bulk_and_what_is_not_to_be_read_are_not_listened_to() -> None:
    text = "This is a terrible mess and you know it."
    ear = hearing(scorer_named("vader"), unread=["email"])
    every = hearing(scorer_named("vader"))
    assert ear is not None
    assert every is not None

    assert not ear.hears("email")
    assert ear.hears("slack")
    assert heard_by(ear, message(text)).sentiment is None
    assert heard_by(every, message(text, is_bulk=True)).sentiment is None
    assert hearing(scorer_named("vader"), unread=["all"]) is None
    assert hearing(None, with_phrases=False) is None


def test_a_scorer_of_ones_own_is_named_by_its_module(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("own_tone")
    module.best = Scorer("own", "2", 50, ("pl",), lambda text: (0.5, 0.9) if text else None)  # type: ignore[attr-defined]
    module.worse = Scorer("own", "2", 500, ("pl",), lambda _text: None)  # type: ignore[attr-defined]
    module.wrong = 3  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "own_tone", module)

    scorer = scorer_named("own_tone:best")
    assert scorer is not None
    heard = heard_by(Hearing(scorer), message("dobrze"))

    assert (heard.sentiment, heard.sentiment_by, heard.confidence) == (0.5, "own 2", 0.9)
    for name, reason in (
        ("own_tone:worse", "rank must be 1 to 200"),
        ("own_tone:wrong", "but a int"),
        ("own_tone:none", "cannot be loaded"),
        ("no_such_module:x", "cannot be loaded"),
        ("vadr", "there are vader, none, or module:object"),
    ):
        with pytest.raises(Misuse, match=reason):
            scorer_named(name)


@pytest.mark.parametrize(
    "given_back", [(2.0, 0.5), (0.5, -1), (float("nan"), 0.5), 0.5, "good", (0.5, 0.5, 0.5)]
)
def test_a_scorer_that_gives_nonsense_or_fails_is_named(given_back: Any) -> None:
    def fails(_text: str) -> tuple[float, float]:
        raise ZeroDivisionError

    for score in (lambda _text: given_back, fails):
        with pytest.raises(Misuse, match="the scorer own 1") as told:
            Hearing(Scorer("own", "1", 1, (), score)).hear([message("a zanzibarite secret")])
        assert "zanzibarite" not in str(told.value)


@pytest.mark.parametrize("given_back", [[(2.0, 0.5)], [], [None, None], None, [0.5]])
def test_a_scorer_of_many_texts_gives_one_answer_for_each(given_back: Any) -> None:
    many = Scorer("own", "1", 1, (), lambda _text: None, lambda _texts: given_back)

    with pytest.raises(Misuse, match="the scorer own 1"):
        Hearing(many).hear([message("a zanzibarite secret")])


@pytest.mark.parametrize(("word", "meant"), [("emial", "'email'"), ("Email", "'email'"), ("q", "")])
def test_a_channel_that_is_misspelt_is_not_read_by_mistake(word: str, meant: str) -> None:
    with pytest.raises(Misuse, match=f"unread = '{word}' is no channel.*{meant}"):
        hearing(scorer_named("vader"), unread=["slack", word])


def test_every_channel_that_a_source_names_can_be_left_unread() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "ingest").rglob("*.py"))
    named = set(re.findall(r'channel="([a-z]+)"', code))

    assert {"slack", "x", "telegram"} < named <= SPOKEN


def test_every_scorer_of_ours_has_a_rank_and_its_languages() -> None:
    assert all(1 <= one.rank <= 200 and one.languages and one.version for one in SCORERS)


def tones(chosen: Settings) -> list[tuple[float | None, str | None]]:
    rows = open_store(chosen.url).contents().interacted.to_pylist()
    return [(row.get("sentiment"), row.get("sentiment_by")) for row in rows]


def loaded(folder: Path, way: Way | None = None, **flags: Any) -> Settings:
    path = folder / "a.mbox"
    path.write_text(MAIL)
    chosen = settings({"store": str(folder / "store.duckdb"), **flags}, environment={})
    load_paths([path], chosen, micros(CLOCK), way)
    return chosen


def test_a_mail_is_heard_without_its_quotation_and_its_text_is_nowhere(tmp_path: Path) -> None:
    [(sentiment, by)] = tones(loaded(tmp_path, topics_from=["subjects"]))

    assert sentiment is not None
    assert sentiment < -0.5  # the happy part is Bob's
    assert by == f"vader {vader.__version__}"
    kept = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.name != "a.mbox")
    assert b"zanzibarite" not in kept


@pytest.mark.parametrize("flags", [{"tone": "none"}, {"unread": ["email"]}, {"unread": ["all"]}])
def test_a_mail_that_is_not_to_be_read_has_no_tone(flags: dict[str, Any], tmp_path: Path) -> None:
    assert tones(loaded(tmp_path, **flags)) == [(None, None)]


def test_one_load_may_leave_a_channel_unread_and_the_next_one_reads_it(tmp_path: Path) -> None:
    chosen = loaded(tmp_path, Way(unread=("email",)))
    assert tones(chosen) == [(None, None)]

    report = load_paths([tmp_path / "a.mbox"], chosen, micros(CLOCK))

    assert (report.total("new"), report.total("corrected")) == (0, 1)
    assert tones(chosen)[0][0] is not None
