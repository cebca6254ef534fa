"""Times loads of what platforms export: Slack, X and mailboxes, at two sizes, and their memory.

    python benchmarks/platforms.py                     20,000 and 100,000 records of each
    python benchmarks/platforms.py --deaf              the same, without listening to texts

Every line is a process of its own: `tieline load` into an empty store, without a refresh. The
exports are invented (``platform_files.py``). Records a second of all cores move less than those of
the clock where others use the machine; memory is that of the larger of two processes. Ends with 1
when a load does not account for every record.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from platform_files import EXPORTS
from spending import spend
from tieline_lines import TIELINE

__all__: list[str] = []

_HEAD = "| what | records | seconds | of all cores | records/s | of all cores | peak memory |"
_LINE = "|:--|--:|--:|--:|--:|--:|--:|"


def main() -> int:
    parser = argparse.ArgumentParser(description="Time loads of what platforms export.")
    parser.add_argument("--records", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--only", choices=list(EXPORTS), nargs="+", default=list(EXPORTS))
    parser.add_argument("--deaf", action="store_true", help="No tone and no key phrases.")
    given = parser.parse_args()
    print(f"Load average at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    print(_HEAD, _LINE, sep="\n")
    is_whole = True
    for name in given.only:
        for records in given.records:
            with tempfile.TemporaryDirectory(prefix="tieline-bench-") as made:
                folder = Path(made)
                paths = EXPORTS[name](folder / "export", records)
                is_whole &= _line(name, folder, paths, is_deaf=given.deaf)
    return 0 if is_whole else 1


def _line(name: str, folder: Path, paths: list[Path], *, is_deaf: bool) -> bool:
    """Load, print a line of the table, and say whether every record is accounted for."""
    words = 'tone = "none"\ntopics_from = ["tags", "subjects", "deals"]\n' if is_deaf else ""
    (folder / "tieline.toml").write_text(words)
    command = [TIELINE, "--store", "store.duckdb", "load", "--no-refresh", "--quiet", "--json"]
    spent = spend([*command, *map(str, paths)], folder, limit=1800.0, fine=(0, 3))
    said = json.loads(spent.output)
    read = said["read"]
    print(
        f"| {name} | {read:,} | {spent.seconds:.1f} | {spent.work:.1f} "
        f"| {read / spent.seconds:,.0f} | {read / spent.work:,.0f} | {spent.memory / 1e9:.2f} GB |",
        flush=True,
    )
    return bool(read) and read == sum(
        said[one] for one in ("new", "known", "corrected", "rejected")
    )


if __name__ == "__main__":
    sys.exit(main())
