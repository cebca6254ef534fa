"""Where there is nothing to list, a line says so; what was told once is told shortly."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api import cli
from api.commands.ask import _fading
from api.commands.coverage import _coverage
from tests.api.kept import fill
from tests.worlds import email


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mails = [email("ann", "bob"), email("bob", "ann", days=1)]
    return fill(tmp_path_factory.mktemp("two") / "two.duckdb", mails)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["weakening"], "nothing is weakening"),
        (["departures"], "nobody has left or is away"),
        (["people", "zoe"], "nobody's name or identity holds that"),
        (["next", "--me", "ann@x.example", "--as-of", "2020-01-01"], "nobody is to be written to"),
        (["next", "--me", "ann@x.example", "--occasions"], "no dates are due"),
        (["influencers", "--by", "clustering"], "nobody has a value at that moment"),
        (["influencers", "--as-of", "2020-01-01"], "nobody has a value at that moment"),
        (["ties", "--as-of", "2020-01-01"], "no tie has a value at that moment"),
        (["ties", "--by", "usual_gap"], "no tie has a value at that moment"),
    ],
)
def test_a_line_says_that_there_is_nothing(store: Path, asked: list[str], told: str) -> None:
    found = CliRunner().invoke(cli.app, ["--store", str(store), *asked])

    assert found.exit_code == 0, found.output
    assert found.stdout.startswith(told)
    assert "as of" in found.stdout


def test_a_moment_before_the_first_interaction_is_told_as_such(store: Path) -> None:
    asked = ["--store", str(store), "influencers", "--as-of"]
    before, within = (
        CliRunner().invoke(cli.app, [*asked, day]).stderr for day in ("2020-01-01", "2026-01-06")
    )

    assert before == (
        "2020-01-01T00:00:00Z lies before the log, which begins 2026-01-05T09:00:00Z\n"
    )
    assert within == ""


def test_people_who_do_not_fit_on_the_page_are_mentioned(store: Path) -> None:
    one, all_of_them = (
        CliRunner().invoke(cli.app, ["--store", str(store), "people", "--limit", limit]).stdout
        for limit in ("1", "2")
    )

    assert "and there are more (--limit, or a part of a name)" in one
    assert "there are more" not in all_of_them


def test_coverage_without_feeds_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    _coverage({"items": [], "as_of": "2026-03-01", "half_life_days": 30.0, "run": "r_1"})

    assert capsys.readouterr().out.startswith("nothing was heard from any feed\nas of 2026-03-01")


def tie(number: int, *, level: str = "person", kind: str = "left") -> dict[str, Any]:
    gone = {"id": "p_1", "name": "Bartosz", "identity": "email:b@x.example", "organization": None}
    return {
        "reasons": [{"text": f"usually every {number} days"}, {"text": "Bartosz has left: silent"}],
        "silence_of": {"level": level, "kind": kind, "person": gone},
    }


def test_that_somebody_has_left_is_told_in_full_once() -> None:
    gone: set[str] = set()
    first, second, third = (_fading(tie(k), gone) for k in (4, 5, 6))

    assert first == "usually every 4 days\nBartosz has left: silent"
    assert second == "usually every 5 days\nas above: Bartosz has left"
    assert third == "usually every 6 days\nas above: Bartosz has left"
    assert "as above" not in _fading(tie(7, level="tie"), gone)
