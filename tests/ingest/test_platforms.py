"""What holds for every platform: samples become what is written beside them, once, in any order.

That nothing breaks a platform's source is held by `tests.ingest.test_damaged`.
"""

import json
from pathlib import Path

import pytest

from graph.connect import open_store
from ingest.load import LoadReport
from ingest.sources import source_for, source_named
from tests.ingest.gathered import file_at
from tests.ingest.others import OTHERS, others
from tests.ingest.platforms import LISTED, PLATFORMS, REAL, Counts
from tests.ingest.sample_folder import Folder, counts, loaded

FILES = [(folder, name) for folder in LISTED for name in folder.files]

each_file = pytest.mark.parametrize(
    ("platform", "name"), FILES, ids=[f"{platform.name}-{name}" for platform, name in FILES]
)

each_platform = pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)


def counted(report: LoadReport) -> Counts:
    """Give what a load counted; that it accounts for every record is held here."""
    corrected = report.total("corrected")
    found = Counts(*counts(report), report.interactions)
    assert found.read == found.new + found.known + corrected + found.rejected
    return found


def are_equal(folder: Path, *names: str) -> bool:
    """Whether stores hold the same, whatever the order in which it came."""
    return len({open_store(str(folder / f"{name}.duckdb")).digest() for name in names}) == 1


@each_file
def test_a_sample_becomes_what_is_written_beside_it(platform: Folder, name: str) -> None:
    assert platform.said(name) == platform.expected(name)


@each_file
def test_it_is_recognised(platform: Folder, name: str) -> None:
    found = source_for(file_at(platform.path / name, name))

    assert found is not None
    assert found.name == platform.source.name


@each_platform
def test_samples_load_whole_and_once_in_any_order(platform: Folder, tmp_path: Path) -> None:
    """At once, and every other file backwards, then all; each by itself in the proof."""
    folder = platform.copied(tmp_path)
    backwards = [folder / name for name in reversed(platform.files)]

    first = loaded(tmp_path, folder, log=platform.log)
    half, every = (
        loaded(tmp_path, *paths, log=platform.log, store="backwards")
        for paths in (backwards[::2], backwards)
    )

    assert counted(first) == PLATFORMS[platform]
    refused = [
        line
        for name in platform.files
        for line in platform.expected(name).split("\n")
        if line and "rejected" in json.loads(line)
    ]
    assert counted(first).rejected == counted(every).rejected == len(refused)
    assert counted(every).known + every.total("corrected") >= counted(half).new
    assert are_equal(tmp_path, "log", "backwards")


@pytest.mark.proof
@each_platform
def test_loaded_file_by_file_they_give_the_same_as_at_once(
    platform: Folder, tmp_path: Path
) -> None:
    folder = platform.copied(tmp_path)
    backwards = [folder / name for name in reversed(platform.files)]
    loaded(tmp_path, folder, log=platform.log)
    for path in reversed(backwards):
        loaded(tmp_path, path, log=platform.log, store="forwards")
    for path in backwards:
        loaded(tmp_path, path, log=platform.log, store="backwards")
    loaded(tmp_path, *backwards, log=platform.log, store="other")
    again = loaded(tmp_path, *backwards, log=platform.log)

    assert counted(again).new == again.total("corrected") == 0
    assert are_equal(tmp_path, "log", "forwards", "backwards", "other")


@pytest.mark.parametrize("source", OTHERS)
def test_what_only_looks_alike_is_left_to_others(source: str, tmp_path: Path) -> None:
    taken = []
    for name, text in others(source):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        taken += [text] if source_named(source).recognises(file_at(path)) else []

    assert taken == []


@each_platform
def test_what_of_its_samples_is_left_out_is_nobodys(platform: Folder) -> None:
    for name in platform.left_out:
        assert source_for(file_at(platform.path / name, name)) is None


@pytest.mark.parametrize("name", REAL)
def test_real_files_load_whole_and_once(name: str, tmp_path: Path, shared: Path) -> None:
    real = REAL[name]
    first, again = (loaded(tmp_path, shared / real.path) for _ in range(2))

    assert counted(first) == real.counts
    assert first.not_recognised == tuple(f"{real.path}/{one}" for one in real.left_out)
    assert counted(again).new == again.total("corrected") == 0
