"""What the files of a followed folder tell each other, without opening again those that are silent.

A first look opens every file that may tell something by its name (`ingest.files.survey`). Those
that did are heard again each time; those that told nothing are only opened again once they have
changed, and so are those that told little, such as one mail: what they told is remembered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from api.incoming.followed import Stamp
from api.incoming.looking import Looks
from ingest.files.survey import MOST_TOLD, Telling, heard
from ingest.files.unpacked import Unreadable, files_within
from ingest.source import File, Source
from ingest.told import Survey, Told

__all__ = ["Tellers"]


_LITTLE = 4  # sayings of a file that are remembered


class _Noting:
    """A source that notes whether it was told anything, and remembers what, where that is little.

    A file without its first bytes was not opened: what it told before is told again.
    """

    def __init__(self, source: Telling) -> None:
        self.source = source
        self.most_told = getattr(source, "most_told", MOST_TOLD)
        self.may_tell = source.may_tell
        self.count = 0
        self.told: dict[str, tuple[Told, ...]] = {}  # by place

    def tells(self, file: File) -> Iterator[Told]:
        if not file.head:
            yield from self.told.get(file.place, ())
            return
        said: list[Told] = []
        for one in self.source.tells(file):
            self.count += 1
            if len(said) <= _LITTLE:
                said.append(one)
            yield one
        self.told.pop(file.place, None)
        if 0 < len(said) <= _LITTLE:
            self.told[file.place] = tuple(said)


class Tellers:
    """Remembers which files tell nothing."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._telling = [_Noting(one) for one in sources if isinstance(one, Telling)]
        self._silent: dict[Path, Stamp] = {}
        self._brief: dict[Path, tuple[Stamp, File]] = {}  # told little

    def survey(self, looks: Looks, folder: Path) -> Survey:
        """Give what the files tell now; archives are unpacked in *folder*."""
        found, _ = heard(self._files(looks, folder), self._telling)
        return found

    def _files(self, looks: Looks, folder: Path) -> Iterator[File]:
        for path, seen in looks.seen.items():
            if self._silent.get(path) == seen.stamp:
                continue
            brief = self._brief.pop(path, None)
            if brief is not None and brief[0] == seen.stamp:
                self._brief[path] = brief
                yield brief[1]
                continue
            if brief is not None:
                for one in self._telling:
                    one.told.pop(brief[1].place, None)
            before = sum(one.count for one in self._telling)
            given = []
            for file in files_within(looks.root_of(path), [path], folder, self._is_wanted):
                if not isinstance(file, Unreadable):
                    given.append(file)
                    yield file
            told = sum(one.count for one in self._telling) - before
            if told == 0:
                self._silent[path] = seen.stamp
            elif told <= _LITTLE and len(given) == 1 and given[0].path == path:
                self._brief[path] = seen.stamp, replace(given[0], head=b"")

    def _is_wanted(self, shown: str) -> bool:
        return any(one.may_tell(shown) for one in self._telling)
