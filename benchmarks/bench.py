"""A benchmark while it runs: the logs it needs, its lines so far, and what did not add up."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from spending import Spent, median, spend
from table import Row

__all__ = ["HERE", "PYTHON", "Bench"]

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
_BLOCK = 1 << 24


@dataclass
class Bench:
    """Where logs are kept, how often each line is run, how long one command may take."""

    data: Path
    repeat: int
    limit: float
    rows: list[Row] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def log(self, rows: int, people: int) -> Path:
        """Give the folder of an invented log, made now if it is not there, and read once."""
        folder = self.data / f"{rows}-{people}"
        if not (folder / "people.parquet").exists():
            command = [PYTHON, str(HERE / "logs.py"), str(folder)]
            command += ["--rows", str(rows), "--people", str(people)]
            spent = spend(command, self.data, limit=self.limit)
            self.rows.append(Row("the log, invented and written", rows, spent))
        for path in folder.iterdir():
            with path.open("rb") as file:  # so that no line pays for a cold disk
                while file.read(_BLOCK):
                    pass
        return folder

    def line(self, what: str, interactions: int, runs: list[Spent], note: str = "") -> Spent:
        """Add the median of *runs* to the table."""
        spent = median(runs)
        self.rows.append(Row(what, interactions, spent, note))
        return spent

    def expect(self, *, holds: bool, claim: str) -> None:
        """Complain about a claim that does not hold."""
        if not holds:
            self.complaints.append(f"Not so: {claim}")
