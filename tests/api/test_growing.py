"""What is new is added to what was read before; the outcome is what reading everything gives."""

import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from api.engine import Engine
from api.log.growing import grown
from api.log.history import History
from api.log.identities import Identified, identified
from api.render import as_json
from graph.duckdb.store import DuckDBStore
from graph.keys import key_of
from graph.model import Fact, Interaction, Kind, Merge
from tests.api.kept import CLOCK, engine_on, fill, office
from tests.graph.records import RECORDS, batch_of, mail

LIMIT = 5


def _kept(path: Path, *told: object, source: str = "mbox") -> DuckDBStore:
    store = DuckDBStore(path)
    store.add(batch_of(*told, source=source), arrived_at=1)  # type: ignore[arg-type]
    return store


def _grown(store: DuckDBStore, *more: object, source: str = "mbox") -> History | None:
    """The history after more was kept, made from the one before; checked where there is one."""
    contents = store.contents()
    before = History.of(contents, max_receivers=LIMIT)
    store.add(batch_of(*more, source=source), arrived_at=2)  # type: ignore[arg-type]
    found = grown(before, store.newer(contents.mark), max_receivers=LIMIT)
    if found is None:
        return None
    _check(found.history, History.of(store.contents(), max_receivers=LIMIT))
    for name, rows in found.shared.items():
        now, then = found.history.tables()[name], before.tables()[name]
        assert _alike(now.slice(0, rows), then.slice(0, rows)), name
    return found.history


def _check(found: History, expected: History) -> None:
    for name, table in expected.tables().items():
        ours = found.tables()[name]
        assert ours.schema == table.schema, name
        for column in table.column_names:
            same = ours.column(column).combine_chunks(), table.column(column).combine_chunks()
            assert _plain(same[0]).equals(_plain(same[1])), (name, column)


def _alike(one: pa.Table, other: pa.Table) -> bool:
    columns = (table.combine_chunks().to_pydict() for table in (one, other))
    return repr(next(columns)) == repr(next(columns))


def _plain(column: pa.Array) -> pa.Array:
    """NaN as a number, so that it equals itself."""
    return column.view(pa.int32()) if column.type == pa.float32() else column


@pytest.mark.parametrize("days", [9.0, 0.5, -3.0])
def test_later_and_earlier_mails_find_their_places(tmp_path: Path, days: float) -> None:
    store = _kept(tmp_path / "s", *(mail("ann", "bob", "eve", days=k) for k in range(6)))
    more = [mail("bob", "ann", days=days), mail("zed", "ann", "bob", days=days + 1)]
    assert _grown(store, *more) is not None


def test_mails_of_the_same_moment_are_ordered_by_their_keys(tmp_path: Path) -> None:
    ids = sorted((f"<{k}@x.example>" for k in range(40)), key=key_of)
    random.Random(3).shuffle(ids)  # noqa: S311 - a fixed order, not a secret
    mails = [mail("ann", "bob", "eve", id=one, days=k % 3) for k, one in enumerate(ids)]
    store = _kept(tmp_path / "s", *mails[:25])
    assert _grown(store, *mails[25:]) is not None


def test_new_people_move_the_numbers_of_the_others(tmp_path: Path) -> None:
    store = _kept(tmp_path / "s", mail("bob", "eve"), mail("eve", "mia", days=1))
    found = _grown(store, mail("ann", "bob", days=2), mail("joe", "zoe", days=0.5))
    assert found is not None
    assert len(found.people) == 6


def test_a_list_of_people_alone_adds_people(tmp_path: Path) -> None:
    store = _kept(tmp_path / "s", mail("bob", "eve"))
    found = _grown(store, Fact("email:ann@x.example", "name", "Ann", None, None), source="people")
    assert found is not None
    assert found.people.name.to_pylist() == ["Ann", None, None]


def _named(who: str, name: str) -> Fact:
    return Fact(who, "name", name, None, None)


def test_who_may_be_one_person_is_asked_anew_with_what_came(tmp_path: Path) -> None:
    mails = [mail("p.wasik", "bob", days=k) for k in range(4)]
    names = [_named("email:p.wasik@x.example", "Przemysław Wąsik"),
             _named("slack:T1/U7", "Somebody Else")]  # fmt: skip
    store = _kept(tmp_path / "s", *mails, *names)
    found = _grown(store, mail("bob", "eve", days=9), _named("email:pw@y.example", "P. Wąsik"))
    assert found is not None
    again = _named("email:przemek.wasik@x.example", "Przemysław Wąsik")
    assert _grown(store, mail("bob", "przemek.wasik", days=10), again) is None, "one person now"
    assert _grown(store, mail("bob", "eve", days=11)) is not None


def test_somebody_new_of_a_known_name_is_compared_with_all_who_bear_it(tmp_path: Path) -> None:
    first = ["ann.archer", "ann.archer17", "eve.stone"]
    store = _kept(tmp_path / "s", *(mail(who, "bob", "mia", days=1) for who in first))
    found = _grown(store, mail("ann.archer31", "bob", "mia", days=2), mail("joe", "bob", days=3))
    assert found is not None
    pairs = zip(*(found.suggested.column(name).to_pylist() for name in "ab"), strict=True)
    assert {two for two in pairs if "email:ann.archer31@x.example" in two} == {
        ("email:ann.archer17@x.example", "email:ann.archer31@x.example"),
        ("email:ann.archer31@x.example", "email:ann.archer@x.example"),
    }


def test_what_reaches_into_the_past_takes_reading_everything(tmp_path: Path) -> None:
    first = mail("ann", "bob", id="1"), mail("bob", "eve", days=1)
    changes: dict[str, tuple[object, ...]] = {
        "a further receiver": (mail("ann", "eve", id="1"),),
        "a higher revision": (mail("ann", "bob", id="1", revision=2, days=4),),
        "a merge": (Merge("email:ann@x.example", "email:bob@x.example", "told", CLOCK, True),),
        "a list": (Fact("email:bob@x.example", "kind", "list", None, None),),
        "a channel": (mail("ann", "bob", channel="slack", days=3),),
        "a tone": (mail("ann", "bob", sentiment=0.5, days=3),),
    }
    for name, more in changes.items():
        assert _grown(_kept(tmp_path / name, *first), *more) is None, name


def test_a_conversation_goes_on(tmp_path: Path) -> None:
    store = _kept(tmp_path / "s", *(mail("ann", "bob", days=k, thread=f"t{k}") for k in range(3)))
    later = [mail("bob", "ann", days=5, thread="t1"), mail("bob", "ann", days=6, thread="new")]
    assert _grown(store, *later) is not None
    assert _grown(store, mail("bob", "ann", days=1.5, thread="t1")) is None  # moves the others


def test_calls_with_their_lengths_over_several_channels_find_their_places(tmp_path: Path) -> None:
    def call(day: float, minutes: int | None, over: str, answer: str = "none") -> Interaction:
        length = None if minutes is None else timedelta(minutes=minutes)
        return mail("ann", f"bob/to/{answer}", kind=Kind.CALL, channel=over, days=day,
                    duration=length)  # fmt: skip

    first = [call(0, 5, "phone"), call(1, None, "zoom"), mail("bob", "ann", days=2)]
    for place, more in {
        "lengths and channels": [call(3, 0, "zoom"), call(0.5, 7, "phone")],
        "one of the channels": [call(3, None, "phone")],
        "neither": [mail("ann", "bob", days=5)],
        "a call that was missed": [call(4, 3, "zoom", "unanswered")],
    }.items():
        found = _grown(_kept(tmp_path / place, *first), *more)
        assert found is not None, place
        assert found.timeline.channels == ("email", "phone", "zoom")


def test_the_first_missed_call_of_a_log_that_knows_no_lengths_has_its_own(tmp_path: Path) -> None:
    call = partial(mail, "ann", kind=Kind.CALL)
    store = _kept(tmp_path / "s", call("bob"), call("bob", days=1))
    found = _grown(store, call("bob/to/unanswered", days=0.5))

    assert found is not None
    assert np.isnan(found.timeline.seconds).tolist() == [True, False, True]
    assert found.timeline.seconds[1] == 0


_PLAIN = st.builds(
    lambda sender, receivers, days: mail(sender, *receivers, days=days),
    st.sampled_from("abcdef"),
    st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3, unique=True),
    st.integers(0, 4),
)
_ANY = st.one_of(*[_PLAIN] * 12, RECORDS)


@settings(max_examples=40, deadline=None)
@given(st.lists(_ANY, min_size=1, max_size=25), st.lists(_ANY, min_size=1, max_size=8))
def test_whatever_came_the_history_is_that_of_everything(
    first: list[object], more: list[object]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = _kept(Path(folder) / "s", *first)
        if len(store.contents().interacted):
            event("added" if _grown(store, *more) else "read anew")


def test_a_refresh_adds_what_is_new_and_answers_as_if_all_were_read(tmp_path: Path) -> None:
    told = office()
    most = len(told) - 20
    path = fill(tmp_path / "one.duckdb", told[:most])
    engine = engine_on(path)
    engine.refresh()
    fill(path, told[most:])
    steps: list[str] = []
    pointer = engine.refresh(report=lambda what, _done: steps.append(what))
    assert "adding what is new to the timeline" in steps
    assert "sorting it into a timeline" not in steps

    whole = engine_on(fill(tmp_path / "other.duckdb", told))
    assert whole.refresh() == pointer
    for ask in (Engine.influencers, Engine.weakening, Engine.communities, Engine.briefing):
        assert as_json(ask(engine)) == as_json(ask(whole))
    ours, theirs = (
        one.snapshots.open(pointer.snapshot, pointer.run).manifest for one in (engine, whole)
    )
    assert ours == theirs


@pytest.mark.parametrize(("who", "pieces"), [("bob", [1, 2, 3]), ("aaa", [1, 1, 2])])
def test_the_log_of_a_grown_snapshot_shares_its_files_with_the_one_before(
    tmp_path: Path, who: str, pieces: list[int]
) -> None:
    """Aaa is new, and first in order, which moves the places of all others."""
    path = fill(tmp_path / "one.duckdb", office())
    engine = engine_on(path)
    counts, ends, linked = [], [], set()
    for days in (0, 172, 175):
        fill(path, [mail(who, "ann", days=days)] if days else [])
        folder = engine.snapshots.folder / engine.refresh().snapshot
        counts.append(len(list(folder.glob("log.*"))))
        ends.append(len(list(folder.glob("log_ends.*"))))
        linked.add((folder / "log.arrow").stat().st_ino)
    assert counts == [1, 2, 3]
    assert ends == pieces
    assert len(linked) == 1
    before = as_json(engine.briefing())
    (folder / "log.arrow").write_bytes(b"")  # damages every snapshot that shares it
    assert as_json(engine_on(path).briefing()) == before


def test_where_known_people_write_on_nobody_is_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [_named("email:ann@x.example", "Ann Archer"), _named("email:a.archer@y.example", "A.")]
    mails = [mail("ann", "bob", "eve"), mail("bob", "eve", days=1)]
    store = _kept(tmp_path / "s", *mails, *names)
    asked: list[int] = []
    monkeypatch.setattr("api.log.growing.identified", _counted(identified, asked))

    assert _grown(store, mail("bob", "ann", days=2), mail("eve", "bob", days=0.5)) is not None
    assert len(asked) == 0
    assert _grown(store, mail("ann", "zoe", days=3)) is not None  # somebody new
    assert len(asked) == 1
    assert _grown(store, mail("zoe", "bob", days=4)) is not None  # two who never met
    assert len(asked) == 2
    zoe = _named("email:zoe@x.example", "Zoë")
    assert _grown(store, mail("zoe", "bob", days=5), zoe) is not None
    assert len(asked) == 3


_OLD, _NEW = "email:ann.archer@old.example", "email:ann.archer@new.example"
_BOTH = [_named(who, "Ann Archer") for who in (_OLD, _NEW)]


def _from(address: str, *days: float) -> list[Interaction]:
    return [replace(mail("ann", "bob", "eve", days=k), sender=address) for k in days]


def _reasons(found: History) -> list[str]:
    """Why Ann's two addresses may be hers."""
    told = zip(*(found.suggested.column(name).to_pylist() for name in "ab"), strict=True)
    reasons: list[list[str]] = found.suggested.column("reasons").to_pylist()
    return dict(zip(told, reasons, strict=True))[_NEW, _OLD]


def test_addresses_that_are_in_use_for_longer_are_compared_again(tmp_path: Path) -> None:
    """Ann Archer left old.example for new.example; then a mail comes from the old address."""
    store = _kept(tmp_path / "s", *_from(_OLD, 0, 20), *_from(_NEW, 30, 140), *_BOTH)

    found = _grown(store, *_from(_OLD, 141))

    assert found is not None
    assert any("in use at one time" in one for one in _reasons(found))


def test_of_two_addresses_in_use_as_before_only_the_date_is_told_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = [*_from(_OLD, 0, 120), *_from(_NEW, 10, 110), mail("bob", "eve")]
    store = _kept(tmp_path / "s", *mails, *_BOTH)
    asked: list[int] = []
    monkeypatch.setattr("api.log.growing.identified", _counted(identified, asked))

    for day, last in ((105, "2026-04-25"), (115, "2026-04-30"), (125, "2026-05-05")):
        found = _grown(store, *_from(_NEW, day))
        assert found is not None
        assert any(one.endswith(f"to {last}.") for one in _reasons(found)), _reasons(found)
    assert len(asked) == 0


@pytest.mark.parametrize("name", ["in_time", "suggested"])
def test_of_a_damaged_snapshot_nothing_is_taken(tmp_path: Path, name: str) -> None:
    told: list[Interaction | Fact | Merge] = [*_from(_OLD, 0, 120), *_from(_NEW, 10, 110), *_BOTH]
    path = fill(tmp_path / "one.duckdb", told)
    engine = engine_on(path)
    folder = engine.snapshots.folder / engine.refresh().snapshot
    (folder / f"{name}.arrow").write_bytes(b"")
    fill(path, _from(_NEW, 115))
    pointer = engine.refresh()

    found = History.mapped(engine.snapshots.open(pointer.snapshot))
    whole = engine_on(fill(tmp_path / "other.duckdb", [*told, *_from(_NEW, 115)]))
    assert whole.refresh() == pointer
    _check(found, History.mapped(whole.snapshots.open(pointer.snapshot)))
    assert any(one.endswith("to 2026-04-30.") for one in _reasons(found))


_ADDRESSES = [f"email:{who}@{where}.example" for who in ("ann.archer", "a.archer", "eve.stone")
              for where in ("old", "new", "x")]  # fmt: skip
_BUSY = st.builds(
    lambda sender, receiver, day: replace(mail("ann", receiver, days=day), sender=sender),
    st.sampled_from(_ADDRESSES),
    st.sampled_from(["bob", "mia"]),
    st.integers(0, 300),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_BUSY, max_size=30), st.lists(st.lists(_BUSY, min_size=1, max_size=4), max_size=3))
def test_whoever_wrote_on_from_whichever_address_the_same_are_suggested(
    first: list[Interaction], batches: list[list[Interaction]]
) -> None:
    met = [
        replace(mail("ann", to, days=90), sender=who) for who in _ADDRESSES for to in ("bob", "mia")
    ]
    names = [_named(who, who[6:].partition("@")[0].replace(".", " ")) for who in _ADDRESSES]
    with tempfile.TemporaryDirectory() as folder:
        store = _kept(Path(folder) / "s", *met, *names, *first)
        for more in batches:
            event("read anew" if _grown(store, *more) is None else "added")


def test_who_only_got_the_same_circular_has_not_been_in_touch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [f"b{k}" for k in range(60)]
    store = _kept(tmp_path / "s", mail("ann", *many), mail("b1", "b2", days=1), _named(
        "email:ann@x.example", "Ann Archer"))  # fmt: skip
    asked: list[int] = []
    monkeypatch.setattr("api.log.growing.identified", _counted(identified, asked))

    assert _grown(store, mail("b2", "b1", days=2), mail("ann", *many, days=3)) is not None
    assert len(asked) == 0
    assert _grown(store, mail("ann", "b1", days=4)) is not None  # who got a circular from her
    assert len(asked) == 1


def _counted(function: Callable[..., Identified], asked: list[int]) -> Callable[..., Identified]:
    def counted(*given: object) -> Identified:
        asked.append(1)
        return function(*given)

    return counted
