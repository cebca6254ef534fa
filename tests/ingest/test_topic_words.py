# ruff: noqa: RUF001 - letters that look alike in several alphabets are meant as they stand
"""What subjects, deals and texts are as topics; which kinds are kept is the user's choice."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Interaction, Kind, Receiver
from ingest.batches.gather import gather
from ingest.heard.phrases import phrases
from ingest.heard.topic_words import deal_topic, kept_topics, subject_topic
from ingest.source import Reading

AT = datetime(2026, 3, 1, tzinfo=UTC)
MARKS = (
    "Re",
    "RE",
    "Fwd",
    "FW",
    "AW",
    "WG",
    "Odp",
    "SV",
    "VS",
    "RV",
    "R",
    "TR",
    "Antw",
    "Отв",
    "答复",
)


@pytest.mark.parametrize(
    ("written", "topic"),
    [
        ("Re: AW: WG: [x-list] Hello  World", "hello world"),
        ("RE[2]: Fw(3): Offer", "offer"),
        ("Re^2: offer", "offer"),
        ("回复：项目 计划", "项目 计划"),
        ("答复: 会议", "会议"),
        ("[PATCH v2 3/5] net: fix", "net: fix"),
        ("Offer (was: Re: price)", "offer"),
        ("Fwd: Offer (fwd)", "offer"),
        ("İLT: merhaba dünya", "merhaba dünya"),
        ("Straße", "strasse"),
        ("Cafe\u0301 order", "caf\u00e9 order"),
        ("Read the docs", "read the docs"),
        ("accepted paper list", "accepted paper list"),
        ("regarding: the roof", "regarding: the roof"),
        ("R&D budget", "r&d budget"),
    ],
)
def test_a_subject_goes_by_what_is_left_without_marks_of_answers(written: str, topic: str) -> None:
    assert subject_topic(written) == (f"subject:{topic}",)


@pytest.mark.parametrize(
    "written",
    ["", "Re:", "Re: [list]", "ok", "2024-01", "(no subject)", "Kein Betreff", "Busy", "Call",
     "Out of Office: back on Monday", "Automatische Antwort: Angebot", "Accepted: Kick-off",
     "Réponse automatique : devis", "Undeliverable: Offer", "Zaakceptowano: Oferta",
     "Undelivered Mail Returned to Sender", "自动回复: 会议", "Declined: Re: lunch"],
)  # fmt: skip
def test_what_machines_write_or_says_nothing_is_no_topic(written: str) -> None:
    assert subject_topic(written) == ()


def test_any_chain_of_answers_and_forwards_is_the_same_topic() -> None:
    for first, second in product(MARKS, MARKS):
        assert subject_topic(f"{first}: {second} : [tag] New roof") == ("subject:new roof",)


@given(st.text(max_size=300))
def test_a_topic_is_short_and_the_topic_of_itself(text: str) -> None:
    for topic in subject_topic(text):
        name = topic.removeprefix("subject:")
        assert 2 <= len(name) <= 130  # case folding and NFC may lengthen a little
        assert name == " ".join(name.split())
    assert all(len(one) <= 205 for one in deal_topic(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Who has the vendor security review? The vendor security review is late.",
         {"vendor security review"}),
        ("Anbei das Angebot für die neue Lagerhalle in München.", {"neue lagerhalle"}),
        ("Czy umowa ramowa jest gotowa?", {"umowa ramowa"}),
        ("Thanks!", set()),
        ("Call me at +48 600 100 200, or write to ann.lee@x.example", set()),
        ("See https://x.example/secret/plan and #budget @ann", set()),
        ("我们明天开会讨论预算", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_a_text_says_most_with_the_words_between_its_small_words(text: str, said: set[str]) -> None:
    assert {one.removeprefix("phrase:") for one in phrases(text)} == said


@given(st.text(alphabet="the vendor review of und die price list. \n#@5", max_size=400))
def test_phrases_are_few_and_of_two_to_four_words_without_digits(text: str) -> None:
    found = phrases(text)

    assert len(found) == len(set(found)) <= 3
    for one in found:
        assert one.startswith("phrase:")
        assert 2 <= len(one.split()) <= 4
        assert not any(letter.isdigit() for letter in one)
    assert phrases(text) == found


def test_a_long_text_in_no_known_language_has_no_phrases() -> None:
    assert phrases("habari rafiki yangu mzuri sana leo asubuhi tunakwenda sokoni kununua matunda "
                   "mengi kabisa haraka") == ()  # fmt: skip


def test_unwanted_kinds_are_left_out_and_the_interaction_stays_the_same() -> None:
    said = ("pricing", "subject:offer", "deal:Acme", "phrase:price list")
    assert kept_topics(said, frozenset({"tags", "deals"})) == ("pricing", "deal:Acme")

    def kept(kinds: frozenset[str] | None) -> tuple[object, object]:
        record = Interaction(AT, Kind.EMAIL, "email", "email:a@x.example",
                             (Receiver("email:b@x.example"),), topics=said)  # fmt: skip
        (batch,) = gather([("here", record)], "test", Reading(AT, topics_from=kinds))
        rows = batch.interacted
        return rows.column("topics").to_pylist(), rows.column("key_lo").to_pylist()

    everything, key = kept(None)
    only, same_key = kept(frozenset({"subjects"}))
    assert (everything, only) == ([list(said)], [["subject:offer"]])
    assert key == same_key
    assert kept(frozenset())[0] == [None]
