"""One library in a process of its own: draws the graph, takes measures, tells what each cost.

    python -m benchmarks.growth_child GIVEN LIBRARY MEASURE...

Says a line of JSON when it has drawn the graph and after every measure: seconds on the wall, and
how many bytes the process grew beyond what it held when the measure began; of some also how good
the answer is. What is over soon is taken up to seven times, and the quickest counts; but of a
search that draws, the median of several seeds.
"""

import json
import pickle
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.growth_calls import Given
from benchmarks.growth_peers import LIBRARIES
from benchmarks.growth_quality import quality_found
from benchmarks.growth_search import AsGood

__all__: list[str] = []

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_KIBIBYTE = 1024
_TIMES, _AGAIN_WITHIN = 7, 3.0  # seconds


def main() -> None:
    """Take the measures that are named."""
    path, name, *measures = sys.argv[1:]
    given = pickle.loads(Path(path).read_bytes())  # noqa: S301 - written by the benchmark itself
    if not isinstance(given, Given):
        raise TypeError(f"{path} holds no graph")
    library = LIBRARIES[name]
    warnings.simplefilter("ignore")
    begun = time.perf_counter()
    drawn = library.draw(given)
    _say(drawn=time.perf_counter() - begun)
    for measure in measures:
        _say(begun=measure)
        before = _peak_from_now()
        try:
            found, seconds = _timed(library.calls[measure], drawn)
            memory = _peak() - before
            if isinstance(found, AsGood):  # made from several seeds, the luckiest does not count
                found, seconds = found.found, found.seconds
            else:
                seconds = _quickest(library.calls[measure], drawn, seconds)
        except Exception as error:  # noqa: BLE001 - a library may fail in any way of its own
            _say(measure=measure, failed=type(error).__name__)
            continue
        quality = quality_found(measure, given, found)
        _say(measure=measure, seconds=seconds, memory=memory, quality=quality)


def _timed(call: Callable[[Any], Any], drawn: object) -> tuple[Any, float]:
    begun = time.perf_counter()
    found = call(drawn)
    return found, time.perf_counter() - begun


def _quickest(call: Callable[[Any], Any], drawn: object, seconds: float) -> float:
    """Make a call again that was over soon; gives the seconds of the quickest."""
    for _ in range(_TIMES - 1):
        if seconds < _AGAIN_WITHIN / _TIMES:
            seconds = min(seconds, _timed(call, drawn)[1])
    return seconds


def _peak_from_now() -> int:
    """Forget the peak so far, and give what is held now."""
    _CLEAR.write_text("5", "ascii")
    return _peak()


def _peak() -> int:
    (line,) = (one for one in _STATUS.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) * _KIBIBYTE


def _say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
