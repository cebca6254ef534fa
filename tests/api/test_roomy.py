"""Memory that a computing process keeps: arrays after the first are not laid out anew."""

import platform
import resource

import numpy as np
import pytest

from api.processes.apart import apart

_ROWS = 8_000_000  # 64 MB of numbers
_PAGES = _ROWS * 8 // resource.getpagesize()


def laid_out() -> int:
    """Count the pages laid out anew for the third of three large arrays, each let go."""
    faults = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        np.full(_ROWS, 1.0)
        faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    return faults[-1]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library can")
def test_a_process_that_computes_has_an_array_laid_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NUMPY_MADVISE_HUGEPAGE", "0")  # else a few pages are very large ones

    assert apart(laid_out) < _PAGES / 10
