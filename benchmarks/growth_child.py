"""One library in a process of its own: draws the graph, takes measures, tells what each cost.

    python -m benchmarks.growth_child GIVEN LIBRARY MEASURE...

Says a line of JSON when it has drawn the graph and after every measure: seconds on the wall, and
how many bytes the process grew beyond what it held when the measure began; of communities also how
good they are.
"""

import json
import pickle
import sys
import time
import warnings
from pathlib import Path

from benchmarks.growth_calls import LIBRARIES, Given
from benchmarks.growth_quality import modularity_found

__all__: list[str] = []

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_KIBIBYTE = 1024


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
        begun = time.perf_counter()
        try:
            found = library.calls[measure](drawn)
        except Exception as error:  # noqa: BLE001 - a library may fail in any way of its own
            _say(measure=measure, failed=type(error).__name__)
            continue
        seconds, memory = time.perf_counter() - begun, _peak() - before
        quality = modularity_found(given, found) if measure == "communities" else None
        _say(measure=measure, seconds=seconds, memory=memory, quality=quality)


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
