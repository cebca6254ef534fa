"""Cypher of power users only reads: what is more is refused, and honest reading is not."""

from pathlib import Path

import pytest

from graph.cypher.guard import check_words
from graph.cypher.place import pointed
from graph.cypher.plan import check_plan
from graph.errors import Misuse, Refused

DATA = Path(__file__).resolve().parent.parent / "data"


def statements(name: str) -> list[str]:
    """The statements of a data file, which blank lines keep apart."""
    return (DATA / name).read_text("utf-8").strip().split("\n\n")


REFUSED = statements("cypher_refused.txt")
ACCEPTED = statements("cypher_accepted.txt")


def test_there_are_enough_statements_to_prove_something() -> None:
    assert len(set(REFUSED)) >= 150
    assert len(set(ACCEPTED)) >= 80


@pytest.mark.parametrize("text", REFUSED)
def test_what_writes_administers_or_reaches_elsewhere_is_refused_by_its_words(text: str) -> None:
    with pytest.raises(Refused, match="is refused: "):
        check_words(text)


@pytest.mark.parametrize("text", ACCEPTED)
def test_the_words_of_an_honest_reading_are_accepted(text: str) -> None:
    check_words(text)


def test_a_refusal_says_what_where_and_why() -> None:
    with pytest.raises(Refused) as told:
        check_words("MATCH (n)\nD\\u0045LETE n")

    assert str(told.value) == (
        "DELETE is refused: it writes, and a question only reads\n"
        "line 2, column 1\n"
        "  D\\u0045LETE n\n"
        "  ^"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is no statement"),
        (" ;; ", "there is no statement"),
        ("// CREATE (n)", "there is no statement"),
        ("RETURN " + "(" * 51 + "1" + ")" * 51, "50 deep"),
        ("RETURN 1 " + " " * 100_000, "100,000 characters"),
    ],
)
def test_what_is_no_statement_that_can_be_looked_at_is_misuse(text: str, told: str) -> None:
    with pytest.raises(Misuse, match=told):
        check_words(text)


def test_many_words_are_looked_at_in_no_time() -> None:
    check_words("RETURN 1" + ", with" * 15_000)
    check_words("RETURN '" + "\\\\" * 40_000 + "'")


def test_the_mark_of_a_long_line_stands_below_its_place() -> None:
    text = "RETURN " + "x" * 300 + "!" + "y" * 300

    line, mark = pointed(text, text.index("!")).split("\n")[1:]

    assert line[mark.index("^")] == "!"
    assert len(line) < 110


READING = {"operatorType": "ProduceResults@neo4j", "args": {}, "children": []}


def step(operator: str, details: str = "") -> dict[str, object]:
    """A plan whose first step comes after another, as a server tells it."""
    last = {"operatorType": f"{operator}@neo4j", "args": {"Details": details}}
    return {**READING, "children": [last]}


def test_a_plan_that_only_reads_is_accepted() -> None:
    check_plan("r", READING)
    check_plan("r", step("ProcedureCall", "db.labels() :: (label :: STRING)"))


@pytest.mark.parametrize(
    ("kind", "plan"),
    [
        ("rw", READING),
        ("w", READING),
        ("s", READING),
        (None, READING),
        ("r", None),
        ("r", step("LoadCSV")),
        ("r", step("ShowSettings")),
        ("r", step("TerminateTransactions")),
        ("r", step("TransactionApply")),
        ("r", step("AdministrationCommand")),
        ("r", step("ProcedureCall", "apoc.load.json($x) :: (value :: MAP)")),
        ("r", step("ProcedureCall", "db.labelsx() :: ()")),
        ("r", step("ProcedureCall", "")),
    ],
)
def test_a_plan_that_does_more_is_refused(kind: str | None, plan: dict[str, object] | None) -> None:
    with pytest.raises(Refused, match="is refused: "):
        check_plan(kind, plan)
