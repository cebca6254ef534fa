"""The only place that knows which store a URL means.

    tieline.duckdb                       a file: the embedded store
    neo4j://127.0.0.1:7687               a Neo4j server, its own database
    bolt+s://db.example:7687/sales       a Neo4j server, the database named by the path

What belongs to one installation is kept beside an embedded store's file. For a server it is in the
user's own folders: snapshots in the cache (they can be made again), the rest in the state folder.
"""

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from platformdirs import user_cache_path, user_state_path

from graph.errors import Misuse
from graph.login import Login
from graph.store import Store

__all__ = ["is_server", "open_store", "snapshot_folder", "state_file"]

_SERVERS = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(url: str | Path, *, wait: float = 30.0, login: Login | None = None) -> Store:
    """Open a store by its path or address; *wait* is how many seconds others are waited for.

    Nothing is touched before the first question, so a wrong path is told then.
    """
    url = str(url)
    # a driver takes up to half a second to import, and answers from a snapshot need none
    if not is_server(url):
        from graph.duckdb.store import DuckDBStore  # noqa: PLC0415

        return DuckDBStore(_path(url), wait=wait)
    from graph.neo4j.store import Neo4jStore  # noqa: PLC0415

    parts = _address(url)
    login = replace(login or Login(), database=parts.path.strip("/"))
    return Neo4jStore(
        f"{parts.scheme}://{parts.netloc}", _cache(url) / "log", login=login, wait=wait
    )


def is_server(url: str) -> bool:
    """Whether a URL means a server rather than a file; others are a ``Misuse``."""
    scheme, colon, _ = url.partition("://")
    if not colon:
        return False
    if scheme.lower() not in _SERVERS:
        raise Misuse(
            f"store {scheme}://... is not known; use the path of a file, such as tieline.duckdb, "
            "or an address of Neo4j, such as neo4j://127.0.0.1:7687"
        )
    return True


def snapshot_folder(url: str) -> Path:
    """Give the folder of a store's snapshots."""
    if is_server(url):
        return _cache(url) / "snapshots"
    path = _path(url)
    return path.with_name(path.name + ".snapshots")


def state_file(url: str) -> Path:
    """Give the file of what belongs to this installation: rejected records, jobs."""
    if is_server(url):
        return user_state_path("tieline", ensure_exists=True) / f"{_name(url)}.state"
    path = _path(url)
    return path.with_name(path.name + ".state")


def _path(url: str) -> Path:
    return Path(url).expanduser()


def _cache(url: str) -> Path:
    return user_cache_path("tieline") / _name(url)


def _name(url: str) -> str:
    """A folder's name for an address: readable, and different for every address."""
    parts = _address(url)
    whole = f"{parts.scheme}://{parts.netloc}/{parts.path.strip('/')}".lower()
    readable = re.sub(r"[^a-z0-9.]+", "-", f"{parts.netloc}{parts.path}".lower()).strip("-")
    return f"neo4j-{readable[:60]}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def _address(url: str) -> SplitResult:
    parts = urlsplit(url)
    expected = "expected one such as neo4j://127.0.0.1:7687 or neo4j://127.0.0.1:7687/database"
    if "@" in parts.netloc:
        raise Misuse(
            "the address of a store holds a login, which would end up in logs; set "
            "TIELINE_NEO4J_USER and TIELINE_NEO4J_PASSWORD instead"
        )
    try:
        is_whole = bool(parts.hostname) and (parts.port or 7687) > 0
    except ValueError:
        is_whole = False
    if not is_whole or parts.query or parts.fragment or parts.path.strip("/").count("/"):
        raise Misuse(f"{url} is no address of a server; {expected}")
    return parts
