"""What tests of the API share: a company that is loaded and refreshed once."""

import shutil
from pathlib import Path

import pytest

from api.engine import Engine
from tests.api.http_world import add, company, engine_of


@pytest.fixture(scope="session")
def kept_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with its snapshots; tests work on copies."""
    folder = tmp_path_factory.mktemp("company")
    made = engine_of(folder)
    add(made, company())
    made.refresh()
    return folder


@pytest.fixture(scope="module")
def engine(kept_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine on a company of the module's own."""
    folder = tmp_path_factory.mktemp("engine") / "copy"
    shutil.copytree(kept_company, folder)
    return engine_of(folder)
