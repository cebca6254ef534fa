"""What a pattern finds in a text file of any size, block by block: for XML that need not be whole.

Of what nothing was found in, only the end is kept, so that memory is bounded and a damage ends with
the next match.
"""

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["found_in"]

_CHUNK = 2**18


def found_in(path: Path, pattern: re.Pattern[str], *, longest: int) -> Iterator[re.Match[str]]:
    """Give the matches in a file, in order; one may be up to *longest* characters."""
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        kept = ""
        while block := stream.read(_CHUNK):
            text, last = kept + block, 0
            for found in pattern.finditer(text):
                last = found.end()
                yield found
            kept = text[last:][-longest:]
