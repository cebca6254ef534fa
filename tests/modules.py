"""The project's own code as syntax trees, for the tests that hold it to its rules."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["PACKAGES", "ROOT", "Module", "modules", "public_names", "words"]

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "ingest", "algorithms", "api")


@dataclass(frozen=True)
class Module:
    """One file of ours: where it is, what it is called, what it says."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def shown(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lines(self) -> int:
        return self.text.count("\n")


@cache
def modules() -> tuple[Module, ...]:
    """Read the four packages and the façade."""
    paths = [ROOT / "tieline.py"]
    for package in PACKAGES:
        paths += sorted((ROOT / package).rglob("*.py"))
    return tuple(_module(path) for path in paths)


def _module(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text("utf-8")
    return Module(path, name, text, ast.parse(text, str(path)))


def public_names() -> Iterator[tuple[str, str]]:
    """Give (where, name) of every public class, function, parameter, field and constant."""
    for module in modules():
        for part in module.name.split("."):
            yield module.shown, part
        yield from _names_in(module.tree, module.shown)


def _names_in(parent: ast.AST, where: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(parent):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            if child.name.startswith("_"):
                continue
            yield where, child.name
            if isinstance(child, ast.FunctionDef):
                arguments = child.args
                for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                    yield f"{where}: {child.name}", one.arg
            else:
                yield from _names_in(child, f"{where}: {child.name}")
        elif isinstance(child, ast.Assign | ast.AnnAssign):
            targets = child.targets if isinstance(child, ast.Assign) else [child.target]
            for target in targets:
                if isinstance(target, ast.Name) and not target.id.startswith("_"):
                    yield where, target.id


def words(name: str) -> list[str]:
    """Cut a name into its words, in lower case.

    >>> words("WeakTies"), words("as_of"), words("HTTPProblem")
    (['weak', 'ties'], ['as', 'of'], ['http', 'problem'])
    """
    apart = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3_\2\4", name)
    return [word for word in apart.lower().split("_") if word]
