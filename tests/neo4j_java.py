"""The Java and the jars that run the Neo4j server of the tests, and the command that does.

Where `tests.neo4j_classes` has kept the server's classes, they are taken from there: Java itself
checks that they are those of the same Java and the same jars, and does without where they are not.
"""

import os
import subprocess
from pathlib import Path

__all__ = ["FETCH", "VERSION", "archive", "jars", "java", "java_command", "missing"]

VERSION = "5.26.24"
FETCH = Path(__file__).resolve().parent.parent / ".ci" / "neo4j"
FLAGS = (
    "-XX:+UseSerialGC",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)
# A server that lives for a minute or two never earns back what the second compiler costs.
QUICKLY_COMPILED = "-XX:TieredStopAtLevel=1"


def jars() -> Path:
    """The folder of this machine's Neo4j jars: `lib`, and `plugins` for Graph Data Science."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "tieline" / f"neo4j-{VERSION}"


def archive() -> Path:
    """The file of the server's classes, which need not be there."""
    return jars().with_name(f"{jars().name}.jsa")


def java() -> str:
    """The Java that runs it; empty where there is none that fits."""
    found = subprocess.run(["sh", FETCH / "java"], capture_output=True, text=True, check=False)
    return found.stdout.strip()


def missing() -> str:
    """Say what keeps this machine from starting a server, and what to do; empty if nothing does."""
    if not jars().is_dir():
        return "no Neo4j jars in the cache: run `make neo4j`"
    if not java():
        return "no Java 17 or 21 (Debian: apt-get install openjdk-17-jre-headless)"
    return ""


def java_command(heap: str, *flags: str, gds: bool = False, is_brief: bool = True) -> list[str]:
    """The beginning of a command that runs a class of Neo4j's; brief is what ends in minutes."""
    # those of the archive come first: Java takes it for a class path that begins with its own
    classpath = [f"{jars()}/lib/*"] + [f"{jars()}/plugins/*"] * gds
    if is_brief:
        flags = (QUICKLY_COMPILED, *flags)
    if archive().is_file():
        flags = (f"-XX:SharedArchiveFile={archive()}", *flags)
    return [java(), f"-Xms{heap}", f"-Xmx{heap}", *FLAGS, *flags, "-cp", ":".join(classpath)]
