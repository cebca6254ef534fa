"""What NetworKit says of the three hundred graphs, asked in a process of its own.

Its C++ code now and then ends the process that it is in, at no particular graph. Then it is asked
once more: what it says is compared, whether it stays alive is not our matter.

    python -m tests.parity.networkit_answers FILE
"""

import pickle
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from tests.conftest import ROOT
from tests.parity.graphs import seen
from tests.parity.in_networkit import COMPARISONS

__all__ = ["networkit_answers"]

_TRIES = 4
Answers = dict[str, tuple[np.ndarray | None, ...]]


@cache
def networkit_answers() -> Answers:
    """Give its answers by comparison and graph; None where it is not asked."""
    with tempfile.TemporaryDirectory(prefix="tieline-networkit-") as folder:
        kept = Path(folder) / "answers.pickle"
        command = [sys.executable, "-m", "tests.parity.networkit_answers", str(kept)]
        for _ in range(_TRIES):
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode >= 0:  # no signal ended it
                break
        if done.returncode:
            raise RuntimeError(f"NetworKit ended with {done.returncode}: {done.stderr[-2000:]}")
        found: Answers = pickle.loads(kept.read_bytes())  # noqa: S301 - written just now
        return found


def main() -> None:
    """Ask for everything and write it down."""
    drawn = {one.drawn: tuple(one.drawn(graph) for graph in seen()) for one in COMPARISONS}
    found: Answers = {
        one.name: tuple(
            one.given(of) if one.can(graph) else None
            for graph, of in zip(seen(), drawn[one.drawn], strict=True)
        )
        for one in COMPARISONS
    }
    Path(sys.argv[1]).write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main()
