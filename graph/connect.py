"""The only place that knows which store a URL means."""

from pathlib import Path

from graph.duckdb_store import DuckDBStore
from graph.errors import Misuse
from graph.store import Store

__all__ = ["open_store", "snapshot_folder", "state_file"]


def open_store(url: str, *, wait: float = 30.0) -> Store:
    """Open a store by its path; *wait* is how many seconds a lock is waited for.

    Nothing is touched before the first question, so a wrong path is told then.
    """
    return DuckDBStore(_path(url), wait=wait)


def snapshot_folder(url: str) -> Path:
    """Give the folder of a store's snapshots: beside the embedded file."""
    path = _path(url)
    return path.with_name(path.name + ".snapshots")


def state_file(url: str) -> Path:
    """Give the file of what belongs to this installation: rejected records, jobs."""
    path = _path(url)
    return path.with_name(path.name + ".state")


def _path(url: str) -> Path:
    if "://" in url:
        scheme = url.partition("://")[0]
        raise Misuse(
            f"store {scheme}://... is not known; use the path of a file, such as tieline.duckdb"
        )
    return Path(url).expanduser()
