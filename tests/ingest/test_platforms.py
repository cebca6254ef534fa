"""What holds for platforms: samples become what is written beside them, and nothing breaks it.

2,000 damaged samples and 30 seconds of guided search for each are in ``make proof``.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import source_for, source_named
from tests.ingest.gathered import file_at
from tests.ingest.mutated import few, guided, hold, many, mutations
from tests.ingest.sample_folder import Folder

NAMES = """discourse dynamics eloqua front github hubspot intercom linkedin mattermost meetup reddit
    rocketchat salesforce stackexchange telegram zoho""".split()  # noqa: SIM905
FOLDERS = [Folder(source_named(name), name) for name in NAMES]
FILES = [(folder, name) for folder in FOLDERS for name in folder.files]

each_file = pytest.mark.parametrize(
    ("platform", "name"), FILES, ids=[f"{platform.source.name}-{name}" for platform, name in FILES]
)
each = pytest.mark.parametrize(
    "platform", FOLDERS, ids=[platform.source.name for platform in FOLDERS]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("platforms")


@each_file
def test_a_sample_becomes_what_is_written_beside_it(
    platform: Folder, name: str, tmp_path: Path
) -> None:
    assert platform.said(name, tmp_path) == platform.expected(name)


@each_file
def test_it_is_recognised(platform: Folder, name: str) -> None:
    found = source_for(file_at(platform.path / name, name))

    assert found is not None
    assert found.name == platform.source.name


@each
@few
@given(data=st.data())
def test_no_damage_breaks_it(platform: Folder, folder: Path, data: st.DataObject) -> None:
    hold(
        platform.source,
        folder,
        data.draw(mutations(platform.samples)),
        survey=platform.survey(folder),
    )


@pytest.mark.proof
@each
@many
@given(data=st.data())
def test_thousands_of_damages_break_nothing(
    platform: Folder, folder: Path, data: st.DataObject
) -> None:
    hold(
        platform.source,
        folder,
        data.draw(mutations(platform.samples)),
        survey=platform.survey(folder),
    )


@pytest.mark.proof
@each
def test_a_guided_search_finds_nothing_that_breaks_it(platform: Folder, folder: Path) -> None:
    assert guided(platform.source, folder, platform.samples, seconds=30).tried > 100
