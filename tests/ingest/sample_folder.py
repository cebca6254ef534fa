"""A folder of samples of one source, with what each file must become beside it."""

import shutil
import tempfile
from functools import cached_property
from pathlib import Path

from graph.connect import open_store
from ingest.files.survey import surveyed
from ingest.load import LoadReport, load
from ingest.source import Reading
from ingest.sources import SOURCES, source_named
from ingest.told import Survey
from tests.ingest.gathered import CLOCK, gathered, written
from tests.ingest.held import Way
from tests.ingest.mutated import Sample

__all__ = ["SAMPLES", "Folder", "counts", "loaded", "loaded_twice"]

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


class Folder:
    """The samples of one source, and what their files tell about each other.

    Those that match none of *patterns* belong to others; *left_out* are those no source reads.
    """

    def __init__(
        self,
        name: str,
        source: str = "",
        *patterns: str,
        log: str | None = None,
        left_out: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.source = source_named(source or name)
        self.path = SAMPLES / name
        self.log = log
        self.left_out = left_out
        found = {path for pattern in patterns or ("*",) for path in self.path.rglob(pattern)}
        self.files = sorted(
            path.relative_to(self.path).as_posix()
            for path in found
            if path.is_file()
            and path.suffix not in (".expected", ".toml")
            and path.relative_to(self.path).as_posix() not in left_out
        )

    @cached_property
    def samples(self) -> list[Sample]:
        """The files by name and content."""
        return [(name, (self.path / name).read_bytes()) for name in self.files]

    @cached_property
    def survey(self) -> Survey:
        """What is told about the folder."""
        with tempfile.TemporaryDirectory() as folder:
            return surveyed([self.path], SOURCES, Path(folder))[0]

    @cached_property
    def ways(self) -> list[Way]:
        """How its files may be read: alone, as somebody's, beside each other, by a mapping."""
        mappings = sorted(self.path.glob("*.toml"))
        return [
            {},
            {"log": "me"},
            {"root": str(self.path), "survey": self.survey},
            *({"mapping": path} for path in mappings),
        ]

    def said(self, name: str) -> str:
        """What a file becomes beside the others."""
        found = gathered(self.source, self.path / name, survey=self.survey, log=self.log)
        return written(found)

    def expected(self, name: str) -> str:
        """What it must become."""
        return (self.path / f"{name}.expected").read_text(encoding="utf-8")

    def copied(self, folder: Path) -> Path:
        """The samples without what they become."""
        beside = shutil.ignore_patterns("*.expected", "*.toml", *self.left_out)
        return shutil.copytree(self.path, folder / self.name, ignore=beside, dirs_exist_ok=True)


def loaded(tmp_path: Path, *paths: Path, store: str = "log", log: str | None = None) -> LoadReport:
    """Load paths into a store of their own."""
    return load(paths, open_store(str(tmp_path / f"{store}.duckdb")), Reading(CLOCK, log=log))


def loaded_twice(tmp_path: Path, *paths: Path) -> tuple[LoadReport, tuple[int, int]]:
    """Load paths twice: the first report, and what was new and corrected the second time."""
    first, second = loaded(tmp_path, *paths), loaded(tmp_path, *paths)
    return first, (second.total("new"), second.total("corrected"))


def counts(report: LoadReport) -> tuple[int, int, int, int]:
    """How many records were read, new, known and rejected."""
    return (
        report.total("read"), report.total("new"), report.total("known"), report.total("rejected")
    )  # fmt: skip
