"""Systems that no source knows are loaded by a mapping: the examples of docs/mappings.md."""

import gzip
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from graph.connect import open_store
from graph.errors import BadMapping
from ingest.files.left_out import left_out
from ingest.load import LoadReport, load
from ingest.mapping import read_mapping
from ingest.source import Reading
from ingest.sources import source_for
from ingest.table.source import explain
from tests.conftest import ROOT
from tests.ingest.tables import CLOCK, TableFound, table_at, table_file, table_read

EXAMPLES = ROOT / "docs" / "examples"
READING = Reading(clock=CLOCK)
SAMPLES = ("oracle-sales-activities", "sap-activities", "home-made")


def example(name: str) -> TableFound:
    return table_read(table_at(EXAMPLES / f"{name}.csv"), EXAMPLES / f"{name}.toml")


def loaded(name: str, store: Path) -> LoadReport:
    reading = Reading(clock=CLOCK, mapping=EXAMPLES / f"{name}.toml")
    return load([EXAMPLES / f"{name}.csv"], open_store(str(store)), reading, source_name="table")


def kinds(found: TableFound) -> str:
    """Count kinds in words, as the page does: 1 call, 3 meetings."""
    of_each = {row["key"]: row["kind"] for row in found.rows}
    order = ("email", "call", "meeting")
    counts = Counter(of_each.values())
    assert set(counts) <= set(order)
    return ", ".join(
        f"{counts[kind]} {kind}{'s' if counts[kind] > 1 else ''}" for kind in order if counts[kind]
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_states_what_becomes_of_each_sample(name: str, tmp_path: Path) -> None:
    first, again = (loaded(name, tmp_path / "log.duckdb") for _ in range(2))
    figures = (
        *(first.total(count) for count in ("read", "new", "rejected")),
        *(first.interactions, first.people, kinds(example(name))),
    )

    assert f"| `{name}` | {' | '.join(map(str, figures))} |" in (
        (ROOT / "docs" / "mappings.md").read_text("utf-8")
    )
    assert (again.total("new"), again.total("known")) == (0, first.total("new"))


@pytest.mark.parametrize("name", SAMPLES)
def test_without_its_mapping_none_of_them_is_guessed_at(name: str) -> None:
    assert source_for(table_at(EXAMPLES / f"{name}.csv")) is None


def test_an_oracle_meeting_with_two_contacts_is_one_and_a_due_date_none() -> None:
    found = example("oracle-sales-activities")
    first, second = found.rows[:2]

    assert first["key"] == second["key"]
    assert {first["receiver"], second["receiver"]} == {
        "email:m.oldfield@dairy.example",
        "email:j.marsh@dairy.example",
    }
    assert [(one.place, one.reason.partition(",")[0]) for one in found.rejected] == [
        ("oracle-sales-activities.csv:5", "the date is empty")
    ]


def test_sap_dates_are_of_the_zone_and_durations_in_minutes() -> None:
    rows = example("sap-activities").rows

    assert [row["at"] for row in rows[:2]] == ["2026-02-05T07:15:00Z", "2026-02-12T09:00:00Z"]
    assert [row["duration"] for row in rows] == [
        minutes and minutes * 60_000_000 for minutes in (12, 60, None, 180, 4)
    ]
    assert rows[3]["receiver"] == "phone:+498955501234"


def test_a_list_kept_by_hand_has_one_sender_and_refuses_what_it_cannot_know() -> None:
    found = example("home-made")

    assert {row["sender"] for row in found.rows} == {"email:nadia@own.example"}
    assert found.rows[0]["at"] == "2026-01-12T08:00:00Z"  # 9:00 in Warsaw
    assert [(one.place, one.found) for one in found.rejected] == [
        ("home-made.csv:7", "2026-02-30 10:00"),
        ("home-made.csv:8", "fax"),
    ]


def test_a_mapping_that_is_not_there_is_told_with_how_to_begin_one(tmp_path: Path) -> None:
    with pytest.raises(BadMapping) as told:
        read_mapping(tmp_path / "crm.toml")

    assert str(told.value) == (
        f"{tmp_path / 'crm.toml'} does not exist; tieline load FILE --explain begins a mapping"
    )


def test_of_ties_without_dates_every_message_says_what_is_missing(tmp_path: Path) -> None:
    """As the pairs of email-Eu-core: two columns, who wrote to whom at some time."""
    bare = table_file(tmp_path, "5 6\n0 1\n2 3\n2 4\n", "pairs.txt")
    mapping = tmp_path / "pairs.toml"
    mapping.write_text("[columns]\nsender = 1\nreceiver = 2\n")

    assert "too few for who, whom and the date, which a contact has" in left_out(bare).reason
    assert "add a column with the day on which each row was true" in explain(
        bare, READING, bare.path
    )
    with pytest.raises(BadMapping, match="add one with the day on which each row was true"):
        table_read(bare, mapping)


def test_ties_without_dates_are_loaded_once_they_have_a_day_as_the_page_says(
    tmp_path: Path,
) -> None:
    lines = (ROOT / "docs" / "mappings.md").read_text("utf-8").splitlines()
    command = next(line for line in lines if "zcat email-Eu-core.txt.gz" in line)
    (tmp_path / "email-Eu-core.txt.gz").write_bytes(gzip.compress(b"0 1\n2 3\n2 4\n"))
    subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True)

    found = table_read(table_at(tmp_path / "dated.csv"))

    assert found.ties == [("0", "1"), ("2", "3"), ("2", "4")]
    assert found.rejected == []
