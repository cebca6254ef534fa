"""Two logs that name people 86 may not mean the same ones: the second one is told."""

from pathlib import Path

import pytest

from api.incoming.loading import Way, load_paths
from api.settings import Settings, settings
from graph.moments import micros
from tests.graph.records import CLOCK

NOW = micros(CLOCK)


@pytest.fixture
def store(tmp_path: Path) -> Settings:
    return settings({"store": str(tmp_path / "tieline.duckdb")}, environment={})


def written(path: Path, *people: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"sender,receiver,at\n{people[0]},{people[1]},2026-01-05\n")
    return path


def warnings(store: Settings, *paths: Path, log: str | None = None) -> list[str]:
    return [
        line
        for line in load_paths(paths, store, NOW, Way(log=log), again=True).warnings
        if "bare names" in line
    ]


def test_a_second_log_with_bare_names_is_told_once(store: Settings, tmp_path: Path) -> None:
    first, second = written(tmp_path / "hr.csv", "1", "86"), written(tmp_path / "it.csv", "86", "2")

    assert warnings(store, first) == []
    (line,) = warnings(store, second)
    assert line.startswith("it.csv: people have bare names, as in hr.csv, and one name is one")
    assert "--log NAME" in line
    assert warnings(store, second) == warnings(store, first) == []


def test_logs_of_one_folder_are_told_in_one_line(store: Settings, tmp_path: Path) -> None:
    for name in "abcdef":
        written(tmp_path / "logs" / f"{name}.csv", "1", "86")

    (line,) = warnings(store, tmp_path / "logs")

    assert line.startswith("b.csv, c.csv, d.csv and 2 more: people have bare names, as in a.csv,")


def test_logs_that_are_named_and_people_who_have_addresses_are_not(
    store: Settings, tmp_path: Path
) -> None:
    bare = written(tmp_path / "bare.csv", "1", "86")
    named = written(tmp_path / "named.csv", "1", "86")
    mail = written(tmp_path / "mail.csv", "ann@x.example", "bob@x.example")

    assert warnings(store, bare) == []
    assert warnings(store, named, log="hr") == []
    assert warnings(store, mail) == []


def test_a_second_log_that_counts_its_own_rows_is_told_once(
    store: Settings, tmp_path: Path
) -> None:
    for name, who in (("crm", "ann"), ("hr", "dan")):
        (tmp_path / f"{name}.csv").write_text(
            f"id,date,sender,recipient\n1,2026-01-05,{who}@x.example,bob@{name}.example\n"
        )
    crm, hr = (load_paths([tmp_path / name], store, NOW) for name in ("crm.csv", "hr.csv"))
    named = [
        load_paths([tmp_path / f"{name}.csv"], store, NOW, Way(log=name)) for name in ("crm", "hr")
    ]

    assert not any("numbers as ids" in line for line in crm.warnings)
    (line,) = (line for line in hr.warnings if "numbers as ids" in line)
    assert line.startswith("hr.csv: rows have bare numbers as ids, as in crm.csv, and one number")
    assert "--log NAME" in line
    assert not any("numbers as ids" in line for one in named for line in one.warnings)
    assert [one.total("new") for one in named] == [1, 1]
