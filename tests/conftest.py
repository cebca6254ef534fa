"""What every test may ask for."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
