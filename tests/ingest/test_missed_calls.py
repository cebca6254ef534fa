"""A missed call is less than a call, from every system that says which were missed."""

import shutil
from pathlib import Path

import pytest

from algorithms.weighing.table import DEFAULT_WEIGHTS
from tests.ingest.sample_folder import SAMPLES
from tests.ingest.ties_of import contacts_of

MISSED = DEFAULT_WEIGHTS["missed call"]


@pytest.mark.parametrize(
    ("sample", "log"),
    [
        ("zoho", None), ("hubspot", None), ("salesforce", None), ("telegram/result.json", None),
        ("calls/phone.csv", "ann"), ("calls/calls.xml", "ann"), ("calls/system.csv", None),
    ],
)  # fmt: skip
def test_the_one_call_of_a_sample_that_was_missed_counts_as_such(
    sample: str, log: str | None, tmp_path: Path
) -> None:
    path = SAMPLES / sample
    if path.is_dir():
        hand_made = shutil.ignore_patterns("*.expected")
        path = Path(shutil.copytree(path, tmp_path / "export", ignore=hand_made))
    found = contacts_of(tmp_path / "log.duckdb", path, log=log)
    calls = [one.weight for one in found if one.kind == "call" and one.size == 1]

    assert calls.count(MISSED) == 1, calls
    assert all(weight >= MISSED for weight in calls)
    assert max(calls) > MISSED, "the others were answered"
