"""The figures of docs/influence-study.md are those the product gives on the real logs."""

from pathlib import Path

import numpy as np
import pytest

from algorithms.influence import SHARES, Influence, influence, influence_reasons
from algorithms.scores import Scores, ranks
from benchmarks.influence_study import Case, auc, managers, manufacturing, measures

DOCS = Path(__file__).resolve().parents[2] / "docs" / "influence-study.md"


def found_in(case: Case) -> Influence:
    values = measures(case, int(case.timeline.at.max()), half_life=30)
    scores = {name: Scores(name, values[name]) for name in SHARES}
    return influence(scores, among=~np.isnan(values["degree"]))


@pytest.fixture(scope="module")
def mail(shared: Path) -> tuple[Case, int, list[int]]:
    return manufacturing(shared)


@pytest.fixture(scope="module")
def by_mail(mail: tuple[Case, int, list[int]]) -> Influence:
    return found_in(mail[0])


def test_the_mail_of_the_company_is_read_as_documented(mail: tuple[Case, int, list[int]]) -> None:
    case, ceo, reports = mail

    assert (len(case.timeline), len(case.names)) == (81_364, 167)
    assert (case.is_judged.sum(), case.is_senior.sum()) == (154, 34)
    assert (ceo, len(reports)) == (86, 11)


def test_influence_finds_who_has_reports_as_well_as_documented(
    mail: tuple[Case, int, list[int]], by_mail: Influence
) -> None:
    row = next(line for line in DOCS.read_text().splitlines() if line.startswith("| **influence"))
    at_the_end, among_the_live = (float(cell) for cell in row.split("|")[2:4])

    assert round(auc(by_mail.values, mail[0]), 3) == at_the_end == 0.675
    assert round(auc(by_mail.values, mail[0], only_live=True), 3) == among_the_live == 0.735


@pytest.mark.parametrize(("relation", "expected"), [("advice", 0.938), ("friends", 0.506)])
def test_influence_finds_managers_from_advice_and_not_from_friendship(
    shared: Path, relation: str, expected: float
) -> None:
    case = managers(shared, relation)

    assert auc(found_in(case).values, case) == pytest.approx(expected, abs=5e-4)


def test_the_chief_and_the_reports_stand_where_the_page_says(
    mail: tuple[Case, int, list[int]], by_mail: Influence
) -> None:
    case, ceo, reports = mail
    place = dict(zip(case.names.tolist(), ranks(by_mail.values).tolist(), strict=True))
    places = sorted(place[person] for person in reports)

    assert place[ceo] == 45
    assert places == [9, 13, 17, 19, 24, 25, 64, 86, 117, 118, 141]
    assert "stand at 9, 13, 17, 19, 24, 25, 64, 86, 117, 118 and 141" in DOCS.read_text()


def test_the_chiefs_influence_is_explained(
    mail: tuple[Case, int, list[int]], by_mail: Influence
) -> None:
    ceo = int(np.flatnonzero(mail[0].names == mail[1])[0])

    assert [reason.text for reason in influence_reasons(by_mail, ceo)] == [
        "1.1 % of all attention ends with them, counting whom it comes from (top 15 %)",
        "1.6 steps from everybody on average (top 27 %)",
        "27 people turn to them and are answered (top 29 %)",
    ]
