"""A first look over all that is to be loaded: what some files of an export say about the others.

Slack names people by ids that users.json explains; a Twitter archive says only in account.js whose
tweets they are. Such files are looked at before any file is read, wherever they stand, and what
they tell holds for the folder they stand in (or one above it) and all below: nearest first. Two
that contradict each other about one folder are settled by the smaller value, so that order decides
nothing. What is told is bounded. Files without such companions are read without.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Protocol, runtime_checkable

from ingest.files.unpacked import Unreadable, files
from ingest.files.workbooks import WORKBOOKS
from ingest.source import File, Source
from ingest.told import Survey, Told

__all__ = ["MOST_TOLD", "Telling", "heard", "surveyed"]

MOST_TOLD = 2_000_000  # sayings of all files together: some 500 MB at most
_MOST_NAMES = 10_000  # of files, that are remembered
_LONGEST = 400  # characters of a key or a value


@runtime_checkable
class Telling(Protocol):
    """A source of which some files say something about others.

    One that asks in which folder a file stands has ``tells_by_folder``.
    """

    def may_tell(self, shown: str) -> bool:
        """Say by its name alone whether a file may tell anything; such files are opened twice.

        That is by the last part of the name, unless the source ``tells_by_folder``.
        """

    def tells(self, file: File) -> Iterator[Told]:
        """Give what a file tells; damage in it is passed over, and rejected when it is read."""


@dataclass
class _Kept:
    told: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    count: int = 0
    counts: dict[int, int] = field(default_factory=dict)

    def hear(self, file: File, source: Telling, number: int) -> bool:
        """Keep what a file tells; say whether all of it found room."""
        most = _most(source)
        for one in source.tells(file):
            if self.count >= MOST_TOLD or self.counts.get(number, 0) >= most:
                return False
            before = self.count
            self.add(file, one)
            self.counts[number] = self.counts.get(number, 0) + self.count - before
        return True

    def add(self, file: File, one: Told) -> None:
        if not one.key or max(len(one.key), len(one.value)) > _LONGEST:
            return
        root = PurePosixPath(file.place).parent
        if root.suffix.lower() in WORKBOOKS:  # a sheet says it where its workbook lies
            root = root.parent
        for _ in range(one.above):
            root = root.parent
        values = self.told.setdefault(str(root), {}).setdefault(one.topic, {})
        former = values.get(one.key)
        self.count += former is None
        values[one.key] = one.value if former is None else min(former, one.value)


def surveyed(
    paths: Sequence[Path],
    sources: Sequence[Source],
    folder: Path,
    beside: Iterable[tuple[File, str]] = (),
) -> tuple[Survey, tuple[str, ...]]:
    """Look over paths; give what their files tell, and a warning where it is too much to keep.

    Archives are unpacked into *folder*, file by file, and only for names that may tell something.
    What lies *beside* the paths is heard, too, each file by the source of that name only.
    """
    telling = _asked(tuple(source for source in sources if isinstance(source, Telling)))
    found = files(paths, folder, lambda shown: bool(telling(shown)))
    named = ((file, "") for file in found if not isinstance(file, Unreadable))
    return _heard(chain(named, beside), telling)


def heard(found: Iterable[File], telling: Sequence[Telling]) -> tuple[Survey, tuple[str, ...]]:
    """Hear what files tell, whatever the order they come in."""
    return _heard(((file, "") for file in found), _asked(telling))


_Asked = Callable[[str], Sequence[tuple[int, Telling]]]


def _asked(telling: Sequence[Telling]) -> _Asked:
    """Give what tells which sources a file of a name may tell something, with their numbers.

    Many folders hold files of the same names, a day's each: most sources are asked once a name.
    """
    numbered = tuple(enumerate(telling))
    by_folder = [one for one in numbered if getattr(one[1], "tells_by_folder", False)]
    by_name = [one for one in numbered if one not in by_folder]

    @lru_cache(maxsize=_MOST_NAMES)
    def wanted_by_name(name: str) -> list[tuple[int, Telling]]:
        return [one for one in by_name if one[1].may_tell(name)]

    @lru_cache(maxsize=16)
    def wanting(shown: str) -> Sequence[tuple[int, Telling]]:
        asked = [one for one in by_folder if one[1].may_tell(shown)]
        return sorted([*asked, *wanted_by_name(shown[shown.rfind("/") + 1 :])], key=itemgetter(0))

    return wanting


def _heard(found: Iterable[tuple[File, str]], asked: _Asked) -> tuple[Survey, tuple[str, ...]]:
    """Hear each file by those its name says, or by the one source that is named with it."""
    kept = _Kept()
    warnings: dict[int, str] = {}  # by number of the source that has told all that is kept of it
    for file, only in found:
        for number, source in asked(file.shown):
            if number in warnings or only not in ("", getattr(source, "name", "")):
                continue
            if not kept.hear(file, source, number):
                most = _most(source)
                warnings[number] = (
                    f"{file.shown}: says more about other files than can be kept "
                    f"({most:,} sayings), so some stay without; load in parts"
                )
    return Survey(kept.told), tuple(warnings.values())


def _most(source: Telling) -> int:
    """Give how much is kept of a source: of one with a ``most_told``, that at most."""
    return min(getattr(source, "most_told", MOST_TOLD), MOST_TOLD)
