"""No damage to a file breaks the source that reads it, whichever it is.

2,000 damaged samples and 30 seconds of guided search for each source are in ``make proof``.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources import SOURCES
from tests.ingest.held import guided, hold
from tests.ingest.mutated import few, many, mutations, spoiled
from tests.ingest.platforms import DAMAGED
from tests.ingest.sample_folder import Folder

some = settings(few, max_examples=25)
each = pytest.mark.parametrize(
    "samples", DAMAGED, ids=[f"{one.name}-{one.source.name}" for one in DAMAGED]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


def held(samples: Folder, folder: Path, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from(samples.ways))
    hold(samples.source, folder, data.draw(mutations(samples.samples)), **way)


def test_every_source_is_held_to_it() -> None:
    assert {one.source.name for one in DAMAGED} == {source.name for source in SOURCES}


@each
@some
@given(data=st.data())
def test_no_damage_breaks_it(samples: Folder, folder: Path, data: st.DataObject) -> None:
    held(samples, folder, data)


@pytest.mark.proof
@each
@many
@given(data=st.data())
def test_two_thousand_damages_break_nothing(
    samples: Folder, folder: Path, data: st.DataObject
) -> None:
    held(samples, folder, data)


@each
@pytest.mark.parametrize("every", [50, pytest.param(1, marks=pytest.mark.proof)])
def test_no_text_that_is_half_a_character_breaks_it(
    samples: Folder, folder: Path, every: int
) -> None:
    for name, data in samples.samples:
        for one in spoiled(data, every):
            hold(samples.source, folder, (name, one), **samples.ways[0])


@pytest.mark.proof
@each
def test_a_guided_search_finds_nothing_that_breaks_it(samples: Folder, folder: Path) -> None:
    found = guided(samples.source, folder, samples.samples, ways=samples.ways, seconds=30)

    assert found.tried > 100
