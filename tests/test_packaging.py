"""The package: what is built is whole, holds nothing else, and works outside the checkout."""

import ast
import json
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from email import message_from_bytes
from email.message import Message
from importlib.metadata import files
from pathlib import Path

import pytest

from tests.modules import PACKAGES, ROOT, modules

VERSION = "0.1.0"
INFO = f"tieline-{VERSION}.dist-info"
MINUTE = 60  # seconds


def call(*command: str | Path, folder: Path, seconds: int = 3 * MINUTE) -> str:
    """Run a command without what the environment says about Python or tieline."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("TIELINE_", "PYTHON"))}
    done = subprocess.run(
        command,
        cwd=folder,
        env=own,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--outdir", folder, ROOT, folder=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        return message_from_bytes(archive.read(f"{INFO}/METADATA"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it, and nothing of the checkout.

    Its libraries are those of the environment that runs the tests, on a path of their own: fetching
    200 MB again would prove nothing about the wheel. Whether it asks for all the libraries that it
    needs is told by `test_what_is_imported_is_asked_for`, and by the proof below. The checkout
    itself stays out: a path named in a ``.pth`` file is not searched for further ``.pth`` files.
    """
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    where = call(python, "-c", "import site; print(site.getsitepackages()[0])", folder=folder)
    here = call(
        sys.executable, "-c", "import site; print(site.getsitepackages()[0])", folder=folder
    )
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    call(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, folder=folder)
    Path(where.strip(), "libraries.pth").write_text(here)
    return folder / "bin"


def modules_of(library: str) -> set[str]:
    """What a library that is installed is imported as."""
    return {path.parts[0].partition(".")[0] for path in files(library) or ()}


def without_network() -> tuple[str, ...]:
    """A prefix that cuts a command off from every network, where the system has one."""
    cut = ("unshare", "--map-root-user", "--net")
    try:
        subprocess.run([*cut, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return ()
    return cut


# -- what is in it ------------------------------------------------------------------------------


def test_the_wheel_holds_the_four_packages_and_the_facade(names: list[str]) -> None:
    assert {name.partition("/")[0] for name in names} == {*PACKAGES, "tieline.py", INFO}


def test_the_wheel_holds_every_file_of_the_packages(names: list[str]) -> None:
    own = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    words = ("common_names", "east_asian_names", "given_names", "nicknames")
    data = {
        "graph/people/freemail.txt",
        "graph/people/no_names.txt",
        "ingest/text/alphabets.txt",
        *(f"algorithms/names/{name}.txt" for name in words),
    }
    data |= {f"{package}/py.typed" for package in PACKAGES}
    data |= {name for name in own if name.startswith("api/queries/")}
    found = {name for name in names if not name.startswith(INFO)}

    assert found == own | {"tieline.py"}
    assert {name for name in found if not name.endswith(".py")} == data


def test_the_wheel_carries_its_licence_and_its_command(wheel: Path, names: list[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        licence = archive.read(f"{INFO}/licenses/LICENSE").decode()
        command = archive.read(f"{INFO}/entry_points.txt").decode()

    assert licence == (ROOT / "LICENSE").read_text("utf-8")
    assert "tieline = api.cli:run" in command
    assert not [name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))]


def test_the_metadata_says_what_it_is(metadata: Message) -> None:
    assert metadata["Version"] == VERSION
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert f"## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_source_distribution_can_be_read_and_built(built: Path) -> None:
    (found,) = built.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        top = {Path(name).parts[1] for name in archive.getnames() if "/" in name}

    assert {*PACKAGES, "tieline.py", "pyproject.toml", "README.md", "LICENSE"} <= top
    assert not top & {".venv", "tests", "docs", ".git", ".cache"}


def test_what_is_imported_is_asked_for(metadata: Message) -> None:
    """Every library that the code imports is a declared one, and every declared one is imported."""
    asked = {
        re.split(r"[<>=!~ ;\[]", one)[0].lower() for one in metadata.get_all("Requires-Dist", [])
    }
    imported = set()
    for module in modules():
        for found in ast.walk(module.tree):
            if isinstance(found, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in found.names}
            elif isinstance(found, ast.ImportFrom) and found.module:
                imported.add(found.module.partition(".")[0])
    imported -= {*sys.stdlib_module_names, *PACKAGES, "tieline"}
    given = {name: modules_of(name) for name in {*asked, "starlette"}}

    # starlette is what FastAPI is made of
    assert imported - set[str]().union(*given.values()) == set()
    # read by the standard library; makes the driver quicker where it is
    needed = {name for name in asked if given[name] & imported}
    assert asked - needed - {"tzdata", "neo4j-rust-ext"} == set()


# -- that it works ------------------------------------------------------------------------------


def test_the_installed_command_says_its_version(installed: Path, tmp_path: Path) -> None:
    assert call(installed / "tieline", "--version", folder=tmp_path) == f"tieline {VERSION}\n"


def test_the_installed_packages_are_not_those_of_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    code = "\n".join(f"import {name}; print({name}.__file__)" for name in (*PACKAGES, "tieline"))
    files = call(installed / "python", "-c", code, folder=tmp_path).split()

    assert all(Path(file).is_relative_to(installed.parent) for file in files)


def test_it_loads_and_answers_outside_the_checkout_and_without_a_network(
    installed: Path, tmp_path: Path
) -> None:
    """What the demo is made of is told by the files of the wheel, and by the proof below."""
    own, theirs = "ann@own.example", "bob@x.example"
    rows = [
        f"{a},{b},2026-0{month}-{day:02}T10:00:00Z,I am glad that the price holds"
        for month in range(1, 7)
        for day in range(1, 28, 3)
        for a, b in ((own, theirs), (theirs, own))
    ]
    (tmp_path / "log.csv").write_text("\n".join(["sender,receiver,at,text", *rows]))
    cut = without_network()
    call(*cut, installed / "tieline", "load", "log.csv", "--quiet", folder=tmp_path)
    said = call(*cut, installed / "tieline", "briefing", "--json", folder=tmp_path)
    found = json.loads(said)

    assert {one["person"]["identity"] for one in found["influencers"]} == {
        f"email:{own}", f"email:{theirs}",
    }  # fmt: skip
    assert found["summary"]["interactions"] == len(rows) == 108


@pytest.mark.proof
def test_the_demo_runs_outside_the_checkout_and_without_a_network(
    installed: Path, tmp_path: Path
) -> None:
    demo = (installed / "tieline", "demo", "--no-serve", "--json", "--quiet")
    briefing = json.loads(call(*without_network(), *demo, folder=tmp_path))

    assert briefing["load"]["rejected"] == 0
    assert briefing["load"]["failed"] == []
    assert briefing["influencers"]
    assert [path.name for path in tmp_path.iterdir()] == ["tieline-demo"]


@pytest.mark.proof
def test_the_wheel_brings_its_libraries_along(wheel: Path, tmp_path: Path) -> None:
    """Into an empty environment, everything fetched from the package registry."""
    venv.create(tmp_path / "empty", with_pip=True)
    fresh = tmp_path / "empty" / "bin"
    call(fresh / "pip", "install", "--quiet", wheel, folder=tmp_path, seconds=15 * MINUTE)
    said = call(fresh / "tieline", "demo", "--no-serve", "--json", "--quiet", folder=tmp_path)

    assert json.loads(said)["load"]["rejected"] == 0
