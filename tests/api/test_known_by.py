"""What the answers said then, although late data came since: the same bytes, from both stores."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.engine import Engine
from api.processes.child import in_child
from api.render import as_json
from api.runs import of_store as runs
from api.settings import settings
from graph.connect import open_store
from graph.errors import Misuse
from graph.model import Fact, Interaction, Kind, Merge, Receiver, Role, Status
from graph.moments import iso, micros
from graph.store import Store
from ingest.batches.gather import gather
from ingest.source import Reading
from tests.api.cookbook_demo import caches_in
from tests.api.kept import office
from tests.conftest import in_file_or_proof
from tests.graph.records import Found
from tests.worlds import START, email

FIRST, SECOND, THIRD = (START + timedelta(days=days) for days in (180, 187, 200))
ANN, BOB, DAN, CAT = "ann@x.example", "bob@x.example", "dan@x.example", "cat@customer.example"
QUESTIONS: dict[str, Callable[[Engine, str | None], dict[str, object]]] = {
    "weakening": lambda engine, by: engine.weakening(limit=100, known_by=by),
    "influencers": lambda engine, by: engine.influencers(limit=100, known_by=by),
    "briefing": lambda engine, by: engine.briefing(known_by=by),
    "communities": lambda engine, by: engine.communities(limit=100, known_by=by),
    "stakeholders": lambda engine, by: engine.stakeholders(
        of="org:customer.example", limit=100, known_by=by
    ),
    "people": lambda engine, by: engine.people(limit=100, known_by=by),
    "person": lambda engine, by: engine.person(ANN, known_by=by),
    "ties": lambda engine, by: engine.ties(ANN, limit=100, known_by=by),
    "ranked ties": lambda engine, by: engine.ranked_ties(limit=100, known_by=by),
    "explain": lambda engine, by: engine.explain(ANN, limit=100, known_by=by),
    "tie": lambda engine, by: engine.tie(BOB, CAT, known_by=by),
    "rising": lambda engine, by: engine.rising(limit=100, known_by=by),
    "levels": lambda engine, by: engine.community_levels(known_by=by),
    "lineage": lambda engine, by: engine.community_lineage(
        start="2026-03-01", limit=100, known_by=by
    ),
    "an earlier moment": lambda engine, by: engine.influencers(as_of="2026-04-01", known_by=by),
    "another half-life": lambda engine, by: engine.influencers(half_life_days=90, known_by=by),
}


@dataclass
class Kept:
    """A store whose clock is turned by hand, and the engine on it."""

    store: Store
    now: datetime = FIRST
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        flags = {"store": self.store.url, "write_back": "none"}  # nobody asks the server itself
        built = settings(flags, environment={})
        self.engine = Engine(self.store.url, built, clock=lambda: micros(self.now))

    def load(self, records: Iterable[Found], *, source: str = "hand") -> None:
        """Keep records that arrive now, and refresh."""
        placed = ((f"record {k}", record) for k, record in enumerate(records))
        for batch in gather(placed, source, Reading(clock=self.now)):
            self.store.add(batch, arrived_at=micros(self.now))
        self.engine.refresh()

    def said(self, known_by: datetime | None = None) -> dict[str, bytes]:
        """Every answer, by what was known then."""
        by = None if known_by is None else known_by.isoformat()
        return {name: as_json(ask(self.engine, by)) for name, ask in QUESTIONS.items()}


def meeting(day: float, *statuses: Status, revision: int = 0) -> Interaction:
    names = ("bob", "dan", "eve")
    reached = zip(names, statuses, strict=False)
    return Interaction(
        at=START + timedelta(days=day),
        kind=Kind.MEETING,
        channel="calendar",
        sender=f"email:{ANN}",
        receivers=tuple(
            Receiver(f"email:{name}@x.example", Role.ATTENDEE, status) for name, status in reached
        ),
        id=f"meeting on {day}",
        revision=revision,
    )


def first_part() -> list[Found]:
    """Half a year of an office, two meetings and one that is planned, and names as they were."""
    seen = [Fact(f"email:{BOB}", "seen_name", name, START + timedelta(days=day))
            for name, day in (("Bob B.", 20), ("Bobby", 10))]  # fmt: skip
    return [
        *office(),
        *seen,
        meeting(100, *[Status.UNANSWERED] * 3),
        meeting(160, *[Status.ACCEPTED] * 3),
        meeting(190, *[Status.ACCEPTED] * 3),
        email("bob", "zoë", days=150, id="grows"),
    ]


def late_part() -> list[Found]:
    """What comes in a week later: old mail, corrections, a merge, people, a name seen again."""
    return [
        *(email("bob", "cat2", days=day) for day in range(110, 170, 5)),
        *(_with_customer(day) for day in range(112, 178, 7)),
        meeting(100, Status.ACCEPTED, Status.DECLINED, Status.ACCEPTED, revision=1),
        replace(meeting(160), receivers=(), revision=2),
        meeting(190, *[Status.DECLINED] * 3, revision=1),
        email("bob", "zoë", "dan", days=150, id="grows"),
        Fact(f"email:{BOB}", "seen_name", "Bobby", START + timedelta(days=170)),
        Fact(f"email:{DAN}", "name", "Dan Dow"),
        Fact("org:customer.example", "segment", "lost"),
        Merge("email:cat2@x.example", f"email:{CAT}", "same name on a list"),
    ]


def _with_customer(day: float) -> Interaction:
    receiver = Receiver(f"email:{CAT}")
    return replace(email("bob", days=day, id=f"late {day}"), receivers=(receiver,))


@pytest.fixture
def kept(store: Store, tmp_path: Path) -> Iterable[Kept]:
    with caches_in(tmp_path / "user"):
        yield Kept(store)


@in_file_or_proof
def test_every_answer_of_then_is_given_again_to_the_byte(kept: Kept) -> None:
    kept.load(first_part())
    then = kept.said()
    kept.now = SECOND
    kept.load(late_part(), source="late")
    kept.engine.merge(ANN, DAN, reason="told", is_active=True)
    kept.engine.refresh()
    later = kept.said()
    assert all(later[name] != then[name] for name in QUESTIONS), "the late data matters"
    kept.now = THIRD
    kept.engine.merge(ANN, DAN, reason="no", is_active=False)
    kept.load([email("ann", "new", days=198)])
    now = kept.said()

    assert kept.said(FIRST) == then
    assert kept.said(SECOND) == later
    assert kept.said(THIRD) == now
    pointer = kept.engine.snapshots.pointer()
    assert kept.said() == now
    assert kept.engine.snapshots.pointer() == pointer, "the current one stays"

    for folder in kept.engine.snapshots.folder.glob("s_*"):
        assert pointer is not None
        if folder.name != pointer.snapshot:
            _empty(folder)
    again = Kept(kept.store, THIRD)
    assert again.said(FIRST) == then, "made anew, not remembered"


def _empty(folder: Path) -> None:
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    folder.rmdir()


def test_between_two_loads_it_is_what_the_first_brought_seen_with_the_clock_of_then(
    kept: Kept,
) -> None:
    kept.load(first_part())
    kept.now = FIRST + timedelta(days=12)  # the planned meeting has come about
    kept.engine.refresh()
    then = kept.said()
    kept.now = THIRD
    kept.load([email("ann", "new", days=130)])

    assert kept.said(FIRST + timedelta(days=12)) == then
    assert kept.engine.run(known_by=iso(micros(FIRST))).name != kept.engine.run().name


@in_file_or_proof
def test_before_anything_was_known_and_after_now_there_is_no_answer(kept: Kept) -> None:
    kept.load(first_part())
    kept.now = SECOND
    kept.load([email("ann", "new", days=181)])
    ask = kept.engine.weakening

    began = iso(micros(FIRST))
    with pytest.raises(Misuse, match=f"no interaction was known by .*: loading began {began}"):
        ask(known_by="2026-01-01")
    with pytest.raises(Misuse, match="nobody knows yet"):
        ask(known_by=(SECOND + timedelta(seconds=1)).isoformat())
    with pytest.raises(Misuse, match="is no moment"):
        ask(known_by="yesterday")
    assert ask(known_by="now") == ask(known_by=SECOND.isoformat()) == ask()
    status = kept.engine.status()
    span = (status["first_arrived_at"], status["last_arrived_at"])
    assert span == (began, iso(micros(SECOND)))


@in_file_or_proof
def test_one_may_look_from_a_later_moment_than_one_knows_by(kept: Kept) -> None:
    kept.load(first_part())
    kept.now = THIRD
    kept.load(late_part())

    later = kept.engine.influencers(as_of=THIRD.isoformat(), known_by=FIRST.isoformat())
    alone = kept.engine.influencers(known_by=FIRST.isoformat())
    assert later["as_of"] == iso(micros(THIRD)) != alone["as_of"]
    assert [row["person"] for row in later["items"]] == [row["person"] for row in alone["items"]]


@in_file_or_proof
def test_a_page_of_then_goes_on_with_the_next_and_not_with_the_one_of_now(kept: Kept) -> None:
    kept.load(first_part())
    whole = kept.engine.influencers(limit=6)
    kept.now = SECOND
    kept.load(late_part())

    by = FIRST.isoformat()
    page = kept.engine.influencers(limit=3, known_by=by)
    rest = kept.engine.influencers(limit=3, known_by=by, cursor=page["next"])
    assert page["items"] + rest["items"] == whole["items"]
    with pytest.raises(Misuse, match="the cursor belongs to another run"):
        kept.engine.influencers(limit=3, cursor=page["next"])


@in_file_or_proof
def test_what_others_dropped_is_made_again(kept: Kept) -> None:
    kept.load(first_part())
    then = as_json(kept.engine.weakening())
    kept.now = SECOND
    kept.load(late_part())
    by = FIRST.isoformat()
    assert as_json(kept.engine.weakening(known_by=by)) == then

    name = kept.engine.run(known_by=by).columns.folder.parent.parent.name
    _empty(kept.engine.snapshots.folder / name)
    assert as_json(kept.engine.weakening(known_by=by)) == then
    assert as_json(kept.engine.influencers(known_by=by, half_life_days=7))
    assert (kept.engine.snapshots.folder / name).is_dir()


def test_a_server_looks_back_in_a_child_where_the_log_is_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(open_store(str(tmp_path / "log.duckdb")))
    kept.load(first_part())
    then = as_json(kept.engine.weakening())
    kept.now = SECOND
    kept.load(late_part())
    started: list[str] = []

    def counted(work: Callable[..., object], *given: object, **options: Any) -> object:
        started.append(work.__name__)
        return in_child(work, *given, **options)

    monkeypatch.setattr(runs, "in_child", counted)
    kept.engine.is_server = True
    for many in (1_000_000, 1):
        monkeypatch.setattr(runs, "_MANY_PAIRS", many)
        by = (FIRST + timedelta(minutes=many)).isoformat() if many == 1 else FIRST.isoformat()
        assert as_json(kept.engine.weakening(known_by=by)) == then
        assert as_json(kept.engine.weakening(known_by=by)) == then
    assert started == ["publish", "publish_known"]
