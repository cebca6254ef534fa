"""Picking: loading some files of a folder with what all of its files tell, not the whole folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from ingest.files.unpacked import Unreadable
from ingest.source import File
from ingest.told import Survey

__all__ = ["Picking"]


class Picking(Protocol):
    """Which files of the paths of a load are read, and what all files told before."""

    @property
    def survey(self) -> Survey:
        """What files tell of each other, those that are not read as well."""

    def files(self, path: Path, folder: Path) -> Iterable[File | Unreadable]:
        """Give the files below one path that are to be read; archives are unpacked in *folder*."""
