"""The image: what its Dockerfile promises, and its steps run without a container engine."""

import contextlib
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.dockerfile import Image, Step, built, stages
from tests.services import COMPOSE, PASSWORD, composed

OWNER = "10001:10001"
SECONDS = 180  # that a server may take to answer on a busy machine


@pytest.fixture
def services() -> dict[str, Any]:
    return composed({"NEO4J_PASSWORD": PASSWORD})


# -- Dockerfile ---------------------------------------------------------------------------------


def test_the_base_is_one_exact_version() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")

    assert re.search(r"^ARG PYTHON=3\.\d+\.\d+-slim-\w+$", text, re.MULTILINE)
    assert [steps[0].text for steps in stages()] == [
        "python:${PYTHON} AS build",
        "python:${PYTHON}",
    ]


def test_no_host_and_no_secret_is_written_down() -> None:
    text = "".join((ROOT / name).read_text("utf-8") for name in ("Dockerfile", ".dockerignore"))

    assert "://" not in text
    assert not re.search(r"password=|token|index-url|--trusted", text, re.IGNORECASE)
    hosts = re.findall(r"\w+://([^:/]+)", COMPOSE.read_text("utf-8"))
    assert set(hosts) == {"127.0.0.1"}
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_builder_is_sent_what_it_copies_and_no_more() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    first, *rules = [line for line in lines if not line.startswith("#")]
    sent = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = [step.words[:-1] for step in stages()[0] if step.keyword == "COPY"]

    assert first == "*"
    assert set(rules) - {f"!{name}" for name in sent} == {"**/__pycache__"}
    assert sent == {name for names in copied for name in names}


def test_the_image_is_not_run_by_root() -> None:
    user = {step.keyword: step for step in stages()[-1]}["USER"]
    (home,) = [step for step in stages()[-1] if "chown" in step.flags]

    assert user.text == home.flags["chown"] == OWNER


# -- its steps, run -----------------------------------------------------------------------------


@contextlib.contextmanager
def folder_for_all() -> Iterator[Path]:
    """A folder whose path is as short and as open as that of an image."""
    root = Path(tempfile.mkdtemp(prefix="tieline-image-"))
    root.chmod(0o755)
    try:
        yield root
    finally:
        removed(root)


def removed(folder: Path) -> None:
    """Remove a folder, into which a process that is ending may still write bytecode."""
    until = time.monotonic() + SECONDS
    while folder.exists():
        try:
            shutil.rmtree(folder)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """The image, with the libraries of the environment that runs the tests on a path of their own.

    Whether the wheel asks for all that it needs is told by `tests/test_packaging.py`, and below
    by a proof in which everything is fetched.
    """
    with folder_for_all() as root:
        image = built(root, libraries=False)
        where = "import site; print(site.getsitepackages()[0])"
        here = subprocess.check_output([sys.executable, "-c", where], text=True)
        there = image.run("python", "-c", where).stdout.strip()
        Path(there, "libraries.pth").write_text(here)
        yield image


def of_nobody() -> tuple[str, ...]:
    """A prefix that gives a command the image's user number, nameless, where that can be."""
    cut = ("unshare", "--user", "--map-user=10001", "--map-group=10001")
    able = (
        shutil.which("unshare")
        and not subprocess.run([*cut, "true"], capture_output=True, check=False).returncode
    )
    return cut if able else ()


@contextlib.contextmanager
def started(image: Image, variables: Mapping[str, str]) -> Iterator[str]:
    """Start the image's own command; gives its address once its own health check is content."""
    words = [*of_nobody(), *image.steps["ENTRYPOINT"].words, *image.steps["CMD"].words]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    own = dict(variables) | {"TIELINE_PORT": port}
    check = health_check(image.steps["HEALTHCHECK"])
    assert image.run(*check, variables=own).returncode == 1, "content before anything runs"
    with (image.root / "log").open("wb") as log:
        server = subprocess.Popen(
            words, cwd=image.folder, env=image.environment | own, stdout=log, stderr=log
        )
        try:
            until = time.monotonic() + SECONDS
            while not listens(int(port)) and server.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
            while image.run(*check, variables=own).returncode:
                told = (image.root / "log").read_text("utf-8")
                assert server.poll() is None, told
                assert time.monotonic() < until, told
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(SECONDS)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def health_check(step: Step) -> list[str]:
    keyword, _, command = step.text.partition(" ")
    assert keyword == "CMD"
    return [str(word) for word in json.loads(command)]


def asked(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - an address of ours
        found: dict[str, Any] = json.load(answer)
    return found


def test_both_health_checks_of_tieline_are_one(services: dict[str, Any]) -> None:
    kind, *words = services["tieline"]["healthcheck"]["test"]
    (step,) = [step for step in stages()[-1] if step.keyword == "HEALTHCHECK"]

    assert [kind, *words] == ["CMD", *health_check(step)]


def test_the_command_of_the_image_is_that_of_the_wheel(image: Image) -> None:
    done = image.run(*image.steps["ENTRYPOINT"].words, "--help")
    where = image.run("python", "-c", "import api; print(api.__file__)")

    assert "Usage: tieline" in done.stdout
    assert where.stdout.startswith(f"{image.root}/opt/tieline/")
    assert not (image.root / "opt" / "tieline" / "bin" / "pip").exists()


def test_the_image_serves_and_its_health_check_notices(image: Image) -> None:
    before = files(image.root)
    with started(image, {}) as address:
        live = asked(f"{address}/livez")

    assert live["status"] == "live"
    changed = {path for path in files(image.root) - before if "home/tieline/" not in path}
    assert changed <= {"log"}  # the test's own: the rest may be read-only


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_the_image_listens_to_nobody_else(image: Image) -> None:
    done = image.run("tieline", "serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104 - refused

    assert done.returncode == 5
    assert "127.0.0.1" in done.stderr


@pytest.mark.neo4j
def test_the_image_serves_what_is_in_neo4j(
    image: Image, services: dict[str, Any], empty_neo4j: Callable[[], str]
) -> None:
    """With the environment of the services; the server of the tests lets any password in."""
    place = empty_neo4j().partition("://")[2]
    own = services["tieline"]["environment"] | {"TIELINE_STORE": f"neo4j://{place}"}
    log = image.folder / "log.csv"
    log.write_text(
        "sender,receiver,at\n"
        "ann@x.example,bob@x.example,2026-03-01T09:00:00Z\n"
        "ann@x.example,bob@x.example,some day\n"  # what is rejected is kept outside the database
    )
    loaded = image.run("tieline", "load", log.name, "--json", variables=own)
    with started(image, own) as address:
        found = asked(f"{address}/api/v1/influencers")

    assert loaded.returncode == 3, loaded.stderr
    assert {one["person"]["identity"] for one in found["items"]} == {
        "email:ann@x.example",
        "email:bob@x.example",
    }
    assert list(image.folder.glob(".cache/tieline/neo4j-*/snapshots"))
    assert list(image.folder.glob(".local/state/tieline/neo4j-*.state"))


@pytest.mark.proof
def test_the_image_is_whole_with_what_the_registry_gives() -> None:
    """Every line of the Dockerfile as it stands, everything fetched."""
    with folder_for_all() as root:
        image = built(root)
        with started(image, {}) as address:
            assert asked(f"{address}/livez")["status"] == "live"
