"""Keeps the classes of the Neo4j server, read and verified once, in a file beside its jars.

    python -m tests.neo4j_classes

takes a quarter of a minute, once per machine. Every server that starts after it takes a third of
the processor's time to start: it reads 15,000 classes as they lie in memory.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from graph.neo4j.store import Neo4jStore
from tests.graph.bulk import bulk
from tests.neo4j_java import archive, java_command, missing
from tests.neo4j_server import Neo4jServer

__all__ = ["are_kept", "keep"]

DUMP_SECONDS = 300


def are_kept() -> bool:
    """Whether the file is there and made by this Java of these jars."""
    if not archive().is_file():
        return False
    asked = [*java_command("64m", "-Xshare:on"), "-version"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def keep() -> None:
    """Let a server do what our stores ask of it, and keep the classes that it read."""
    archive().unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=archive().parent, prefix="classes.") as folder:
        part = Path(folder, archive().name)
        with Neo4jServer(flags=(f"-XX:ArchiveClassesAtExit={part}",)) as server:
            store = Neo4jStore(server.url, Path(folder, "cache"))
            store.add(bulk(0), arrived_at=1)
            store.contents()
            server.stop(DUMP_SECONDS)
        part.rename(archive())  # it appears whole


if __name__ == "__main__":
    if reason := missing():
        sys.exit(reason)
    if not are_kept():
        keep()
