"""Runs are a function of what was loaded, and of nothing else."""

import random
from pathlib import Path

from api.engine import Engine
from api.render import as_json
from graph.connect import snapshot_folder
from graph.model import Fact, Merge
from tests.api.kept import engine_on, fill, office


def _everything(engine: Engine) -> bytes:
    return b"\n".join(
        as_json(answer)
        for answer in (
            engine.influencers(limit=100),
            engine.weakening(limit=100),
            engine.communities(limit=100),
            engine.stakeholders(of="org:customer.example", limit=100),
            engine.briefing(),
            engine.person("ann@x.example"),
            engine.tie("bob@x.example", "cat@customer.example"),
        )
    )


def test_another_order_of_loading_gives_the_same_bytes(tmp_path: Path) -> None:
    shuffled = office()
    random.Random(5).shuffle(shuffled)  # noqa: S311 - a fixed order, not a secret
    one = engine_on(fill(tmp_path / "one.duckdb", office()))
    other = engine_on(fill(tmp_path / "other.duckdb", shuffled, batch_rows=7))

    assert _everything(one) == _everything(other)


def test_the_bytes_of_a_run_are_the_same_twice(tmp_path: Path) -> None:
    files: list[dict[str, bytes]] = []
    for name in ("one", "other"):
        folder = engine_on(fill(tmp_path / f"{name}.duckdb", office())).run().columns.folder
        files.append({path.name: path.read_bytes() for path in folder.iterdir()})

    assert files[0] == files[1]


def test_another_setting_is_another_run(tmp_path: Path) -> None:
    path = fill(tmp_path / "one.duckdb", office())

    usual = engine_on(path).run().name
    assert engine_on(path, weights={"email": 2.0}).run().name != usual
    assert engine_on(path, max_receivers=1).run().name != usual
    assert engine_on(path).run().name == usual


def test_a_merge_makes_one_person_and_an_unmerge_two_again(tmp_path: Path) -> None:
    path = fill(tmp_path / "one.duckdb", office())
    engine = engine_on(path)
    before = _everything(engine)
    former = engine.person("email:dan@x.example")["person"]["id"]

    engine.merge("ann@x.example", "dan@x.example", reason="she said so", is_active=True)
    engine.refresh()
    assert engine.person(former)["person"]["name"] == "Ann Archer"  # a former id goes on resolving
    assert len(engine.people(limit=100)["items"]) == 7

    engine.merge("ann@x.example", "dan@x.example", reason="no", is_active=False)
    engine.refresh()
    after = _everything(engine)
    assert after.replace(engine.run().name.encode(), b"") == before.replace(
        engine_on(fill(tmp_path / "two.duckdb", office())).run().name.encode(), b""
    )


def test_a_damaged_snapshot_is_rebuilt(tmp_path: Path) -> None:
    path = fill(tmp_path / "one.duckdb", office())
    engine = engine_on(path)
    before = _everything(engine)
    folder = snapshot_folder(str(path))
    for file in folder.glob("s_*/log.arrow"):
        file.unlink()  # this process still maps the old one
        file.write_bytes(b"")

    assert _everything(engine_on(path)) == before


def test_a_missing_pointer_is_made_anew(tmp_path: Path) -> None:
    path = fill(tmp_path / "one.duckdb", office())
    before = _everything(engine_on(path))
    (snapshot_folder(str(path)) / "current").unlink()

    assert _everything(engine_on(path)) == before


def test_people_declared_one_in_a_file_are_one(tmp_path: Path) -> None:
    told = [*office(), Merge("email:eve@x.example", "email:fay@x.example", "one row")]
    engine = engine_on(fill(tmp_path / "one.duckdb", told))

    assert engine.person("eve@x.example")["identities"] == [
        "email:eve@x.example",
        "email:fay@x.example",
    ]


def test_a_list_ties_nobody(tmp_path: Path) -> None:
    told = [*office(), Fact("email:fay@x.example", "kind", "list")]
    engine = engine_on(fill(tmp_path / "one.duckdb", told))

    assert engine.ties("fay@x.example")["items"] == []
