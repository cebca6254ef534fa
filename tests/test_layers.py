"""The layers: what may import what. `graph` stands alone, `api` is imported by nothing."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.modules import PACKAGES, ROOT, Module, modules

OWN = (*PACKAGES, "tieline")


def imported(module: Module, within: ast.AST | None = None) -> Iterator[str]:
    """Name the modules of ours that a file, or one function of it, imports."""
    known = {one.name for one in modules()}
    for found in ast.walk(within or module.tree):
        if isinstance(found, ast.Import):
            names = [alias.name for alias in found.names]
        elif isinstance(found, ast.ImportFrom) and found.module:
            # `from graph import keys` means a module, `from graph.keys import Keys` does not
            below = [f"{found.module}.{alias.name}" for alias in found.names]
            names = [name if name in known else found.module for name in below]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] in OWN)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the code in a folder to the contract written in its pyproject.toml."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "", "NO_COLOR": "1", "COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_layers_hold() -> None:
    found = lint_imports(ROOT)

    assert found.returncode == 0, found.stdout + found.stderr
    assert "api over ingest and algorithms over graph KEPT" in found.stdout


@pytest.mark.parametrize(
    ("package", "wrong"),
    [
        ("graph", "import ingest"),
        ("ingest", "import algorithms"),
        ("algorithms", "import ingest"),
        ("algorithms", "import api"),
    ],
)
def test_the_contract_would_notice(tmp_path: Path, package: str, wrong: str) -> None:
    for name in PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"{wrong}\n" if name == package else "")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"))

    found = lint_imports(tmp_path)

    assert found.returncode == 1
    assert f"{package} -> {wrong.removeprefix('import ')}" in found.stdout


def test_no_module_imports_itself_by_a_detour() -> None:
    imports = {module.name: set(imported(module)) - {module.name} for module in modules()}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail("a cycle of imports: " + " -> ".join(error.args[1]))


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_imports_itself_by_a_detour(package: str) -> None:
    """A folder is one thing, and so is a file beside it, however deep the files lie."""
    imports: dict[str, set[str]] = {}
    for module in modules():
        if module.name.startswith(f"{package}."):
            others = {_place(name) for name in imported(module) if name.startswith(f"{package}.")}
            imports.setdefault(_place(module.name), set()).update(others - {_place(module.name)})
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail("a cycle of folders: " + " -> ".join(error.args[1]))


def _place(name: str) -> str:
    return ".".join(name.split(".")[:2])


def test_a_folder_holds_several_files() -> None:
    held = Counter(module.path.parent for module in modules() if module.path.name != "__init__.py")

    assert [folder for folder, files in held.items() if files == 1 and folder != ROOT] == []


LATE = {("graph.connect", "graph.neo4j.store"), ("graph.connect", "graph.duckdb.store")}
"""Drivers that take up to half a second to import, and that answers from a snapshot do without."""


def test_own_modules_are_imported_at_the_top_of_a_file() -> None:
    """Commands alone import late, so that `tieline --help` stays quick."""
    late = [
        f"{module.shown}:{function.lineno}: {function.name} imports {name}"
        for module in modules()
        if not (module.name.startswith("api.commands.") or module.name == "api.cli")
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for name in imported(module, function)
        if (module.name, name) not in LATE
    ]

    assert not late, "\n".join(late)


def test_the_driver_of_a_store_is_known_to_its_own_files_only() -> None:
    """The table source reads through a DuckDB of its own, in memory."""
    found = {
        module.shown
        for module in modules()
        for statement in ast.walk(module.tree)
        if isinstance(statement, ast.Import)
        for alias in statement.names
        if alias.name.partition(".")[0] == "duckdb"
    }

    assert found
    others = {path for path in found if not path.startswith(("graph/duckdb/", "ingest/table/"))}
    assert not others
