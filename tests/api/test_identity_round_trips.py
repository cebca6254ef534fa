"""What is merged and taken back leaves everything as it would have been, whatever came between."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from api.engine import Engine
from api.log.history import History
from api.refresh import refresh
from api.render import as_json
from api.settings import settings as built
from graph.duckdb.store import DuckDBStore
from graph.model import Fact, Interaction, Merge
from graph.moments import micros, moment
from graph.snapshot import Pointer
from graph.store import Store
from tests.api.cookbook_demo import caches_in
from tests.api.kept import CLOCK, office
from tests.conftest import in_file_or_proof
from tests.graph.records import START, batch_of, mail

NAMES = "abcdefgh"
LATER = START + timedelta(days=500)

_MAIL = st.builds(
    lambda sender, to, days, thread: mail(sender, *to, days=days, thread=thread),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
    st.integers(0, 60),
    st.sampled_from([None, "t1", "t2"]),
)
_NAMED = st.builds(
    lambda who, name: Fact(f"email:{who}@x.example", "name", name),
    st.sampled_from(NAMES),
    st.sampled_from(["Ann Smith", "Anna Smith", "Bob Jones", "Zoë Żak", "Li Wei"]),
)
_PAIR = st.lists(
    st.sampled_from([*NAMES, "never heard of"]), min_size=2, max_size=2, unique=True
).map(lambda pair: tuple(f"email:{one.replace(' ', '')}@x.example" for one in sorted(pair)))
_STEP = st.one_of(
    st.tuples(st.just("comes"), st.lists(st.one_of(_MAIL, _MAIL, _MAIL, _NAMED), max_size=4)),
    st.tuples(st.just("decided"), _PAIR),
)


def _history(store: DuckDBStore) -> tuple[str, History]:
    contents = store.contents()
    return contents.digest, History.of(contents, max_receivers=50)


@cache
def _begun() -> dict[str, bytes]:
    """A store with two letters as its files: made once, for making it takes as long as a trip."""
    with tempfile.TemporaryDirectory() as folder:
        store = DuckDBStore(Path(folder) / "log.duckdb")
        store.add(batch_of(mail("a", "b"), mail("c", "d", days=1)), arrived_at=1)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def _played(
    steps: list[tuple[str, object]], folder: Path, *, with_decisions: bool
) -> tuple[str, History]:
    """Let everything come; each pair is merged when it is named first, and all are undone last."""
    for name, data in _begun().items():
        (folder / name).write_bytes(data)
    store = DuckDBStore(folder / "log.duckdb")
    merged: set[tuple[str, str]] = set()
    for number, (kind, what) in enumerate(steps, start=2):
        if kind == "comes":
            store.add(batch_of(*what), arrived_at=number)  # type: ignore[misc]
        elif with_decisions:
            is_merge = what not in merged
            a, b = cast("tuple[str, str]", what)
            (merged.add if is_merge else merged.discard)((a, b))
            at = LATER + timedelta(days=number)
            store.merge([Merge(a, b, "told", at, is_merge)], arrived_at=number)
    for pair in sorted(merged):
        at = LATER + timedelta(days=900)
        store.merge([Merge(*pair, "no", at, is_active=False)], arrived_at=1000)
    return _history(store)


def _bytes(history: History) -> dict[str, str]:
    """Everything that answers are made of, without what was decided and when it arrived."""
    tables = history.tables()
    del tables["merges"], tables["suggested"], tables["in_time"]
    tables["log"] = tables["log"].drop_columns("arrived_at")
    return {name: repr(table.to_pydict()) for name, table in tables.items()}


def _check(steps: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        detour = _played(steps, Path(folder), with_decisions=True)
    with tempfile.TemporaryDirectory() as folder:
        straight = _played(steps, Path(folder), with_decisions=False)
    assert detour[0] == straight[0], "the digest of the store"
    apart = {(row["a"], row["b"]) for row in detour[1].merges.to_pylist()}
    suggested = straight[1].suggested.to_pylist()
    if any((row["a"], row["b"]) in apart or row["verdict"] == "automatic" for row in suggested):
        event("evidence would join them")
        return  # evidence would join what was taken back: kept apart it differs, as it must
    assert _bytes(detour[1]) == _bytes(straight[1])
    moment_ = int(straight[1].at[-1])
    assert detour[1].digest(moment_) == straight[1].digest(moment_)


@settings(max_examples=30, deadline=None)
@given(st.lists(_STEP, min_size=1, max_size=6))
def test_merge_then_unmerge_is_as_if_neither_had_been(steps: list[tuple[str, object]]) -> None:
    _check(steps)


@pytest.mark.proof
@settings(max_examples=1_000, deadline=None)
@given(st.lists(_STEP, min_size=1, max_size=16))
def test_merge_then_unmerge_in_a_thousand_ways(steps: list[tuple[str, object]]) -> None:
    _check(steps)


QUESTIONS: tuple[Callable[[Engine], dict[str, object]], ...] = (
    lambda engine: engine.influencers(limit=100),
    lambda engine: engine.weakening(limit=100),
    lambda engine: engine.communities(limit=100),
    lambda engine: engine.briefing(),
    lambda engine: engine.ranked_ties(limit=100),
    lambda engine: engine.people(limit=100),
)


def _answers(engine: Engine) -> list[bytes]:
    return [as_json(ask(engine)) for ask in QUESTIONS]


def _renewed(engine: Engine) -> Pointer:
    """Refresh without a child process, which takes longer to start than this to do."""
    return refresh(engine.url, engine.settings, engine.clock())


def _engine(store: Store, day: int) -> Engine:
    values = built({"store": store.url}, environment={})
    return Engine(store.url, values, clock=lambda: micros(CLOCK + timedelta(days=day)))


@in_file_or_proof
def test_answers_come_back_to_the_byte_with_mail_arriving_between(
    store: Store, tmp_path: Path
) -> None:
    told = sorted((one for one in office() if isinstance(one, Interaction)), key=lambda one: one.at)
    ann, dan = "ann@x.example", "dan@x.example"
    with caches_in(tmp_path / "user"):
        store.add(batch_of(*told[:-30]), arrived_at=micros(CLOCK))
        engine = _engine(store, 1)
        before = _renewed(engine), _answers(engine), store.digest()
        engine.merge(ann, dan, reason="told", is_active=True)
        _renewed(engine)
        assert _answers(engine) != before[1], "it mattered"
        store.add(batch_of(*told[-30:]), arrived_at=micros(CLOCK + timedelta(days=1)))
        _renewed(engine)
        last = _engine(store, 2)
        last.merge(dan, ann, reason="no", is_active=False)
        pointer = _renewed(last)
        after = _answers(last), store.digest()

        plain = DuckDBStore(tmp_path / "plain.duckdb")
        plain.add(batch_of(*told), arrived_at=micros(CLOCK))
        straight = _engine(plain, 3)
        assert _renewed(straight).run == pointer.run
        assert (_answers(straight), plain.digest()) == after
        first = moment(micros(CLOCK) + 1).isoformat()
        assert as_json(last.people(limit=100, known_by=first)) == before[1][5]
