"""What every test may ask for."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from graph.connect import open_store
from graph.store import Store

ROOT = Path(__file__).resolve().parent.parent

# the same cases in every run: a suite that draws anew fails on somebody else's change
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")

STORES: dict[str, Callable[[Path], Store]] = {
    "duckdb": lambda folder: open_store(str(folder / "log.duckdb")),
}
"""Every kind of store, as an empty one in a folder; one line enrols another in all their tests."""


@pytest.fixture(params=STORES)
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Give an empty store each time it is called; the one given before is done with."""
    number = iter(range(1_000_000))

    def new() -> Store:
        folder = tmp_path / f"store-{next(number)}"
        folder.mkdir()
        return STORES[request.param](folder)

    return new


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """An empty store, of each kind there is."""
    return new_store()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; where it is missing the test is not run, and in CI it fails."""
    folder = Path(os.environ.get("TIELINE_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        message = f"no real data at {folder}: set TIELINE_SHARED to the folder that holds data/"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder
