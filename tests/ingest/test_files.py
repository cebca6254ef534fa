"""Files: what a user named, unpacked and in order; what is hostile or damaged is refused."""

import gzip
import io
import os
import random
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import Misuse
from ingest.files.unpacked import Unreadable, files, plain_file

MB = 2**20
Entries = dict[str, bytes]


def zipped(entries: Entries, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(entries: Entries) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., list[str]]:
    """What becomes of paths: ``name=content`` for each file, ``! why`` for each refusal."""

    def tell(*paths: Path) -> list[str]:
        folder = tmp_path / "unpacked"
        folder.mkdir(exist_ok=True)
        lines = [
            f"! {found}" if isinstance(found, Unreadable)
            else f"{found.shown}={found.path.read_bytes()[:20].decode()}"
            for found in files(paths, folder)
        ]  # fmt: skip
        assert list(folder.iterdir()) == [], "nothing unpacked is left behind"
        return lines

    return tell


Told = Callable[..., list[str]]


def at(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_folders_are_walked_in_order_and_what_is_hidden_is_passed_over(
    tmp_path: Path, told: Told
) -> None:
    for name in ("b.csv", "a/z.csv", "a/y.csv", ".git/x", ".hidden", "a/Thumbs.db", "a/._y.csv"):
        at(tmp_path / "in", name, b"1")
    assert told(tmp_path / "in") == ["in/a/y.csv=1", "in/a/z.csv=1", "in/b.csv=1"]


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("log.csv.gz", gzip.compress(b"1"), ["log.csv=1"]),
        ("log.gz.bin", gzip.compress(b"1"), ["log.gz.bin=1"]),
        ("in.zip", zipped({"b.csv": b"2", "a/c": b"1"}), ["in.zip/a/c=1", "in.zip/b.csv=2"]),
        ("in.tar", tarred({"b.csv": b"2", "./a.csv": b"1"}), ["in.tar/b.csv=2", "in.tar/a.csv=1"]),
        ("in.tar.gz", gzip.compress(tarred({"a.csv": b"1"})), ["in.tar/a.csv=1"]),
        ("in.tgz", gzip.compress(tarred({"a.csv": b"1"})), ["in.tgz/a.csv=1"]),
        ("in.zip", zipped({"a.csv.gz": gzip.compress(b"1")}), ["in.zip/a.csv=1"]),
        ("empty.zip", zipped({}), []),
    ],
    ids=["gz", "gz with another name", "zip", "tar", "tar.gz", "tgz", "gz in zip", "empty zip"],
)  # fmt: skip
def test_archives_are_told_by_their_first_bytes_and_unpacked(
    tmp_path: Path, told: Told, name: str, content: bytes, shown: list[str]
) -> None:
    assert told(at(tmp_path, name, content)) == shown


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_way_of_packing_a_zip_is_read(tmp_path: Path, told: Told, method: int) -> None:
    path = at(tmp_path, "in.zip", zipped({"a.csv": b"1"}, method))
    assert told(path) == ["in.zip/a.csv=1"]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_the_marks_of_operating_systems_in_archives_are_passed_over(
    tmp_path: Path, told: Told, pack: Callable[[Entries], bytes]
) -> None:
    names = (
        "__MACOSX/._a.csv",
        "._a.csv",
        "a/.DS_Store",
        "a/Thumbs.db",
        "a/desktop.ini",
        "a/a.csv",
    )
    assert told(at(tmp_path, "in", pack(dict.fromkeys(names, b"1")))) == ["in/a/a.csv=1"]


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv"]
)
def test_names_that_climb_out_of_an_archive_are_refused_and_the_others_read(
    tmp_path: Path, told: Told, pack: Callable[[Entries], bytes], name: str
) -> None:
    path = at(tmp_path, "in", pack({name: b"evil", "z.csv": b"1"}))
    refused, read = told(path)
    assert refused.startswith("! in: holds a name that climbs out of it (")
    assert read == "in/z.csv=1"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["in", "unpacked"]


def test_links_in_archives_lead_nowhere(tmp_path: Path, told: Told) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            entry = tarfile.TarInfo(f"link{kind!r}")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    assert told(at(tmp_path, "in.tar", packed.getvalue())) == []


def test_a_link_to_a_folder_it_is_in_is_not_followed_for_ever(tmp_path: Path, told: Told) -> None:
    at(tmp_path / "in", "a/b.csv", b"1")
    (tmp_path / "in/a/again").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in/linked.csv").symlink_to(tmp_path / "in/a/b.csv")
    (tmp_path / "in/lost.csv").symlink_to(tmp_path / "nowhere")
    assert told(tmp_path / "in") == [
        "in/a/b.csv=1", "in/linked.csv=1", "! in/lost.csv: is not a regular file",
    ]  # fmt: skip


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path, told: Told) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert told(tmp_path / "pipe") == ["! pipe: is not a regular file"]
    with pytest.raises(Misuse, match="pipe is not a regular file; save it as one first"):
        plain_file(tmp_path / "pipe")


def zeros(megabytes: int) -> bytes:
    return b"\0" * (megabytes * MB)


BOMBS: dict[str, Callable[[], bytes]] = {
    "one entry": lambda: zipped({"a.csv": zeros(150)}),
    "many entries": lambda: zipped({f"{k}.csv": zeros(6) for k in range(25)}),
    "gzip": lambda: gzip.compress(zeros(150), 6),
    "gzip in zip": lambda: zipped({"a.csv.gz": gzip.compress(zeros(150), 6)}),
    "gzip of gzip": lambda: gzip.compress(gzip.compress(zeros(150), 6)),
    "tar": lambda: gzip.compress(tarred({f"{k}.csv": zeros(6) for k in range(25)}), 6),
    "zip of zips": lambda: zipped({f"{k}.zip": zipped({"a": zeros(60)}) for k in range(3)}),
}


@pytest.mark.parametrize("what", BOMBS)
def test_what_unpacks_to_a_thousand_times_its_weight_is_refused(
    tmp_path: Path, told: Told, what: str
) -> None:
    path = at(tmp_path, "bomb", BOMBS[what]())
    began = time.monotonic()
    refused = [line for line in told(path) if "unpacks to over 400 times its weight" in line]

    assert len(refused) == 1
    assert time.monotonic() - began < 20


def test_much_that_is_packed_well_is_read(tmp_path: Path, told: Told) -> None:
    row = b"ann@x.example,bob@x.example,2026-01-05T09:00:00Z\n"
    path = at(tmp_path, "log.csv.gz", gzip.compress(row * 500_000, 6))  # 25 MB, 250:1
    assert told(path) == ["log.csv=ann@x.example,bob@x."]


def test_archives_nested_too_deep_are_refused(tmp_path: Path, told: Told) -> None:
    packed = b"1"
    for depth in range(5):
        assert told(at(tmp_path, "in", packed)) == ["in" + "/a" * depth + "=1"]
        packed = zipped({"a": packed})
    (line,) = told(at(tmp_path, "in", packed))
    assert line == "! in/a/a/a/a: archives inside archives, more than 4 deep"


def damaged(entry: int) -> bytes:
    """A zip of three with one of them damaged in the middle of what is packed."""
    content = random.Random(1).randbytes(3_000)  # noqa: S311
    packed = bytearray(zipped({f"{k}.csv": b"%d" % k + content for k in range(3)}))
    packed[(entry * len(packed)) // 3 + 500] ^= 255
    return bytes(packed)


def test_a_damaged_entry_of_an_archive_spoils_nothing_else(tmp_path: Path) -> None:
    path = at(tmp_path, "in.zip", damaged(1))
    found = list(files([path], tmp_path))
    assert [type(one).__name__ for one in found] == ["File", "Unreadable", "File"]
    assert str(found[1]).startswith("in.zip/1.csv: Bad CRC-32")


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"1" * 999)[:-9],
        gzip.compress(b"1" * 999)[:12] + b"\xff" * 9,
        zipped({"a": b"1"})[:30],
        b"PK\x03\x04" + b"\xff" * 99,
        tarred({"a": b"1" * 999})[:700],
        b"\0" * 257 + b"ustar" + b"\xff" * 300,
        b"\x1f\x8b",
    ],
    ids=["gz cut", "gz damaged", "zip cut", "no zip", "tar cut", "no tar", "two bytes"],
)
def test_a_damaged_archive_is_told_by_name(tmp_path: Path, told: Told, content: bytes) -> None:
    lines = told(at(tmp_path, "in.bin", content))
    assert lines
    assert all(line.startswith("! in.bin") and ": " in line for line in lines)
    assert all("fetch it again" in line for line in lines)


def test_a_compressed_file_that_is_cut_short_is_told_by_the_name_it_has(
    tmp_path: Path, told: Told
) -> None:
    (line,) = told(at(tmp_path, "mail.mbox.gz", gzip.compress(b"1" * 999)[:-9]))

    assert line.startswith("! mail.mbox.gz: ")
    assert line.endswith("it is cut short or damaged, so fetch it again")


def test_an_encrypted_zip_is_told(tmp_path: Path, told: Told) -> None:
    packed = bytearray(zipped({"a.csv": b"1"}))
    packed[6] |= 1  # the flag of encryption, in the entry and in the directory
    packed[packed.rindex(b"PK\x01\x02") + 8] |= 1
    (line,) = told(at(tmp_path, "in.zip", bytes(packed)))
    assert "password required" in line


@pytest.mark.parametrize("seed", range(3))
def test_no_mutation_of_an_archive_is_more_than_unreadable(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    chance = random.Random(seed)  # noqa: S311
    entries = {f"{k}.csv": b"%d" % k * 500 for k in range(3)}
    wholes = [zipped(entries), zipped(entries, zipfile.ZIP_LZMA), tarred(entries),
              gzip.compress(b"1" * 999), gzip.compress(tarred(entries))]  # fmt: skip
    for _ in range(200):
        content = bytearray(chance.choice(wholes))
        for _ in range(chance.choice([1, 2, 9])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path = at(tmp_path, "in", bytes(content[: chance.choice([None, len(content) // 2])]))
        assert list(files([path], folder))
        assert list(folder.iterdir()) == []


def test_a_plain_file_is_given_with_its_first_bytes(tmp_path: Path) -> None:
    path = at(tmp_path, "a.csv", b"x" * 100_000)
    found = plain_file(path)
    assert found is not None
    assert (found.shown, found.head) == ("a.csv", b"x" * 65_536)
    assert plain_file(tmp_path) is None
    assert plain_file(at(tmp_path, "a.zip", zipped({}))) is None
    with pytest.raises(Misuse, match="nothing is not a regular file"):
        plain_file(tmp_path / "nothing")
