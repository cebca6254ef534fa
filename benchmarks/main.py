"""Times tieline beside scripts written by hand, and prints one table in Markdown.

    python benchmarks/main.py                                  10 million interactions
    python benchmarks/main.py --rows 1000000 --people 100000   a tenth, for a quick look

Every line is a process of its own, one after the other, on files that were read once before. With
``--repeat`` each figure is a median. Ends with 1 when a command fails or a count does not add up.
"""

import argparse
import sys
from pathlib import Path

from bench import HERE, Bench
from peer_lines import peer_lines
from spending import CommandFailed
from table import machine, markdown
from tieline_lines import TIELINE, Engine, help_line, own_log_lines, tieline_lines

__all__: list[str] = []

FULL = (10_000_000, 1_000_000)  # the size that these promises are made for
PROMISED = {
    "load": "at most 15 s",
    "same": "at most 10 s",
    "refresh": "at most 60 s and 6 GB",
    "csv": "at most twice the Parquet time",
}


def main() -> int:
    parser = _arguments()
    given = parser.parse_args()
    if given.tieline and not Path(TIELINE).exists():
        parser.error(
            "no tieline command beside this Python: run `make setup`, or give --no-tieline"
        )
    given.data.mkdir(parents=True, exist_ok=True)
    bench = Bench(given.data.resolve(), given.repeat, given.limit)
    try:
        _run(bench, given)
    except CommandFailed as failure:
        bench.complaints.append(str(failure))
    print(f"{machine()}. Median of {bench.repeat}.\n")
    print(markdown(bench.rows))
    for remark in bench.remarks:
        print(f"\n{remark}")
    for complaint in bench.complaints:
        print(complaint, file=sys.stderr)
    return 1 if bench.complaints else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Time tieline beside scripts written by hand.")
    yes_or_no = argparse.BooleanOptionalAction
    parser.add_argument("--rows", type=int, default=FULL[0], help="interactions")
    parser.add_argument("--people", type=int, default=FULL[1])
    parser.add_argument("--data", type=Path, default=HERE / "data", help="where logs are kept")
    parser.add_argument("--repeat", type=int, default=1, help="take the median of so many runs")
    parser.add_argument("--limit", type=float, default=1800.0, help="seconds for one command")
    parser.add_argument("--tieline", action=yes_or_no, default=True)
    parser.add_argument("--peers", action=yes_or_no, default=True)
    parser.add_argument("--log", type=Path, help="time the quick commands on this log too")
    parser.add_argument("--mapping", type=Path, help="how the columns of --log are to be read")
    return parser


def _run(bench: Bench, given: argparse.Namespace) -> None:
    """Do the whole size with polars and igraph, then a tenth of it with networkx as well."""
    whole, tenth = (given.rows, given.people), (given.rows // 10, given.people // 10)
    if given.tieline:
        help_line(bench)
        if given.log:
            own_log_lines(bench, given.log, given.mapping)
    for rows, people in (whole, tenth) if given.peers else (whole,):
        folder = bench.log(rows, people)
        promised = PROMISED if (rows, people) == FULL else {}
        engine: Engine | None = None
        if given.tieline:
            engine = tieline_lines(bench, folder, rows, promised)
        if given.peers:
            peer_lines(bench, "peer_polars_igraph.py", folder, rows, engine)
        if given.peers and (rows, people) == tenth:
            peer_lines(bench, "peer_networkx.py", folder, rows, engine)


if __name__ == "__main__":
    sys.exit(main())
