"""One log, loaded and refreshed with one thread on one core and with two on two: equal bytes."""

import gzip
import hashlib
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_IO_THREADS")
TIELINE = Path(sys.executable).with_name("tieline")

needs_two_cores = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="one core only, or cores that cannot be chosen: nothing to compare",
)


def published(log: Path, folder: Path, threads: int) -> dict[str, str]:
    """Load and refresh on so many cores; give every file of the run, hashed."""
    folder.mkdir()
    cores = sorted(os.sched_getaffinity(0))[:threads]
    subprocess.run(
        [TIELINE, "load", log, "--quiet", "--store", folder / "tieline.duckdb"],
        env=os.environ | dict.fromkeys(THREADS, str(threads)) | {"PYTHONHASHSEED": str(threads)},
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "runs" in path.parts
    }


@needs_two_cores
@pytest.mark.parametrize("lines", [8_000, pytest.param(100_000, marks=pytest.mark.proof)])
def test_one_thread_and_two_threads_give_the_same_run_to_the_byte(
    shared: Path, tmp_path: Path, lines: int
) -> None:
    """The beginning of a real log, and in the proof all of its 82,928 lines."""
    log = tmp_path / "communication.csv"
    with gzip.open(shared / "manufacturing-email" / "communication.csv.gz", "rt") as whole:
        log.write_text("".join(islice(whole, lines)))

    one = published(log, tmp_path / "one", 1)
    two = published(log, tmp_path / "two", 2)

    assert one == two
    assert {Path(name).name.partition(".")[0] for name in one} >= {
        "people", "ties", "pairs", "communities", "manifest",
    }  # fmt: skip
