"""What the files of a followed folder tell each other, without opening again those that are silent.

A first look opens every file that may tell something by its name (`ingest.survey`). Those that did
are heard again each time; those that told nothing are only opened again once they have changed.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from api.followed import Stamp
from api.looking import Looks
from ingest.files import Unreadable, files_within
from ingest.source import File, Source
from ingest.survey import MOST_TOLD, Telling, heard
from ingest.told import Survey, Told

__all__ = ["Tellers"]


class _Noting:
    """A source that notes whether it was told anything."""

    def __init__(self, source: Telling) -> None:
        self.source = source
        self.most_told = getattr(source, "most_told", MOST_TOLD)
        self.may_tell = source.may_tell
        self.count = 0

    def tells(self, file: File) -> Iterator[Told]:
        for one in self.source.tells(file):
            self.count += 1
            yield one


class Tellers:
    """Remembers which files tell nothing."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._telling = [_Noting(one) for one in sources if isinstance(one, Telling)]
        self._silent: dict[Path, Stamp] = {}

    def survey(self, looks: Looks, folder: Path) -> Survey:
        """Give what the files tell now; archives are unpacked in *folder*."""
        found, _ = heard(self._files(looks, folder), self._telling)
        return found

    def _files(self, looks: Looks, folder: Path) -> Iterator[File]:
        for path, seen in looks.seen.items():
            if self._silent.get(path) == seen.stamp:
                continue
            root = looks.root_of(path)
            before = sum(one.count for one in self._telling)
            for file in files_within(root, [path], folder, self._is_wanted):
                if not isinstance(file, Unreadable):
                    yield file
            if sum(one.count for one in self._telling) == before:
                self._silent[path] = seen.stamp

    def _is_wanted(self, shown: str) -> bool:
        return any(one.may_tell(shown) for one in self._telling)
