"""An answer to a list alone reaches whom it answers, though each message is a file of its own."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from graph.connect import open_store
from graph.moments import micros
from graph.store import Store
from ingest.files.survey import surveyed
from ingest.load import load
from ingest.mail.eml import Eml
from ingest.source import Reading
from ingest.sources import SOURCES
from tests.ingest.gathered import CLOCK, file_at, gathered

TALK = "To: talk@lists.x.example"
BY_LIST = ("Received: from lists.x.example", "List-Post: <mailto:talk@lists.x.example>", TALK)


def message(who: str, own: str, *more: str, answers: str = "") -> str:
    lines = [
        f"From: {who.title()} <{who}@x.example>",
        "Date: Mon, 2 Mar 2026 09:00:00 +0000",
        "Subject: Plan",
        *([f"In-Reply-To: <{answers}>"] if answers else []),
        *more,
        f"Message-ID: <{own}>",
    ]
    return "\r\n".join(lines) + "\r\n\r\nHi\r\n"


ASKED = message("ann", "a1", *BY_LIST)
ANSWERED = message("bob", "b1", *BY_LIST, answers="a1")


def written(root: Path, **messages: str) -> Path:
    """A Maildir: its names say nothing but their order."""
    for name, text in messages.items():
        folder, _, number = name.partition("_")
        path = root / folder / f"{number}.host:2,S"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, newline="")
    return root


def reached(root: Path) -> dict[str, set[str]]:
    """Whom each message reaches, as one load reads them."""
    survey, warnings = surveyed([root], SOURCES, root)
    assert not warnings
    found: dict[str, set[str]] = {}
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        for one in gathered(Eml(), path, survey=survey).interactions:
            found[str(one.id)] = {to.identity.partition("@")[0] for to in one.receivers}
    return found


@pytest.mark.parametrize(
    "places", [("cur_1", "cur_2"), ("cur_2", "cur_1"), ("cur_1", "new_1"), ("new_9", "cur_1")]
)
def test_an_answer_in_a_maildir_reaches_whom_it_answers(
    tmp_path: Path, places: tuple[str, str]
) -> None:
    found = reached(written(tmp_path, **dict(zip(places, (ASKED, ANSWERED), strict=True))))

    assert found == {"mail:a1": {"email:talk"}, "mail:b1": {"email:ann"}}


@pytest.mark.parametrize(
    "name", ["{}.eml", "{}.EML", "{}", "{}.emlx", "{}:2,RS", "170968000{}.M2P1_8.mx.x.example"]
)
def test_so_it_does_among_saved_messages(tmp_path: Path, name: str) -> None:
    for number, text in enumerate((ANSWERED, ASKED), 1):
        start = f"{len(text)}\n" if name.endswith("emlx") else ""
        (tmp_path / name.format(number)).write_text(start + text, newline="")

    assert reached(tmp_path)["mail:b1"] == {"email:ann"}


def test_what_oneself_wrote_is_answered_too_where_only_ones_own_copy_is_kept(
    tmp_path: Path,
) -> None:
    sent = message("ann", "a1", TALK)  # it never travelled, so no list has signed it

    found = reached(written(tmp_path, **{"Sent/cur_1": sent, "cur_1": ANSWERED}))

    assert found["mail:b1"] == {"email:ann"}


def test_an_answer_to_people_is_to_them_and_one_to_oneself_to_nobody(tmp_path: Path) -> None:
    named = message("cy", "c1", *BY_LIST[:2], f"{TALK}, dan@x.example", answers="a1")
    again = message("ann", "a2", *BY_LIST, answers="a1")

    found = reached(written(tmp_path, cur_1=ASKED, cur_2=named, cur_3=again))

    assert (found["mail:c1"], found["mail:a2"]) == ({"email:dan"}, set())


def test_mail_between_people_tells_nothing(tmp_path: Path) -> None:
    mail = message("ann", "a1", "Received: by x.example", "To: bob@x.example")
    root = written(tmp_path, cur_1=mail)

    assert list(Eml().tells(file_at(root / "cur" / "1.host:2,S"))) == []


def test_files_come_in_any_order_together_or_one_load_after_the_other(tmp_path: Path) -> None:
    root = written(tmp_path / "mail", cur_1=ASKED, cur_2=ANSWERED)
    paths = sorted((root / "cur").iterdir())
    digests = set()
    for number, order in enumerate(permutations(paths)):
        store = open_store(str(tmp_path / f"{number}.duckdb"))
        load(order, store, Reading(CLOCK))
        digests.add(store.digest())
    apart = open_store(str(tmp_path / "apart.duckdb"))
    for path in reversed(paths):
        load([path], apart, Reading(CLOCK))

    assert digests == {apart.digest()}
    assert load([root], apart, Reading(CLOCK)).total("known") == 2


def who(store: Store) -> dict[str, set[str]]:
    """Whom each message reaches, as the store keeps it."""
    found = store.contents()
    names = [*found.identities.to_pylist(), "nobody"]
    reaches: dict[str, set[str]] = {}
    for row in found.interacted.select(["id", "receiver"]).to_pylist():
        reaches.setdefault(row["id"], set()).add(names[row["receiver"]])
    return reaches


def test_every_store_finds_the_author_in_what_came_before_and_in_what_comes_later(
    new_store: Callable[[], Store], tmp_path: Path
) -> None:
    """Cy hides whom he writes to; Ann answers herself; what Bob's second answers never comes."""
    hidden = message("cy", "c1", "To: undisclosed-recipients:;", answers="b1")
    texts = {
        "1": ASKED, "2": ANSWERED, "3": hidden,
        "4": message("ann", "a2", *BY_LIST, answers="a1"),
        "5": message("bob", "b2", *BY_LIST, answers="lost"),
    }  # fmt: skip
    root = written(tmp_path / "mail", **{f"cur_{name}": text for name, text in texts.items()})
    paths = sorted((root / "cur").iterdir())
    digests = set()
    for order in (paths, paths[::-1]):
        store = new_store()
        for path in order:
            report = load([path], store, Reading(CLOCK))
            assert report.total("new") == 1
        digests.add(store.digest())

        assert who(store) == {
            "mail:a1": {"email:talk@lists.x.example"}, "mail:b1": {"email:ann@x.example"},
            "mail:c1": {"email:bob@x.example"}, "mail:a2": {"nobody"}, "mail:b2": {"nobody"},
        }  # fmt: skip
        assert load(paths, store, Reading(CLOCK)).total("known") == 5
    assert {store.digest()} == digests


def test_what_was_known_before_the_parent_came_is_still_told(tmp_path: Path) -> None:
    paths = sorted((written(tmp_path, cur_1=ASKED, cur_2=ANSWERED) / "cur").iterdir())
    store = open_store(str(tmp_path / "log.duckdb"))
    load([paths[1]], store, Reading(CLOCK))
    before = store.digest()

    load([paths[0]], store, Reading(CLOCK + timedelta(days=1)))

    assert store.digest(known_by=micros(CLOCK)) == before != store.digest()
