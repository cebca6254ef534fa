"""Ratings: what answers to surveys and reviews say, on scales that are known and never guessed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api.incoming.loading import load_paths
from api.settings import settings
from graph.batch import Rejected
from graph.errors import Misuse
from graph.moments import iso, micros
from graph.people.joining import NOT_PERSONS
from ingest.ratings.columns import columns_in
from ingest.ratings.mapping import rating_mapping
from ingest.ratings.scales import NPS, STARS, scale_in, scale_named, value_of
from ingest.ratings.source import Ratings
from ingest.source import BadRecord, Reading
from ingest.sources import source_for
from tests.ingest.gathered import CLOCK, file_at, gathered
from tests.ingest.sample_folder import loaded

SAMPLES = Path(__file__).parent.parent / "samples" / "ratings"


@dataclass(frozen=True)
class Answer:
    who: str
    at: str
    value: float
    by: str
    topics: tuple[str, ...] = ()
    id: str | None = None


def answers(path: Path, **way: Any) -> tuple[list[Answer], list[Rejected]]:
    found: list[Answer] = []
    rejected: list[Rejected] = []
    for batch in Ratings().read(file_at(path), Reading(CLOCK, **way)):
        who = batch.identities.to_pylist()
        rejected += batch.rejected
        for row in batch.interacted.to_pylist():
            assert (row["kind"], row["receiver"], row["confidence"]) == ("rating", -1, 1.0)
            found.append(
                Answer(
                    who[row["sender"]],
                    iso(row["at"]),
                    round(row["sentiment"], 3),
                    row["sentiment_by"],
                    tuple(row["topics"] or ()),
                    row["id"],
                )
            )
    return found, rejected


def table(folder: Path, text: str, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("answer", "value"),
    [(10, 1), (9, 0.5), (8, 0), (7, 0), (6, -0.1429), (5, -0.2857), (3, -0.5714), (0, -1)],
)
def test_promoters_are_above_nothing_and_detractors_below(answer: int, value: float) -> None:
    assert NPS.value(answer) == value


@pytest.mark.parametrize(
    ("name", "by", "cell", "value"),
    [
        ("CSAT (1-5)", "csat", "4", 0.5),
        ("CSAT 1 to 7", "csat", "1", -1.0),
        ("CSAT out of 10", "csat", "10", 1.0),
        ("Satisfaction %", "csat", "75", 0.5),
        ("Stars", "stars", "2", -0.5),
        ("Stars", "stars", "4.5", 0.75),
        ("CSAT", "csat", "3/5", 0.0),
        ("CSAT", "csat", "80%", 0.6),
        ("Rating", "csat", "★★★★☆", 0.5),
        ("CSAT", "csat", "Very dissatisfied", -1.0),
        ("Effort (1-7)", "ces", "7", 1.0),
        ("CSAT (1-5)", "csat", "5 - Very satisfied", 1.0),
    ],
)
def test_an_answer_is_read_on_the_scale_that_is_said(
    name: str, by: str, cell: str, value: float
) -> None:
    assert value_of(cell, scale_in(name, by), name) == value


@pytest.mark.parametrize(
    ("name", "by", "cell"),
    [
        ("CSAT", "csat", "4"),  # of five, of seven or of ten?
        ("CES", "ces", "2"),
        ("CES (1-5)", "ces", "2"),  # of five points both ends have been the easy one
        ("CSAT (1-5)", "csat", "6"),
        ("NPS", "nps", "11"),
        ("NPS", "nps", "7.5"),
        ("Stars", "stars", "0"),
        ("CSAT (1-5)", "csat", "quite"),
    ],
)
def test_a_scale_is_never_guessed(name: str, by: str, cell: str) -> None:
    with pytest.raises(BadRecord):
        value_of(cell, scale_in(name, by), name)


def test_a_scale_may_run_downwards() -> None:
    grades = scale_named("6-1", "grade")

    assert grades is not None
    assert [grades.value(grade) for grade in (1, 6)] == [1.0, -1.0]
    assert STARS.value(3) == 0.0


@pytest.mark.parametrize(
    "names",
    [
        ["from", "to", "rating", "time"],
        ["source", "target", "satisfaction", "date"],
        ["email", "name", "organization", "since"],
        ["email", "rating", "date"],  # of what, on which scale?
        ["nps", "email"],  # when?
        ["date", "nps trend"],
    ],
)
def test_other_tables_are_left_to_others(names: list[str]) -> None:
    assert columns_in(names) is None


def test_an_answer_is_its_writers_about_the_survey() -> None:
    found, rejected = answers(SAMPLES / "pulse.csv")

    assert found == [
        Answer("email:ann@x.example", "2026-01-05T10:00:00Z", 0.5, "nps", ("Q1 pulse",),
               "rating:survey/123456"),
        Answer("email:bob@x.example", "2026-01-05T11:00:00Z", -0.571, "nps", ("Q1 pulse",),
               "rating:survey/123457"),
        Answer("account:survey/anonymous", "2026-01-06T00:00:00Z", 0.0, "nps", ("Q1 pulse",),
               "rating:survey/123458"),
    ]  # fmt: skip
    assert [(one.place, one.reason) for one in rejected] == [
        ("pulse.csv:5", "11 is not on the scale of nps, 0 to 10"),
        ("pulse.csv:6", "was not answered, expected a score"),
    ]


def test_qualtrics_three_headers_are_one() -> None:
    asked = "How likely are you to recommend us to a colleague?"
    satisfied = "How satisfied are you with support (1-7)?"
    found, rejected = answers(SAMPLES / "qualtrics.csv")

    assert rejected == []
    assert [(one.who, one.value, one.by, one.topics) for one in found] == [
        ("email:ann@x.example", 1.0, "nps", (asked,)),
        ("email:ann@x.example", 1.0, "csat", (satisfied,)),
        ("account:survey/anonymous", -0.714, "nps", (asked,)),
    ]
    assert len({one.id for one in found}) == 3


def test_surveymonkeys_second_header_is_no_answer_and_its_days_are_told_by_the_file() -> None:
    found, rejected = answers(SAMPLES / "surveymonkey.csv")

    assert rejected == []
    assert [(one.who, one.at, one.value) for one in found] == [
        ("email:ann@x.example", "2026-01-31T22:01:00Z", 0.0),
        ("account:survey/anonymous", "2026-02-01T10:01:00Z", -1.0),
    ]


def test_a_day_that_may_be_a_month_is_refused_with_what_to_do(tmp_path: Path) -> None:
    found, rejected = answers(table(tmp_path, "email,nps,date\nann@x.example,9,03/04/2026\n"))

    assert found == []
    assert 'date = "dmy" or "mdy"' in rejected[0].reason


def test_stars_of_shops_are_of_five_and_typeforms_hash_is_a_column() -> None:
    play, _ = answers(SAMPLES / "googleplay.csv")
    trust, _ = answers(SAMPLES / "trustpilot.csv")
    typed, _ = answers(SAMPLES / "typeform.csv")

    assert [(one.who, one.value, one.by, one.topics) for one in play + trust] == [
        ("account:googleplay/anonymous", 0.5, "stars", ("com.x.app",)),
        ("account:trustpilot/123", -1.0, "stars", ("acme.example",)),
    ]
    assert [(one.who, one.value, one.id) for one in typed] == [
        ("email:ann@x.example", 0.5, "rating:survey/ab12cd34ef")
    ]


def test_what_was_offered_and_not_answered_is_no_rating() -> None:
    found, rejected = answers(SAMPLES / "zendesk.json")

    assert [(one.who, one.value, one.id) for one in found] == [
        ("account:zendesk/7881", 1.0, "rating:zendesk/62")
    ]
    assert [one.reason for one in rejected] == ["was not answered, expected a score"]


def test_a_row_that_says_its_kind_is_read_as_that_kind() -> None:
    """Delighted's scales are known by its kinds: five points but for NPS, five the best."""
    found, rejected = answers(SAMPLES / "delighted.ndjson")

    assert [(one.who, one.value, one.by) for one in found] == [
        ("email:ann@x.example", 1.0, "nps"),
        ("email:bob@x.example", 0.5, "csat"),
        ("account:survey/97", -1.0, "csat"),
    ]
    assert "the scale of 'score' is not said" in rejected[0].reason  # how much one would miss it


def test_of_two_answers_the_one_on_a_known_scale_counts(tmp_path: Path) -> None:
    path = table(
        tmp_path, "Email,Date,NPS,CSAT\na@x.example,2026-01-02,9,4\nb@x.example,2026-01-02,,4\n"
    )
    found, rejected = answers(path)

    assert [(one.who, one.value, one.by) for one in found] == [("email:a@x.example", 0.5, "nps")]
    assert "the scale of 'CSAT' is not said" in rejected[0].reason


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2024/06/01 9:00:00 AM GMT+2", "2024-06-01T07:00:00Z"),
        ("2024/06/01 9:00:00 PM GMT-3:30", "2024-06-02T00:30:00Z"),
        ("2024/06/01 9:00:00 AM MESZ", "2024-06-01T07:00:00Z"),
        ("01.06.2024 9:00:00", "2024-06-01T09:00:00Z"),
    ],
)
def test_the_dates_of_forms_are_read(tmp_path: Path, date: str, moment: str) -> None:
    text = f"Zeitstempel,E-Mail-Adresse,Würden Sie uns weiterempfehlen?\n{date},a@x.example,9\n"
    (answer,), _ = answers(table(tmp_path, text))

    assert (answer.who, answer.at, answer.by) == ("email:a@x.example", moment, "nps")


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("Recommanderiez-vous notre service ?", "nps"),
        ("¿Recomendaría usted nuestra empresa?", "nps"),
        ("Consiglierebbe la nostra azienda?", "nps"),
        ("Zou u ons aanbevelen?", "nps"),
        ("Czy poleciliby nas Państwo znajomym?", "nps"),
        ("Êtes-vous satisfait (1-5) ?", "csat"),
        ("Jak bardzo są Państwo zadowoleni (1-5)?", "csat"),
        ("Hoe tevreden bent u (1 tot 5)?", "csat"),
    ],
)
def test_questions_are_known_in_other_languages(question: str, by: str) -> None:
    found = columns_in(["E-Mail", question, "Date"])

    assert found is not None
    assert [(one.by, one.scale is None) for one in found.asked] == [(by, False)]


def test_a_score_beside_its_group_is_an_nps() -> None:
    found = columns_in(["Score", "NPS Category", "Email", "Date"])

    assert found is not None
    assert [(one.column, one.by) for one in found.asked] == [(0, "nps")]


@pytest.mark.parametrize(("key", "name"), [("score", "Not"), ("who", "Kude"), ("at", "Tag")])
def test_a_column_that_the_mapping_misspells_is_told_with_those_that_there_are(
    tmp_path: Path, key: str, name: str
) -> None:
    named = {"score": "Note", "scale": "6-1", "who": "Kunde", "at": "Datum", key: name}
    lines = "".join(f'{one} = "{value}"\n' for one, value in named.items())
    mapping = table(tmp_path, f"[ratings]\n{lines}", "noten.toml")
    path = table(tmp_path, "Kunde,Note,Datum\nann@x.example,1,2026-04-03\n")

    found, (refused,) = answers(path, mapping=mapping)

    assert found == []
    assert refused.reason == (
        f"has no column {name!r}, which [ratings] names; it has 'Kunde', 'Note', 'Datum'"
    )


def test_a_table_without_a_scale_says_what_to_do_and_a_mapping_does_it(tmp_path: Path) -> None:
    path = SAMPLES / "no_scale.csv"
    mapping = table(tmp_path, '[ratings]\nscore = "CSAT"\nscale = "1-5"\n', "csat.toml")

    _, rejected = answers(path)
    found, left = answers(path, mapping=mapping)

    assert "expected a name such as 'CSAT (1-5)', or a mapping" in rejected[0].reason
    assert [one.value for one in found] == [0.5, 1.0]
    assert left == []


def test_a_mapping_reads_any_table_and_any_scale() -> None:
    found, _ = answers(SAMPLES / "own.csv", mapping=SAMPLES / "own.toml")

    assert [(one.who, one.at[:10], one.value, one.by, one.topics) for one in found] == [
        ("email:ann@x.example", "2026-04-03", 1.0, "grade", ("Blau",)),
        ("email:bob@x.example", "2026-04-25", -0.6, "grade", ("Blau",)),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[ratings]\nscore = "CSAT"\n', "has no scale"),
        ('[ratings]\nscore = "CSAT"\nscale = "good"\n', "scale = 'good' is none"),
        ('[ratings]\nscore = "CSAT"\nscale = "1-5"\nwhom = "x"\n', "knows no 'whom'"),
        ('[ratings]\nscore = 3\nscale = "1-5"\n', "must have texts"),
        ("[ratings\n", "cannot be read as TOML"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=message.replace("[", r"\[")):
        rating_mapping(table(tmp_path, text, "wrong.toml"))


def test_parquet_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "answers.parquet"
    columns = {"email": ["ann@x.example", None], "nps": [9, 2], "date": ["2026-01-05", None]}
    pq.write_table(pa.table(columns), path)

    found, rejected = answers(path)

    assert source_for(file_at(path)) is not None
    assert [(one.who, one.value) for one in found] == [("email:ann@x.example", 0.5)]
    assert [one.reason.partition(",")[0] for one in rejected] == ["has no date"]


def test_ratings_load_tie_nobody_and_load_again_as_known(tmp_path: Path) -> None:
    chosen = settings({"store": str(tmp_path / "store.duckdb")}, environment={"TIELINE_CONFIG": ""})
    path = SAMPLES / "pulse.csv"

    first = load_paths([path], chosen, micros(CLOCK))
    again = load_paths([path], chosen, micros(CLOCK))

    assert [(one.new, one.known, one.rejected, one.tieless) for one in first.sources] == [
        (3, 0, 2, 3)
    ]
    assert [(one.new, one.known) for one in again.sources] == [(0, 3)]


def test_a_rated_conversation_of_intercom_is_a_rating_of_its_customer(tmp_path: Path) -> None:
    part = {"id": "9", "body": "<p>It broke</p>", "author": {"type": "user", "id": "u1"}}
    rating = {"rating": 2, "remark": "slow", "created_at": 1767607200, "contact": {"id": "u1"}}
    conversation = {
        "type": "conversation", "id": "77", "created_at": 1767600000, "updated_at": 1767607200,
        "source": part, "contacts": {"contacts": [{"id": "u1"}]},
        "conversation_parts": {"conversation_parts": []}, "conversation_rating": rating,
    }  # fmt: skip
    path = table(tmp_path, json.dumps([conversation]), "conversations.json")
    found = source_for(file_at(path))
    assert found is not None
    assert found.name == "intercom"

    (batch,) = found.read(file_at(path), Reading(CLOCK))

    assert [
        (row["kind"], row["sentiment"], row["sentiment_by"], row["id"], row["receiver"])
        for row in batch.interacted.to_pylist()
        if row["sentiment"] is not None
    ] == [("rating", -0.5, "csat", "intercom:conversation/77#rating", -1)]


def test_nobody_in_particular_is_no_person(tmp_path: Path) -> None:
    path = table(
        tmp_path, "name,nps,date\nAnonymous,9,2026-01-05\n,2,2026-01-06\nAnn,9,2026-01-07\n"
    )
    found = gathered(Ratings(), path)

    assert [one.sender for one in found.interactions] == [
        "account:survey/anonymous", "account:survey/anonymous", "account:survey/Ann"
    ]  # fmt: skip
    assert found.said("kind") == {("account:survey/anonymous", "nobody")}
    assert "nobody" in NOT_PERSONS


def test_a_review_that_was_changed_counts_as_it_is_now(tmp_path: Path) -> None:
    report = loaded(tmp_path, SAMPLES / "reviews.json")
    again = loaded(tmp_path, SAMPLES / "reviews.json")

    assert (report.total("read"), report.interactions, report.total("rejected")) == (4, 2, 1)
    assert (again.total("new"), again.total("corrected")) == (0, 0)


def test_what_a_form_asked_is_told_beside_its_answers(tmp_path: Path) -> None:
    answered = {"response_id": "abcdef12", "submitted_at": "2026-01-12T17:49:44Z", "answers": [
        {"type": "number", "number": 9, "field": {"id": "f1", "type": "nps"}},
        {"type": "number", "number": 4, "field": {"id": "f2", "type": "rating"}}]}  # fmt: skip
    path = tmp_path / "responses.json"
    path.write_text(json.dumps({"items": [answered]}))
    found = gathered(Ratings(), path)

    (known,) = found.interactions  # of how many stars the other one was, nothing tells
    assert (known.sentiment_by, known.sentiment) == ("nps", 0.5)
