"""The cookbook's page shows every named query as its file has it."""

import re

import pytest

from algorithms.weighing.durations import TYPICAL_MINUTES
from algorithms.weighing.weights import DEFAULT_WEIGHTS, Weighting
from api.named import named, named_queries
from docs.cookbook import PAGE, PARTS

NAMES = [query.name for query in named_queries()]


def test_there_are_at_least_25_queries_and_each_is_on_the_page() -> None:
    assert len(NAMES) >= 25
    assert sorted(name for part in PARTS.values() for name in part) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_what_it_answers_what_it_takes_and_how_to_read_it(name: str) -> None:
    query = named(name)
    body = re.sub(r"//.*", "", query.text)

    assert query.question.endswith("?")
    assert query.read_it.endswith(".")
    assert {one.name for one in query.parameters} == set(re.findall(r"\$(\w+)", body))
    assert not any(one.is_needed for one in query.parameters)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_each_query_as_it_is_in_its_file(name: str) -> None:
    section = PAGE.read_text("utf-8").partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    lines = named(name).text.splitlines()

    assert named(name).question in section
    assert named(name).read_it in section
    assert "\n".join(line for line in lines if not line.startswith("// ")) in section


def test_the_weights_of_the_past_are_those_of_the_settings() -> None:
    defaults = named("strength_then").filled({})

    assert defaults["weights"] == dict(DEFAULT_WEIGHTS)
    assert defaults["typical_minutes"] == dict(TYPICAL_MINUTES)
    assert defaults["size_exponent"] == Weighting().size_exponent
    assert defaults["unanswered_share"] == Weighting().unanswered_share
