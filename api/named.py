"""Named queries: questions in Cypher that somebody thought about already, one a file.

    // question: Which ties are strongest now?
    // param limit: how many ties, default 10
    // param person: id, identity or name
    // read it: what to make of the answer
    MATCH ...

A parameter without a default, which is written as JSON, has to be given.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import process

from graph.errors import Misuse, UnknownName

__all__ = ["Named", "Parameter", "named", "named_queries", "read_named"]

_FOLDER = Path(__file__).resolve().parent / "queries"
_LINE = re.compile(r"^// (question|read it|reads|param (\w+)): (.*)$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a named query asks for."""

    name: str
    meaning: str
    default: Any = None
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A question with its name, its parameters, how to read the answer, and its text."""

    name: str
    question: str
    read_it: str
    parameters: tuple[Parameter, ...]
    text: str

    def filled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give every parameter its value; what is unknown or missing is a ``Misuse``."""
        names = [one.name for one in self.parameters]
        for name in given:
            if name not in names:
                raise Misuse(f"{self.name} has no parameter {name!r}; it has {', '.join(names)}")
        for one in self.parameters:
            if one.is_needed and one.name not in given:
                raise Misuse(f"{self.name} needs the parameter {one.name}: {one.meaning}")
        return {one.name: one.default for one in self.parameters} | dict(given)


@cache
def named_queries() -> tuple[Named, ...]:
    """Read every query that comes with tieline, in order of their names."""
    return tuple(
        read_named(path.stem, path.read_text("utf-8")) for path in sorted(_FOLDER.glob("*.cypher"))
    )


def named(name: str) -> Named:
    """Find a query by its name; a dash is as good as an underscore."""
    known = {one.name: one for one in named_queries()}
    asked = name.replace("-", "_")
    if asked in known:
        return known[asked]
    close = process.extractOne(asked, list(known), score_cutoff=60)
    hint = f"did you mean {close[0]!r}?" if close else "tieline cypher --named lists them"
    raise UnknownName(f"no query is called {name!r}; {hint}")


def read_named(name: str, text: str) -> Named:
    """Read a query of a file: its comment lines at the top, and the whole as its text."""
    told: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        if (found := _LINE.match(line)) is None:
            continue
        if found[2]:
            parameters.append(_parameter(name, found[2], found[3]))
        else:
            told[found[1]] = found[3]
    if "question" not in told:
        raise ValueError(f"{name}.cypher does not begin with // question: ...")
    return Named(name, told["question"], told.get("read it", ""), tuple(parameters), text)


def _parameter(query: str, name: str, told: str) -> Parameter:
    meaning, has_default, default = told.rpartition(", default ")
    if not has_default:
        return Parameter(name, told, is_needed=True)
    try:
        return Parameter(name, meaning, json.loads(default))
    except ValueError as error:
        raise ValueError(f"{query}.cypher: default of {name} is no JSON: {default}") from error
