"""Lists of people as small files, and what was made of them."""

from pathlib import Path

from ingest.people.source import People
from tests.ingest.gathered import Gathered, gathered

__all__ = ["facts", "people", "written"]


def written(tmp_path: Path, text: str | bytes, name: str = "people.csv") -> Path:
    """Write a file."""
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def people(tmp_path: Path, text: str | bytes, **reading: object) -> Gathered:
    """Read a list of people."""
    return gathered(People(), written(tmp_path, text), **reading)


def facts(found: Gathered) -> set[tuple[str, str, str]]:
    """What is said about whom."""
    return {(fact.subject, fact.name, fact.value) for fact in found.facts}
