"""What holds for every CRM: its samples become what is written beside them, and nothing breaks it.

2,000 damaged samples and 30 seconds of guided search for each are in ``make proof``.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dynamics import Dynamics
from ingest.eloqua import Eloqua
from ingest.hubspot import HubSpot
from ingest.salesforce import Salesforce
from ingest.sources import source_for
from ingest.zoho import Zoho
from tests.ingest.crm import Folder
from tests.ingest.gathered import file_at
from tests.ingest.mutated import few, guided, hold, many, mutations

SOURCES = (Dynamics(), Eloqua(), HubSpot(), Salesforce(), Zoho())
FOLDERS = [Folder(source, source.name) for source in SOURCES]
FILES = [(folder, name) for folder in FOLDERS for name in folder.files]

each_file = pytest.mark.parametrize(
    ("crm", "name"), FILES, ids=[f"{crm.source.name}-{name}" for crm, name in FILES]
)
each_crm = pytest.mark.parametrize("crm", FOLDERS, ids=[crm.source.name for crm in FOLDERS])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("crm")


@each_file
def test_a_sample_becomes_what_is_written_beside_it(crm: Folder, name: str, tmp_path: Path) -> None:
    assert crm.said(name, tmp_path) == crm.expected(name)


@each_file
def test_it_is_recognised(crm: Folder, name: str) -> None:
    found = source_for(file_at(crm.path / name, name))

    assert found is not None
    assert found.name == crm.source.name


@each_crm
@few
@given(data=st.data())
def test_no_damage_breaks_it(crm: Folder, folder: Path, data: st.DataObject) -> None:
    hold(crm.source, folder, data.draw(mutations(crm.samples)), survey=crm.survey(folder))


@pytest.mark.proof
@each_crm
@many
@given(data=st.data())
def test_thousands_of_damages_break_nothing(crm: Folder, folder: Path, data: st.DataObject) -> None:
    hold(crm.source, folder, data.draw(mutations(crm.samples)), survey=crm.survey(folder))


@pytest.mark.proof
@each_crm
def test_a_guided_search_finds_nothing_that_breaks_it(crm: Folder, folder: Path) -> None:
    assert guided(crm.source, folder, crm.samples, seconds=30).tried > 100
