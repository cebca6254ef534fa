"""The Dockerfile read and carried out without a container engine: its own lines, other folders.

What differs from an image being built: the interpreter and pip are those that run the tests, and
every absolute path that the Dockerfile names lies below one folder. Users, layers and the base are
left to an engine.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

__all__ = ["Image", "Step", "built", "stages"]

LINES = re.compile(r"^([A-Z]+) (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One instruction: its keyword, its flags such as `--from=build`, and the rest."""

    keyword: str
    flags: dict[str, str]
    text: str

    @property
    def words(self) -> list[str]:
        """The words of the rest, in either of the two forms that Dockerfiles have."""
        if self.text.startswith("["):
            return [str(word) for word in json.loads(self.text)]
        return shlex.split(self.text)


def stages() -> list[list[Step]]:
    """The steps of each stage, each stage from its FROM on."""
    found: list[list[Step]] = []
    text = (ROOT / "Dockerfile").read_text("utf-8")
    told = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for keyword, rest in LINES.findall(told.replace("\\\n", " ")):
        if keyword == "FROM":
            found.append([])
        if found:
            found[-1].append(_step(keyword, rest))
    return found


def _step(keyword: str, rest: str) -> Step:
    flags = {}
    while match := re.match(r"\s*--([\w-]+)=(\S+)\s+", rest):
        flags[match[1]] = match[2]
        rest = rest[match.end() :]
    return Step(keyword, flags, rest.strip())


@dataclass
class Image:
    """What came out: where its folders lie, and how a container of it would be started."""

    root: Path
    environment: dict[str, str]
    folder: Path
    steps: dict[str, Step]

    def moved(self, text: str) -> str:
        """Put the absolute paths of a line below the image's folder."""
        return re.sub(r"(?<![\w./$}])/(?=[a-z])", f"{self.root}/", text)

    def run(
        self, *words: str | Path, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one command as `docker exec` would, in the environment and folder of the image."""
        return subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment | dict(variables or {}),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def built(root: Path, *, libraries: bool = True) -> Image:
    """Carry out every stage; without *libraries*, nothing but the wheel itself is installed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    image = Image(root, {}, root, {})
    for steps in stages():
        # what the registry is called, and which proxy leads there, is the machine's own
        own = {
            k: v for k, v in os.environ.items() if not k.startswith(("TIELINE_", "PYTHON", "XDG_"))
        }
        image = Image(root, own | {"PATH": path}, root, {step.keyword: step for step in steps})
        for step in steps:
            _carry_out(image, step, libraries=libraries)
    return image


def _carry_out(image: Image, step: Step, *, libraries: bool) -> None:
    match step.keyword:
        case "WORKDIR":
            image.folder = Path(image.moved(step.text))
            image.folder.mkdir(parents=True, exist_ok=True)
        case "ENV":
            for name, value in (word.split("=", 1) for word in step.words):
                known = image.environment["PATH"]
                image.environment[name] = image.moved(value).replace("$PATH", known)
        case "COPY":
            _copy(image, step)
        case "RUN":
            alone = " install " in step.text and not libraries
            variables = {"PIP_NO_DEPS": "1"} if alone else {}
            done = image.run("sh", "-ec", image.moved(step.text), variables=variables)
            assert done.returncode == 0, f"{step.text}\n{done.stdout}{done.stderr}"
        case _:
            assert step.keyword in {"FROM", "USER", "HEALTHCHECK", "ENTRYPOINT", "CMD"}


def _copy(image: Image, step: Step) -> None:
    """As an engine does: of a folder, what is in it; of a file, the file into a folder."""
    *sources, target = step.words
    into = image.folder / image.moved(target)
    for source in sources:
        path = Path(image.moved(source)) if "from" in step.flags else ROOT / source
        if path == into:
            continue  # an environment knows its own path: it stays where it was made
        if path.is_dir():
            left_out = shutil.ignore_patterns("__pycache__")
            shutil.copytree(path, into, dirs_exist_ok=True, ignore=left_out)
        else:
            shutil.copy(path, into)
