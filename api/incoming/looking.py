"""Looking at folders: which files there are, how they look, and since when they have looked so.

Nothing is opened. Passed over is what a load passes over (hidden files, marks of operating
systems), and what programs call a file that they have not finished: ``.part``, ``.crdownload``,
``.tmp`` and their like, and the ``tmp`` folder of a Maildir.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.incoming.followed import Stamp
from ingest.mail.folders import is_maildir

__all__ = ["Looks", "Seen"]

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".swp", "~")
_PASSED_OVER = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})
_MOST = 2**63 - 1  # that the state file can hold
_MAILDIR = frozenset({"cur", "new"})


@dataclass(frozen=True, slots=True)
class Seen:
    """How a file looks, and since when: seconds of a clock that only goes forward."""

    stamp: Stamp
    since: float


class Looks:
    """What lies below some files and folders, look by look.

    ``changed_at`` is when a look last differed from the one before.
    """

    def __init__(self, roots: Sequence[Path], tick: Callable[[], float]) -> None:
        self.roots = tuple(roots)
        self.seen: dict[Path, Seen] = {}
        self.changed_at = tick()
        self._tick = tick
        self._paths: dict[str, Path] = {}  # made once: there may be a hundred thousand

    def look(self) -> None:
        """Look at all of it once more."""
        now = self._tick()
        found: dict[Path, Seen] = {}
        is_same = True
        for name, stamp in self._files():
            path = self._paths.get(name) or self._paths.setdefault(name, Path(name))
            before = self.seen.get(path)
            if before is None or before.stamp != stamp:
                before, is_same = Seen(stamp, now), False
            found[path] = before
        if not is_same:
            self.changed_at = now
        if len(found) < len(self.seen):
            self._paths = {str(path): path for path in found}
        self.seen = found

    def root_of(self, path: Path) -> Path:
        """Give the root that a file was found below: the first that fits."""
        return next(root for root in self.roots if path == root or root in path.parents)

    def _files(self) -> Iterator[tuple[str, Stamp]]:
        for root in self.roots:
            if root.is_dir():
                yield from _below(str(root), frozenset())
            else:
                stamp = _stamp(root)
                if stamp is not None:
                    yield str(root), stamp


def _below(folder: str, above: frozenset[str]) -> Iterator[tuple[str, Stamp]]:
    place = os.path.realpath(folder)
    if place in above:  # a link to a folder that it is in
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:  # gone since, or nobody may look: nothing is removed for that
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        is_out = _is_passed_over(entry.name) and not is_maildir(entry.path)
        if is_out or (entry.name == "tmp" and names >= _MAILDIR):
            continue
        try:
            if entry.is_dir():
                yield from _below(entry.path, above | {place})
                continue
        except OSError:
            continue
        stamp = _stamp(entry)
        if stamp is not None:
            yield entry.path, stamp


def _stamp(file: "os.DirEntry[str] | Path") -> Stamp | None:
    try:
        if not file.is_file():
            return None
        seen = file.stat()
    except OSError:
        return None
    return Stamp(seen.st_size, seen.st_mtime_ns, seen.st_ino & _MOST)


def _is_passed_over(name: str) -> bool:
    is_mark = name in _PASSED_OVER or name.startswith((".", "~$"))
    return is_mark or name.lower().endswith(_UNFINISHED)
