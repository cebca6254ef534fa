"""A folder of samples of one source, with what each file must become beside it."""

from pathlib import Path

from graph.connect import open_store
from ingest.load import LoadReport, load
from ingest.source import Reading, Source
from ingest.survey import surveyed
from ingest.told import Survey
from tests.ingest.gathered import CLOCK, gathered, written

__all__ = ["Folder", "counts", "loaded"]

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


class Folder:
    """The samples of one source, and what their files tell about each other."""

    def __init__(self, source: Source, name: str) -> None:
        self.source = source
        self.path = SAMPLES / name
        self.files = sorted(
            path.relative_to(self.path).as_posix()
            for path in self.path.rglob("*")
            if path.is_file() and path.suffix != ".expected"
        )
        self.samples = [(name, (self.path / name).read_bytes()) for name in self.files]

    def survey(self, folder: Path) -> Survey:
        """What is told about the folder."""
        return surveyed([self.path], [self.source], folder)[0]

    def said(self, name: str, folder: Path) -> str:
        """What a file becomes beside the others."""
        return written(gathered(self.source, self.path / name, survey=self.survey(folder)))

    def copied(self, folder: Path) -> Path:
        """The samples without what they become."""
        for name, data in self.samples:
            (folder / "export").mkdir(exist_ok=True)
            (folder / "export" / name).write_bytes(data)
        return folder / "export"

    def expected(self, name: str) -> str:
        """What it must become."""
        return (self.path / f"{name}.expected").read_text(encoding="utf-8")


def loaded(tmp_path: Path, *paths: Path, store: str = "log") -> LoadReport:
    """Load paths into a store of their own."""
    return load(paths, open_store(str(tmp_path / f"{store}.duckdb")), Reading(CLOCK))


def counts(report: LoadReport) -> tuple[int, int, int, int]:
    """How many records were read, new, known and rejected."""
    return (
        report.total("read"), report.total("new"), report.total("known"), report.total("rejected")
    )  # fmt: skip
