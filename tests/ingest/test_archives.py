"""Archives of lists: a reply reaches whom it answers, in whichever file of a load that stands."""

import gzip
import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from graph.connect import open_store
from ingest.files.survey import heard, surveyed
from ingest.load import LoadReport, load
from ingest.mail import archives, mbox
from ingest.mail.eml import Eml
from ingest.mail.mbox import Mbox
from ingest.source import File, Reading, Source
from ingest.sources import SOURCES
from ingest.told import Told
from tests.ingest.gathered import CLOCK, file_at, gathered


def post(who: str, own: str, parent: str = "", *more: str) -> str:
    """A message as Pipermail keeps it: no To, no zone, the address hidden."""
    lines = [
        f"From {who} at x.example  Thu Nov  1 11:19:12 2001",
        f"From: {who} at x.example ({who.title()})",
        "Date: Thu Nov  1 11:19:12 2001",
        *([f"In-Reply-To: <{parent}>"] if parent else []),
        *more,
        f"Message-ID: <{own}>",
    ]
    return "\n".join(lines) + "\n\nText.\n\n"


def written(path: Path, *posts: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(posts).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def reached(root: Path, *, source: Source | None = None) -> dict[str, set[str]]:
    """Whom each message of the files below a folder reaches, as one load reads them."""
    folder = root.parent / "unpacked"
    folder.mkdir(exist_ok=True)
    survey, warnings = surveyed([root], SOURCES, folder)
    assert not warnings
    found: dict[str, set[str]] = {}
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        for one in gathered(source or Mbox(), path, survey=survey).interactions:
            found.setdefault(str(one.id), set()).update(to.identity for to in one.receivers)
    return found


def loaded(store: Path, *paths: Path) -> tuple[LoadReport, str]:
    opened = open_store(str(store))
    report = load(paths, opened, Reading(CLOCK))
    return report, opened.digest()


def months(tmp_path: Path, *more: str) -> list[Path]:
    """October is answered in November and, in the archive of another list, in December."""
    return [
        written(tmp_path / "talk" / "2001-October.txt", post("ann", "a1"), post("bob", "b1", "a1")),
        written(tmp_path / "talk" / "2001-November.txt.gz", post("cleo", "c1", "b1", *more)),
        written(
            tmp_path / "users" / "dec.mbox", post("dan", "d1", "a1", *more), post("eve", "e1", "no")
        ),
    ]


def test_a_reply_reaches_the_author_of_a_message_in_another_file(tmp_path: Path) -> None:
    october, november, december = months(tmp_path / "lists")
    written(tmp_path / "lists" / "talk" / "2001-November.txt", post("cleo", "c1", "b1"))
    november.unlink()

    found = reached(tmp_path / "lists")

    assert october.exists()
    assert december.exists()
    assert found == {
        "mail:a1": set(),
        "mail:b1": {"email:ann@x.example"},
        "mail:c1": {"email:bob@x.example"},
        "mail:d1": {"email:ann@x.example"},
        "mail:e1": set(),
    }


def test_the_files_of_a_load_come_in_any_order_and_a_second_load_adds_nothing(
    tmp_path: Path,
) -> None:
    paths = months(tmp_path / "lists")
    digests = set()
    for number, order in enumerate(permutations(paths)):
        report, digest = loaded(tmp_path / f"{number}.duckdb", *order)
        digests.add(digest)
        assert [report.total(word) for word in ("read", "new", "rejected")] == [5, 5, 0]

    again, digest = loaded(tmp_path / "0.duckdb", tmp_path / "lists")

    assert [again.total(word) for word in ("read", "new", "known", "corrected")] == [5, 0, 5, 0]
    assert digests == {digest}


@pytest.mark.parametrize(
    ("sign", "every"), [((), 1), (("List-Id: <talk.x.example>", "Precedence: list"), 5)]
)
def test_loads_of_an_archive_come_in_any_order_and_each_answer_reaches_its_parents_author(
    tmp_path: Path, sign: tuple[str, ...], every: int
) -> None:
    october, november, december = months(tmp_path / "lists", *sign)
    _, at_once = loaded(tmp_path / "once.duckdb", october, november, december)
    orders = list(permutations((october, november, december)))[::every]
    for number, order in enumerate(orders):
        store = tmp_path / f"{number}.duckdb"
        for path in order:
            report, apart = loaded(store, path)
            assert report.total("new") == report.total("read")
        assert apart == at_once

    report, united = loaded(tmp_path / "0.duckdb", tmp_path / "lists")

    assert [report.total(word) for word in ("read", "new", "known")] == [5, 0, 5]
    assert united == at_once


def test_the_real_month_cut_into_files_is_the_same_as_whole(shared: Path, tmp_path: Path) -> None:
    """47 of its 82 messages find their parent: 28 + 1 by In-Reply-To, 18 by References."""
    packed = shared / "platform-mail" / "pipermail-numpy-discussion-2001-11.txt.gz"
    text = gzip.decompress(packed.read_bytes()).decode("latin-1")
    whole = tmp_path / "whole" / "2001-November.txt"
    whole.parent.mkdir()
    whole.write_bytes(text.encode("latin-1"))
    posts = re.split(r"(?m)^(?=From \S+ at \S+  \w{3} \w{3} )", text)[1:]
    assert len(posts) == 164
    for week in range(7):
        path = tmp_path / "cut" / f"list-{week % 2}" / f"2001-week-{week}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("".join(posts[week::7]).encode("latin-1"))

    cut = reached(tmp_path / "cut")

    assert cut == reached(tmp_path / "whole")
    assert (len(cut), sum(map(bool, cut.values()))) == (82, 28 + 1 + 18)


def test_real_messages_whose_parents_are_elsewhere_reach_those_whom_they_name(
    shared: Path, tmp_path: Path
) -> None:
    """Of the five messages of perceval one is a reply, to four people and a list that it names."""
    folder = shared / "platform-mail" / "perceval"
    survey, _ = surveyed([folder], SOURCES, tmp_path)

    for path in sorted(folder.iterdir()):
        alone, together = gathered(Mbox(), path), gathered(Mbox(), path, survey=survey)
        assert together.interactions == alone.interactions


def test_an_answer_on_a_list_is_no_bulk_though_the_list_says_that_it_sent_it(
    tmp_path: Path,
) -> None:
    signs = "List-Id: <talk.x.example>", "Precedence: list", "X-BeenThere: talk@x.example"
    robot = (*signs, "Auto-Submitted: auto-replied")
    path = written(
        tmp_path / "talk.mbox",
        post("ann", "a1", "", *signs), post("bob", "b1", "a1", *signs),
        post("cleo", "c1", "a1", *robot),
    )  # fmt: skip

    found = gathered(Mbox(), path).interactions

    assert [(one.id, one.is_bulk) for one in found] == [
        ("mail:a1", True), ("mail:b1", False), ("mail:c1", True),
    ]  # fmt: skip


def test_one_message_a_file_is_as_good(tmp_path: Path) -> None:
    for name, text in [("a.eml", post("ann", "a1")), ("b.eml", post("bob", "b1", "a1"))]:
        written(tmp_path / "saved" / name, text.partition("\n")[2])

    assert reached(tmp_path / "saved", source=Eml())["mail:b1"] == {"email:ann@x.example"}


def test_mail_that_names_its_receivers_is_read_once(tmp_path: Path) -> None:
    to = "To: bob@x.example"
    inbox = written(tmp_path / "inbox.mbox", post("ann", "a1", "", to), post("ann", "a2", "", to))

    assert list(Mbox().tells(file_at(inbox))) == []


def test_an_id_that_two_have_used_is_settled_alike_in_any_order(tmp_path: Path) -> None:
    first = written(tmp_path / "one" / "a.mbox", post("bob", "same"))
    second = written(tmp_path / "two" / "b.mbox", post("ann", "same"))
    reply = written(tmp_path / "three" / "c.mbox", post("cleo", "c1", "same"))
    found = set()
    for order in permutations([first, second, reply]):
        survey, _ = surveyed(order, SOURCES, tmp_path)
        found |= {one.receivers for one in gathered(Mbox(), reply, survey=survey).interactions}

    assert [[to.identity for to in one] for one in found] == [["email:ann@x.example"]]


class Talks:
    """Tells one thing of each file."""

    def may_tell(self, shown: str) -> bool:
        return bool(shown)

    def tells(self, file: File) -> Iterator[Told]:
        yield Told("other", "key", file.shown)


def test_archives_leave_room_for_what_other_files_have_to_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Mbox, "most_told", 3)
    path = written(tmp_path / "a.mbox", *(post("ann", f"a{k}") for k in range(9)))

    survey, warnings = heard([file_at(path)], [mbox.Mbox(), Talks()])

    assert len(survey.near("/any").values("mail.author")) == 3
    assert survey.near(str(path)).value("other", "key") == "a.mbox"
    assert "(3 sayings), so some stay without; load in parts" in warnings[0]
    assert archives.MOST_AUTHORS == 1_000_000
