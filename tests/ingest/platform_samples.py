"""What every source of a platform is held to: its hand-made samples, and the real ones, twice."""

from collections.abc import Sequence
from pathlib import Path

from graph.connect import open_store
from ingest.load import LoadReport, load
from ingest.source import Reading
from ingest.sources import SOURCES, source_for
from ingest.survey import surveyed
from ingest.told import Survey
from tests.ingest.gathered import CLOCK, file_at
from tests.ingest.mutated import Sample

__all__ = ["SAMPLES", "counts", "files", "loaded_twice", "recognised", "told"]

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def files(name: str) -> list[Sample]:
    """The hand-made files of a platform, without what they must become."""
    found = sorted(path for path in (SAMPLES / name).iterdir() if path.suffix != ".expected")
    return [(path.name, path.read_bytes()) for path in found]


def told(name: str, folder: Path) -> Survey:
    """What the samples of a platform tell about each other."""
    return surveyed([SAMPLES / name], SOURCES, folder)[0]


def recognised(path: Path) -> str:
    """Whose a file is."""
    found = source_for(file_at(path, path.name))
    return found.name if found else ""


def loaded_twice(store: Path, *paths: Path) -> tuple[LoadReport, tuple[int, int]]:
    """Load paths twice: the first report, and what was new and corrected the second time."""
    reading = Reading(CLOCK)
    first = load(paths, open_store(str(store)), reading)
    second = load(paths, open_store(str(store)), reading)
    return first, (second.total("new"), second.total("corrected"))


def counts(report: LoadReport) -> Sequence[int]:
    """Read, new, known, rejected."""
    return [report.total(word) for word in ("read", "new", "known", "rejected")]
