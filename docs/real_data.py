"""What becomes of real data sets: loads each into an empty store, and writes docs/data.md.

    python docs/real_data.py [FOLDER]

FOLDER holds the data sets; without it the folder ``data`` below what TIELINE_SHARED names, else
``../shared/data`` beside the checkout. Takes about a minute.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs.generate import DOCS, filled, table

__all__ = ["SETS", "DataSet", "loaded", "main", "rows"]

ROOT = DOCS.parent
EXAMPLES = DOCS / "examples"
_COUNTS = ("read", "new", "known", "corrected", "rejected", "tieless", "interactions", "people")


@dataclass(frozen=True)
class DataSet:
    """One data set: what it is called in the table, its files, and the mapping they need."""

    name: str
    path: str
    mapping: str = ""


SETS = (
    DataSet("Manufacturing mail, as it is", "manufacturing-email/communication.csv.gz"),
    DataSet(
        "the same, rows of one sender and second as one mail",
        "manufacturing-email/communication.csv.gz",
        "manufacturing-email.toml",
    ),
    DataSet("CollegeMsg", "collegemsg/CollegeMsg.txt.gz", "college-messages.toml"),
    DataSet("DNC mail", "dnc-email/dnc-temporalGraph.tsv.gz", "dnc-email.toml"),
    DataSet(
        "High school 2013, contacts of 20 s",
        "sp-highschool-2013/HighSchool2013_proximity_net.csv.gz",
        "high-school-contacts.toml",
    ),
    DataSet(
        "Workplace 2013, contacts of 20 s",
        "sp-workplace-2013/tij_InVS.dat.gz",
        "workplace-contacts.toml",
    ),
    DataSet("Pipermail, November 2001", "platform-mail/pipermail-numpy-discussion-2001-11.txt.gz"),
    DataSet("notmuch, Maildir", "platform-mail/notmuch-default-maildir.tar.gz"),
    DataSet("notmuch, threads", "platform-mail/notmuch-threading-maildir.tar.gz"),
    DataSet("perceval, three mailboxes", "platform-mail/perceval"),
    DataSet("Calendars, seven files", "platform-calendar"),
)


def loaded(folder: Path, data: DataSet) -> dict[str, Any]:
    """Load a data set into an empty store, then once more; give the first report."""
    with tempfile.TemporaryDirectory(prefix="tieline-data-") as own:
        command = [sys.executable, "-c", "from api.cli import main; main()", "load"]
        command += [str(folder / data.path), "--store", str(Path(own) / "data.duckdb")]
        command += ["--no-refresh", "--quiet", "--json"]
        if data.mapping:
            command += ["--mapping", str(EXAMPLES / data.mapping)]
        first, again = (
            subprocess.run(command, cwd=own, stdout=subprocess.PIPE, check=False) for _ in range(2)
        )
    if first.returncode not in (0, 3):
        raise SystemExit(f"{data.name}: tieline load ended with {first.returncode}")
    report: dict[str, Any] = json.loads(first.stdout)
    added = json.loads(again.stdout)
    if added["new"] + added["corrected"] or report["read"] != sum(
        report[name] for name in ("new", "known", "corrected", "rejected")
    ):
        raise SystemExit(f"{data.name}: records are lost or doubled: {report} {added}")
    return report


def rows(folder: Path) -> str:
    """Load every data set and write the table."""
    lines: list[tuple[object, ...]] = [("data set", *_COUNTS, "from", "to")]
    for data in SETS:
        report = loaded(folder, data)
        shown = f"[{data.name}](examples/{data.mapping})" if data.mapping else data.name
        counts = (f"{report[name]:,}" for name in _COUNTS)
        span = ((report[name] or "")[:10] for name in ("first_at", "last_at"))
        lines.append((shown, *counts, *span))
    return table(*lines)


def main() -> None:
    """Write the table into docs/data.md."""
    shared = Path(os.environ.get("TIELINE_SHARED", ROOT.parent / "shared"))
    parser = argparse.ArgumentParser(description="Write docs/data.md from real data sets.")
    parser.add_argument("folder", type=Path, nargs="?", default=shared / "data")
    found = rows(parser.parse_args().folder)
    page = DOCS / "data.md"
    page.write_text(filled(page.read_text("utf-8"), {"data": lambda: found}), "utf-8")
    sys.stdout.write(found + "\n")


if __name__ == "__main__":
    main()
