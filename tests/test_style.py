"""The style that every file of ours keeps: small files, nothing left over, measures explained."""

import ast
import re
import statistics
import sys
from functools import cache

import pytest

from algorithms.measures import INFLUENCE, MEASURES, PERSONALISED, Measure
from tests.conftest import LONG
from tests.modules import PACKAGES, ROOT, modules, public_names, words

MOST_LINES = 500
MEDIAN_LINES = 130  # about a hundred: a file is read at one go
LEFT_OVER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
PREFIXES = {"get", "compute", "calculate", "process", "handle", "do", "perform"}

# Words of other libraries' interfaces, where our own word would be wrong.
THEIRS = {
    "connection": ("graph/duckdb/", "ingest/table/reader.py", "api/state.py"),  # of a database
    "link": ("ingest/",),  # a second name of a file
}


@cache
def never() -> frozenset[str]:
    """The words that the glossary keeps out of public names: those of its last column in `code`."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    found = {word for row in rows if len(row) == 4 for word in re.findall(r"`(\w+)`", row[3])}
    assert {"edge", "node", "event", "metric", "connector"} <= found
    return frozenset(found)


def test_public_names_use_the_words_of_the_glossary() -> None:
    wrong = [
        f"{where}: {name} says {word!r}"
        for where, name in public_names()
        for word in words(name)
        if not {word, word.removesuffix("s")}.isdisjoint(never())
        and not where.startswith(THEIRS.get(word, ()))
    ]

    assert not wrong, "\n".join(wrong)


def test_names_of_the_code_in_the_glossary_exist() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    promised = {name for row in rows if len(row) == 4 for name in re.findall(r"`(\w+)`", row[2])}

    assert promised - {name for _, name in public_names()} == set()


def test_functions_are_called_by_what_they_give_or_do() -> None:
    wrong = [
        f"{where}: {name}"
        for where, name in public_names()
        if words(name)[0] in PREFIXES and "_" in name
    ]

    assert not wrong, "\n".join(wrong)


def test_files_can_be_read_at_one_go() -> None:
    lines = {module.shown: module.lines for module in modules()}
    too_long = {path: count for path, count in lines.items() if count > MOST_LINES}
    median = statistics.median(lines.values())

    assert not too_long
    assert median <= MEDIAN_LINES, f"half of the files have more than {median} lines"


def test_nothing_is_left_to_do() -> None:
    files = [module.path for module in modules()]
    for folder, pattern in (("docs", "*.md"), ("docs", "*.py"), ("benchmarks", "*.py")):
        files += sorted((ROOT / folder).rglob(pattern))
    files += [ROOT / name for name in ("README.md", "CHANGELOG.md", "Makefile", "pyproject.toml")]
    found = [path.name for path in files if LEFT_OVER.search(path.read_text("utf-8"))]

    assert not found


def test_only_commands_print() -> None:
    wrong = [
        f"{module.shown}:{call.lineno}"
        for module in modules()
        if not module.name.startswith("api.commands")
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "print"
    ]

    assert not wrong


def test_every_module_says_what_it_is_and_what_it_offers() -> None:
    silent = [module.shown for module in modules() if not ast.get_docstring(module.tree)]
    closed = [
        module.shown
        for module in modules()
        if not module.path.name.startswith("__")
        and not any(
            isinstance(line, ast.Assign)
            and isinstance(line.targets[0], ast.Name)
            and line.targets[0].id == "__all__"
            for line in module.tree.body
        )
    ]

    assert not silent
    assert not closed


@pytest.mark.parametrize("measure", [*MEASURES, PERSONALISED, INFLUENCE], ids=lambda one: one.name)
def test_a_measure_is_explained_where_it_stands(measure: Measure) -> None:
    """Its file has the formula, the cost and where it comes from; its first function an example."""
    module = sys.modules[measure.function.__module__]
    told = module.__doc__ or ""
    own = measure.function.__doc__ or ""
    examples = [getattr(module, name).__doc__ or "" for name in module.__all__]

    assert re.search(r"^    \S.*=", told, re.MULTILINE), "no formula"
    assert re.search(r"^Cost: \S", told, re.MULTILINE), "no cost"
    assert re.search(r"^References$", told, re.MULTILINE), "no reference"
    assert own.strip(), "no docstring"
    assert any(">>>" in example for example in examples), "no example"


def test_what_is_measured_has_a_range_and_a_sentence() -> None:
    for measure in MEASURES:
        assert measure.low < measure.high
        assert measure.meaning
        assert not measure.meaning.endswith(".")
        assert measure.formula
        assert measure.more


def test_the_four_packages_are_typed() -> None:
    assert all((ROOT / package / "py.typed").exists() for package in PACKAGES)


def test_every_file_that_goes_first_in_the_suite_is_there() -> None:
    assert [name for name in LONG if not (ROOT / name).is_file()] == []
