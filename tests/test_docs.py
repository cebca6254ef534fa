"""The documentation says what the code does: nothing stale, nothing missing, every example runs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer

import graph.errors
from algorithms.measures import MEASURES
from api.app import create_app
from api.cli import app
from api.engine import Engine
from api.settings import Settings, settings
from docs.generate import BLOCKS, PICTURE, filled, picture
from docs.parity import BLOCKS as PARITY
from ingest.sources import SOURCES
from tests.conftest import ROOT
from tests.forked import tieline
from tests.made_demo import MadeDemo

DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = 900  # a machine may be busy: at a quiet one no example takes a quarter of a minute


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# -- generated pages ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_no_generated_part_is_stale(path: Path) -> None:
    text = path.read_text("utf-8")

    assert filled(text, BLOCKS) == text, f"{shown(path)} is stale; run: make docs"


def test_every_block_has_its_place() -> None:
    text = "\n".join(path.read_text("utf-8") for path in PAGES)
    places = re.findall(r"<!-- generated: (\w+) -->", text)

    assert sorted(places) == sorted({*BLOCKS, *PARITY, "data", "proof"})
    assert text.count("<!-- end of generated -->") == len(places)


def test_a_stale_part_would_be_noticed() -> None:
    old = "before\n<!-- generated: x -->\nold\n<!-- end of generated -->\nafter"
    new = "before\n<!-- generated: x -->\n\nnew\n\n<!-- end of generated -->\nafter"

    assert filled(old, {"x": lambda: "new"}) == new
    assert filled(new, {"x": lambda: "new"}) == new
    assert filled(old, {}) == old


# -- nothing missing ----------------------------------------------------------------------------


def test_every_command_is_documented_with_its_options() -> None:
    commands: Any = typer.main.get_command(app)
    text = page("cli.md")
    for name, command in commands.commands.items():
        section = text.partition(f"### tieline {name}\n")[2].partition("\n### ")[0]
        assert section, f"tieline {name} is not in docs/cli.md"
        assert "Example: `tieline" in section
        for one in command.params:
            spelled = one.opts[-1] if one.param_type_name == "option" else one.name.upper()
            assert f"{spelled}" in section, f"{spelled} of tieline {name} is not in docs/cli.md"


def test_every_option_says_what_it_is() -> None:
    commands: Any = typer.main.get_command(app)
    silent = [
        f"tieline {name} {one.opts[0]}"
        for name, command in commands.commands.items()
        for one in command.params
        if not one.help
    ]

    assert not silent


def test_every_setting_measure_source_and_error_is_documented() -> None:
    found = {
        "settings.md": list(Settings.model_fields),
        "measures.md": [measure.name for measure in MEASURES],
        "sources.md": [source.name for source in SOURCES],
        "errors.md": graph.errors.__all__,
    }
    missing = [
        f"{name} in {where}"
        for where, names in found.items()
        for name in names
        if f"`{name}`" not in page(where)
    ]

    assert not missing


def test_every_source_is_described_by_hand_too() -> None:
    by_hand = page("sources.md").partition("<!-- end of generated -->")[2]
    headings = " ".join(line for line in by_hand.splitlines() if line.startswith("## "))

    assert [source.name for source in SOURCES if f"`{source.name}`" not in headings] == []


def test_every_route_is_documented() -> None:
    document = create_app(Engine("none.duckdb", settings(environment={}))).openapi()
    text = page("http.md")
    routes = {
        f"### {method.upper()} {path}\n"
        for path, methods in document["paths"].items()
        for method in methods
    }

    assert routes
    assert {route for route in routes if route not in text} == set()


def test_every_exit_code_is_documented() -> None:
    codes = {getattr(graph.errors, name).exit_code for name in graph.errors.__all__}
    rows = re.findall(r"^\| (\d+) \|", page("errors.md"), re.MULTILINE)

    assert {str(code) for code in codes | {0, 3, 130}} <= set(rows)


def test_every_new_name_is_in_the_changelog() -> None:
    commands: Any = typer.main.get_command(app)
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("- ")]

    assert all(line.startswith("- `") for line in lines)
    assert [name for name in commands.commands if f"`tieline {name}`" not in text] == []


def test_the_first_six_files_are_there() -> None:
    text = page("architecture.md").partition("## Read these six files first")[2]
    files = re.findall(r"^\| `([\w/]+\.py)` \|", text, re.MULTILINE)
    lines = sum((ROOT / name).read_text("utf-8").count("\n") for name in files)

    assert len(files) == 6
    assert lines <= 1_300, "no longer a little over a thousand lines"


def test_tests_that_are_named_exist() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", page("reliability.md")))

    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()


# -- links --------------------------------------------------------------------------------------


def anchors(path: Path) -> list[str]:
    """The places of a page that can be linked to, as GitHub names them."""
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", one.lower()).strip().replace(" ", "-") for one in headings]


@pytest.mark.parametrize("path", [*PAGES, ROOT / "benchmarks" / "README.md"], ids=shown)
def test_no_link_is_dead(path: Path) -> None:
    dead = []
    for link in LINK.findall(path.read_text("utf-8")):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)

    assert not dead


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_no_two_headings_of_a_page_are_one_link(path: Path) -> None:
    found = anchors(path)

    assert [one for one in set(found) if found.count(one) > 1] == []


def test_nothing_of_one_machine_is_in_the_pages() -> None:
    text = "\n".join(path.read_text("utf-8") for path in PAGES)

    assert not re.findall(r"/(?:home|work|root|Users)/\w+", text)


# -- examples -----------------------------------------------------------------------------------


def blocks(path: Path, mark: str) -> Iterator[tuple[str, str]]:
    """The code blocks of a page that are marked to be run, with their language."""
    for language, marked, code in FENCE.findall(path.read_text("utf-8")):
        if marked == mark:
            yield language, code


def run(language: str, code: str, folder: Path, is_ended: bool = False, /, **variables: str) -> str:
    """Run one block as somebody who copies it would, and give what it says.

    One that ends its commands by signals has them as they are installed.
    """
    own = {key: value for key, value in os.environ.items() if not key.startswith("TIELINE_")}
    quick = () if is_ended else (tieline().parent,)
    places = (*quick, Path(sys.executable).parent, os.environ["PATH"])
    path = os.pathsep.join(map(str, places))
    done = subprocess.run(
        [sys.executable, "-c", code] if language == "python" else ["bash", "-euc", code],
        cwd=folder,
        env={**own, **variables, "PATH": path},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{code}\n{done.stdout}{done.stderr}"
    return done.stdout


def run_all(examples: list[tuple[str, str]], folder: Path, **variables: str) -> str:
    """Run blocks one after the other."""
    return "".join(run(language, code, folder, **variables) for language, code in examples)


@pytest.fixture(scope="module")
def demo(
    made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any]]:
    """A folder after the tutorial's first command, and the briefing that it printed."""
    folder = tmp_path_factory.mktemp("demo")
    assert list(blocks(DOCS / "tutorial.md", "demo")) == [("sh", "tieline demo --no-serve\n")]
    made_demo.copied(folder)
    return folder, made_demo.said


def test_the_picture_is_what_the_briefing_shows(demo: tuple[Path, dict[str, Any]]) -> None:
    recorded = PICTURE.read_text("utf-8")

    assert picture(demo[1]) == recorded, "run: python docs/generate.py --picture /tmp/demo"


LONGEST = (  # what more than half of the README's time goes to, here asked of a small store
    "tieline influencers --intervals --limit 5\n",
    "tieline communities --from 2026-03-01 --to 2026-09-01\n",
)
MOST = "tieline-demo/mail tieline-demo/calendar "  # what two thirds of a load's time go to


@pytest.fixture(scope="module")
def said(demo: tuple[Path, dict[str, Any]], made_demo: MadeDemo) -> dict[str, str]:
    """What the examples of the README and of the tutorial print, run side by side to save time.

    The tutorial loads the exports that its first command has loaded: here most of them are in its
    store already, and the proof below begins with none.
    """
    folder = demo[0]
    made_demo.copied_store(folder, ".state", ".snapshots")
    (folder / "readme").mkdir()
    (folder / "readme" / "tieline-demo").symlink_to(folder / "tieline-demo")
    marks = ("run", "jq") if shutil.which("jq") else ("run",)  # jq is the reader's own
    readme = [one for mark in marks for one in blocks(ROOT / "README.md", mark)]
    for line in LONGEST:
        assert sum(line in code for _, code in readme) == 1
        readme = [(language, code.replace(line, "")) for language, code in readme]
    examples = list(blocks(DOCS / "tutorial.md", "run"))
    tutorial = [(language, code.replace(MOST, "")) for language, code in examples]
    assert sum(one != other for one, other in zip(tutorial, examples, strict=True)) == 1
    store = {"TIELINE_STORE": "tieline-demo/tieline.duckdb"}
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(run_all, readme, folder / "readme", **store)
        second = pool.submit(run_all, tutorial, folder)
        return {"readme": first.result(), "tutorial": second.result()}


def test_the_examples_of_the_readme_run(
    demo: tuple[Path, dict[str, Any]], said: dict[str, str]
) -> None:
    assert "hallgrim-byggverk.example" in said["readme"]
    assert (demo[0] / "readme" / "june.csv").read_text("utf-8").startswith("rank,")


def test_the_examples_that_take_longest_run_on_a_small_store(tmp_path: Path) -> None:
    rows = [
        f"{a}@x.example,{b}@y.example,2026-0{month}-{day:02} 09:00:00"
        for month in range(1, 9)
        for day in (3, 11, 20)
        for a, b in ("ab", "cd", "ef", "gh", "ij")
    ]
    (tmp_path / "log.csv").write_text("\n".join(["sender,recipient,date", *rows]))
    run("sh", "tieline load log.csv --quiet", tmp_path)
    said = [run("sh", line, tmp_path) for line in LONGEST]

    assert "Who carries weight (ranks: 90 % intervals)" in said[0]
    assert said[1].count("continued") == 5  # five pairs, none of whom knows another


def test_the_examples_of_the_tutorial_run(
    demo: tuple[Path, dict[str, Any]], said: dict[str, str]
) -> None:
    assert "Ngozi Lindgren" in said["tutorial"]
    assert (demo[0] / "weakening.csv").read_text("utf-8").startswith("rank,")


@pytest.mark.proof
def test_the_examples_of_the_tutorial_run_from_an_empty_store(
    made_demo: MadeDemo, tmp_path: Path
) -> None:
    made_demo.copied(tmp_path)

    assert "Ngozi Lindgren" in run_all(list(blocks(DOCS / "tutorial.md", "run")), tmp_path)


@pytest.mark.proof
def test_the_examples_that_take_long_run(demo: tuple[Path, dict[str, Any]]) -> None:
    """The back-test of the README, and those that the suite asks of a small store."""
    (example,) = blocks(ROOT / "README.md", "long")
    store = {"TIELINE_STORE": "tieline-demo/tieline.duckdb"}

    assert "days since last" in run(*example, demo[0], **store)
    for line in LONGEST:
        assert run("sh", line, demo[0], **store)


def requests(path: Path) -> Iterator[urllib.request.Request]:
    """What the curl commands of a page ask, of a server at its usual place."""
    for _, code in blocks(path, "server"):
        for command in code.replace("\\\n", " ").splitlines():
            words = shlex.split(command)
            assert words[:2] == ["curl", "-s"]
            given = dict(pairwise(words))
            body = given.get("-d")
            yield urllib.request.Request(  # noqa: S310 - the pages are ours
                next(word for word in words if word.startswith("http://")),
                data=None if body is None else body.encode(),
                headers=dict([given["-H"].split(": ")]) if "-H" in given else {},
                method=given.get("-X", "GET"),
            )


@pytest.fixture(scope="module")
def address(demo: tuple[Path, dict[str, Any]]) -> Iterator[str]:
    """Where a server answers from the demo."""
    store = str(demo[0] / "tieline-demo" / "tieline.duckdb")
    server = subprocess.Popen(
        [Path(sys.executable).with_name("tieline"), "serve", "--port", "0", "--store", store],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        address = re.search(r"127\.0\.0\.1:\d+", server.stderr.readline())
        assert address is not None
        yield address[0]
    finally:
        server.terminate()
        server.communicate(timeout=SECONDS)


@pytest.mark.parametrize("path", [ROOT / "README.md", DOCS / "http.md"], ids=shown)
def test_the_examples_of_http_are_answered(address: str, path: Path) -> None:
    asked = list(requests(path))
    assert asked
    for request in asked:
        request.host = address
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            assert answer.status in (200, 202)
