"""JSON of any size and make is read record by record; what is damaged costs that record only."""

import io
import json
import random
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from ingest.json import buffer
from ingest.json.head import json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.text import Damage
from ingest.source import File

RECORDS = [
    {
        "type": "message",
        "user": f"U{k}",
        "text": 'a"b\\ {[}],\u00e9\U0001f600' * (k % 5),
        "ts": str(k),
        "reactions": [{"name": "x", "users": ["U1"]}],
    }
    for k in range(100)
]
MESSAGES = "chats.list.messages"


def read(text: bytes, *into: str) -> list[Piece]:
    return list(pieces(io.BytesIO(text), into))


def values(text: bytes) -> list[Any]:
    return [piece.value for piece in read(text)]


def good(found: list[Piece]) -> list[Any]:
    return [piece.value for piece in found if not isinstance(piece.value, Damage)]


@pytest.fixture(params=[211, 4_000, 2**18])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(buffer, "_BLOCK", request.param)
    monkeypatch.setattr("ingest.json.pieces._HEAD", min(request.param, 50))
    return int(request.param)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.usefixtures("block")
def test_the_same_records_come_out_of_every_form(indent: int | None) -> None:
    text = json.dumps(RECORDS, indent=indent).encode()
    one_by_one = [json.dumps(one, indent=indent).encode() for one in RECORDS]

    assert values(text) == RECORDS
    assert values(b"window.YTD.tweets.part0 = " + text + b";\n") == RECORDS
    assert values(b"\xef\xbb\xbf" + text) == RECORDS
    assert values(text.decode().encode("utf-16")) == RECORDS
    assert values(text.decode().encode("utf-16-le")) == RECORDS
    assert values(text.decode().encode("utf-32")) == RECORDS
    assert values(b"\n".join(one_by_one)) == RECORDS
    assert values(b"".join(one_by_one)) == RECORDS
    assert values(text + b"\n" + text) == RECORDS * 2


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.usefixtures("block")
def test_records_inside_named_arrays_know_what_is_around_them(indent: int | None) -> None:
    page = {
        "name": "Ann",
        "other": [1, {"y": [2]}, "}"],
        "chats": {
            "about": {"list": [3]},
            "list": [
                {"id": 1, "messages": RECORDS[:5]},
                {"id": 2, "messages": []},
                {"id": 3, "messages": RECORDS[5:9], "late": "e"},
            ],
        },
    }
    text = json.dumps(page, indent=indent).encode()

    for found in (read(text, MESSAGES), read(b"\n".join([text, text]), MESSAGES)[: 9 + 5]):
        inside = [piece for piece in found if piece.path == MESSAGES]

        assert [piece.value for piece in inside] == RECORDS[:9]
        assert [piece.above[-1] for piece in inside[:1]] == [{"id": 1}]
        assert [piece.above[0]["name"] for piece in inside] == ["Ann"] * 9
        assert [piece.value for piece in found if piece.path == "chats.list"] == [
            {"id": 1}, {"id": 2}, {"id": 3, "late": "e"},
        ]  # fmt: skip
        assert [piece.value for piece in found if not piece.path] == [
            {"name": "Ann", "other": [1, {"y": [2]}, "}"]}
        ]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.usefixtures("block")
def test_a_file_cut_anywhere_keeps_what_was_whole(indent: int | None) -> None:
    text = json.dumps(RECORDS[:20], indent=indent).encode()
    whole = 0
    for end in range(1, len(text) - 2, 41):
        found = read(text[:end])
        kept = good(found)

        assert kept == RECORDS[: len(kept)]
        assert whole <= len(kept)
        assert len(found) - len(kept) <= 1
        whole = len(kept)
    assert whole == 19


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("harm", ['"', "{", "}", "[", "]", ",", "\\", "x", ""])
def test_a_damage_costs_one_record(indent: int | None, harm: str) -> None:
    text = json.dumps(RECORDS, indent=indent, ensure_ascii=False)
    draw = random.Random(harm)  # noqa: S311
    for _ in range(8):
        at = draw.randrange(2, len(text) - 2)
        found = read((text[:at] + harm + text[at + 1 :]).encode())

        assert sum(one in RECORDS for one in good(found)) >= 98
        assert len(found) - len(good(found)) <= 2


def test_many_damages_cost_as_many_records() -> None:
    lines = [json.dumps(one) for one in RECORDS]
    for k in range(0, 100, 10):
        lines[k] = lines[k].replace('"user": "', '"user": ', 1)
    for text in ("\n".join(lines), f"[{','.join(lines)}]", f"[{', '.join(lines)}]"):
        found = read(text.encode())

        assert len(good(found)) == 90
        assert len(found) == 100
        assert all("no JSON" in p.value.reason for p in found if isinstance(p.value, Damage))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (b"", []),
        (b" \n", []),
        (b"[]", []),
        (b"[1, 2]", [1, 2]),
        (b"[{}, ]", [{}]),
        (b'[{"a": 1, "a": 2}]', [{"a": 2}]),
        (b'[{"a": NaN}, {"a": "\\ud800"}]', [{"a": None}, {"a": "\ud800"}]),
        (b'[{"a": "\xff"}, {"a": "line\nbreak"}]', [{"a": "\ufffd"}, {"a": "line\nbreak"}]),
        (b'[{"a": ' + b"9" * 10_000 + b'}, {"a": 1}]', [{"a": 1}]),
        (b'[{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b'}, {"a": 1}]', [{"a": 1}]),
        (b'{"a": 1} trailing words', [{"a": 1}]),
        (b'{"a": 1}]}]{"a": 2}', [{"a": 1}, {"a": 2}]),
        (b"[" * 100_000, []),
        (b'"' * 1001, []),
        (b"no json at all", []),
        (b'\x1e{"a": 1}\n\x1e{"a": 2}\n', [{"a": 1}, {"a": 2}]),
    ],
)
def test_odd_text_is_read_as_far_as_it_can_be(text: bytes, kept: list[Any]) -> None:
    assert good(read(text)) == kept


def test_a_damage_has_its_place_and_number() -> None:
    found = read(b'[{"a": 1}, {"a": nul}, {"a": 3}]')

    assert [(piece.number, piece.at) for piece in found] == [(1, 1), (2, 10), (3, 22)]
    assert found[1].value.found.strip() == '{"a": nul}'


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (20_000, 80_000):
        path = tmp_path / "large.json"
        with path.open("w") as file:
            file.write('{"messages": [')
            file.writelines(json.dumps(RECORDS[k % 100]) + "," for k in range(count))
            file.write("{}]}")
        tracemalloc.start()
        with path.open("rb") as file:
            assert sum(1 for _ in pieces(file, ["messages"])) == count + 2
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.2
    assert peaks[1] < 20 * 2**20


@pytest.mark.parametrize("indent", [None, 2])
def test_the_beginning_of_a_file_is_read_wherever_it_is_cut(indent: int | None) -> None:
    text = json.dumps({"ok": True, "messages": RECORDS[:5]}, indent=indent).encode()
    for end in range(40, len(text), 7):
        head = json_head(File(Path(), "page.json", text[:end]))

        assert head.whole["ok"] is True
    assert json_head(File(Path(), "page.json", b"{]")).value is None
    assert json_head(File(Path(), "page.json", b"")).records == []
