"""Real logs with the mappings that ship as examples; the numbers are those of their READMEs."""

import gzip
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ingest.source import File, Reading
from ingest.table.source import Table, explain
from tests.conftest import ROOT
from tests.ingest.tables import CLOCK, TableFound, table_at, table_read

EXAMPLES = ROOT / "docs" / "examples"


def unpacked(path: Path, folder: Path) -> File:
    plain = folder / path.stem
    with gzip.open(path) as packed, plain.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return table_at(plain)


def read(shared: Path, tmp_path: Path, name: str, mapping: str | None) -> TableFound:
    file = unpacked(shared / name, tmp_path)
    return table_read(file, EXAMPLES / mapping if mapping else None)


def test_manufacturing_mail_grouped_by_sender_and_second(shared: Path, tmp_path: Path) -> None:
    name = "manufacturing-email/communication.csv.gz"
    found = read(shared, tmp_path, name, "manufacturing-email.toml")
    assert (found.read, len(found.rows), found.rejected) == (82_927, 82_927, [])
    assert len(set(found.keys)) == 58_463
    assert sum(sender == receiver for sender, receiver in found.ties) == 51
    alike = [(row["key"], row["receiver"]) for row in found.rows]
    assert len(alike) - len(set(alike)) == 313  # known, where the store meets them again
    assert len({name for tie in found.ties for name in tie}) == 167
    assert min(row["at"] for row in found.rows) == "2010-01-02T16:40:10Z"  # 17:40:10 in Warsaw
    assert {row["kind"] for row in found.rows} == {"email"}
    assert found.warnings == []


def test_manufacturing_mail_is_recognised_and_its_zone_asked_for(
    shared: Path, tmp_path: Path
) -> None:
    file = unpacked(shared / "manufacturing-email/communication.csv.gz", tmp_path)
    assert Table().recognises(file)
    found = table_read(file)
    assert len(set(found.keys)) == 82_927  # without a mapping every row is an interaction
    assert len(found.warnings) == 1
    assert "read as UTC" in found.warnings[0]
    assert table_read(file, zone=ZoneInfo("Europe/Warsaw")).warnings == []


@pytest.mark.parametrize("mapping", [None, "college-messages.toml"])
def test_college_messages(shared: Path, tmp_path: Path, mapping: str | None) -> None:
    found = read(shared, tmp_path, "collegemsg/CollegeMsg.txt.gz", mapping)
    assert (found.read, len(set(found.keys)), found.rejected) == (59_835, 59_835, [])
    assert len(set(found.ties)) == 20_296
    assert len({name for tie in found.ties for name in tie}) == 1_899
    times = [row["at"] for row in found.rows]
    assert (times[0], times[-1]) == ("2004-04-15T14:56:01Z", "2004-10-26T07:52:22Z")


@pytest.mark.parametrize("mapping", [None, "dnc-email.toml"])
def test_dnc_mail(shared: Path, tmp_path: Path, mapping: str | None) -> None:
    found = read(shared, tmp_path, "dnc-email/dnc-temporalGraph.tsv.gz", mapping)
    assert (found.read, len(set(found.keys)), found.rejected) == (39_264, 39_264, [])
    assert sum(sender == receiver for sender, receiver in found.ties) == 1_843
    assert len({name for tie in found.ties for name in tie}) == 1_891
    assert len(set(found.ties)) == 5_598


def test_high_school_contacts_tie_both_ways(shared: Path, tmp_path: Path) -> None:
    name = "sp-highschool-2013/HighSchool2013_proximity_net.csv.gz"
    found = read(shared, tmp_path, name, "high-school-contacts.toml")
    assert (found.read, len(set(found.keys)), found.rejected) == (188_508, 188_508, [])
    assert len(set(found.ties)) == 5_818
    assert all(receiver and sender < receiver for sender, receiver in set(found.ties))
    times = sorted(row["at"] for row in found.rows)
    assert (times[0], times[-1]) == ("2013-12-02T11:00:20Z", "2013-12-06T15:59:40Z")


def test_workplace_contacts_have_a_clock_that_starts_at_zero(shared: Path, tmp_path: Path) -> None:
    found = read(shared, tmp_path, "sp-workplace-2013/tij_InVS.dat.gz", "workplace-contacts.toml")
    assert (found.read, len(set(found.keys)), found.rejected) == (9_827, 9_827, [])
    assert len(set(found.ties)) == 755
    assert found.rows[0]["at"] == "2013-06-24T06:00:20Z"  # 28,820 s after midnight in Paris


@pytest.mark.parametrize(
    "name",
    [
        "manufacturing-email/communication.csv.gz",
        "collegemsg/CollegeMsg.txt.gz",
        "dnc-email/dnc-temporalGraph.tsv.gz",
        "sp-workplace-2013/tij_InVS.dat.gz",
        "higgs-twitter/higgs-activity_time.txt.gz",
        "bitcoin-otc/soc-sign-bitcoinotc.csv.gz",
    ],
)
def test_what_is_explained_can_be_loaded_as_it_is(shared: Path, tmp_path: Path, name: str) -> None:
    file = unpacked(shared / name, tmp_path)
    short = File(file.path.with_name("short.csv"), "short.csv", file.head)
    short.path.write_bytes(file.head[: file.head.rindex(b"\n") + 1])
    text = explain(short, Reading(clock=CLOCK, folder=tmp_path), short.path)
    found = table_read(short, text)
    assert found.read == len(found.rows) > 2_000
