"""What some files of an export tell about others: nearest first, in any order, in archives too."""

import gzip
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from graph.batch import Batch
from ingest.files import survey as surveying
from ingest.files.survey import surveyed
from ingest.files.unpacked import files
from ingest.source import File, Reading
from ingest.told import Told


class Names:
    """Tells the lines of files called names.txt: a key and a value each."""

    name = "names"
    meaning = "names, for tests"

    def __init__(self) -> None:
        self.opened: list[str] = []

    def recognises(self, file: File) -> bool:
        return self.may_tell(file.shown)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        del file, reading
        yield from ()

    def may_tell(self, shown: str) -> bool:
        return PurePosixPath(shown).name == "names.txt"

    def tells(self, file: File) -> Iterator[Told]:
        self.opened.append(file.shown)
        for line in file.path.read_text().splitlines():
            key, value, *above = line.split()
            yield Told("name", key, value, above=len(above))


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def asked(paths: list[Path], tmp_path: Path) -> dict[str, str | None]:
    """What is told of ``u`` at every file below the paths, by its shown name."""
    folder = tmp_path / "unpacked"
    folder.mkdir(exist_ok=True)
    survey, _ = surveyed(paths, [Names()], folder)
    return {
        file.shown: survey.near(file.place).value("name", "u")
        for file in files(paths, folder)
        if isinstance(file, File)
    }


def test_a_saying_holds_for_its_folder_and_below_and_the_nearest_answers(tmp_path: Path) -> None:
    root = tmp_path / "export"
    written(root / "names.txt", "u far")
    written(root / "a" / "names.txt", "u near")
    written(root / "a" / "b" / "day.json", "")
    written(root / "c" / "day.json", "")
    written(tmp_path / "other" / "day.json", "")

    found = asked([root, tmp_path / "other"], tmp_path)

    assert found["export/a/b/day.json"] == "near"
    assert found["export/c/day.json"] == "far"
    assert found["other/day.json"] is None


def test_a_saying_can_hold_for_a_folder_above(tmp_path: Path) -> None:
    written(tmp_path / "export" / "profile" / "names.txt", "u one up")
    written(tmp_path / "export" / "messages" / "day.json", "")

    assert asked([tmp_path / "export"], tmp_path)["export/messages/day.json"] == "one"


def test_files_named_one_by_one_in_any_order_are_one_export(tmp_path: Path) -> None:
    names = written(tmp_path / "export" / "names.txt", "u ann")
    day = written(tmp_path / "export" / "day.json", "")

    assert asked([day, names], tmp_path) == asked([names, day], tmp_path)
    assert asked([day, names], tmp_path)["day.json"] == "ann"


def test_contradictions_are_settled_alike_in_any_order(tmp_path: Path) -> None:
    packed = gzip.compress(b"u bob")
    written(tmp_path / "one" / "names.txt", "u cat\nu ann")
    (tmp_path / "one" / "names.txt.gz").write_bytes(packed)

    assert set(asked([tmp_path / "one"], tmp_path).values()) == {"ann"}


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "tgz"])
def test_archives_are_as_good_as_folders(kind: str, tmp_path: Path) -> None:
    names, day = written(tmp_path / "names.txt", "u ann"), written(tmp_path / "day.json", "")
    path = tmp_path / f"export.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            packed.write(day, "in/a/day.json")
            packed.write(names, "in/names.txt")
    else:
        with tarfile.open(path, "w" if kind == "tar" else "w:gz") as tarred:
            tarred.add(day, "in/a/day.json")
            tarred.add(names, "in/names.txt")

    found = asked([path], tmp_path)

    assert [value for shown, value in found.items() if shown.endswith("day.json")] == ["ann"]


def test_only_files_of_telling_names_are_opened(tmp_path: Path) -> None:
    source = Names()
    written(tmp_path / "export" / "names.txt", "u ann")
    written(tmp_path / "export" / "large.json", "u bob")
    with zipfile.ZipFile(tmp_path / "export" / "more.zip", "w") as packed:
        packed.writestr("large.json", "u bob")

    surveyed([tmp_path / "export"], [source], tmp_path)

    assert source.opened == ["export/names.txt"]


def test_what_is_kept_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveying, "MOST_TOLD", 10)
    lines = "\n".join(f"u{k} v" for k in range(50))
    written(tmp_path / "export" / "names.txt", f"{'x' * 500} v\n{lines}")

    survey, warnings = surveyed([tmp_path / "export"], [Names()], tmp_path)

    told = survey.near(str(tmp_path / "export" / "day.json")).values("name")
    assert len(told) == 10
    assert "load in parts" in warnings[0]
