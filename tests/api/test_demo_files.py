"""The demo company's exports: equal to the byte, readable by anybody, and hiding what they should.

Numbers were chosen when the story was written; they are counted here by the standard library's
readers, so a fact that the exports do not show fails even if our own sources agree on it.
"""

import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from statistics import median

import pytest

from api.demo import EXPORTS, build
from ingest.files.unpacked import files
from ingest.source import File, Reading
from ingest.sources import source_for
from tests.api.demo_exports import Contact, Demo, contacts, mails, rows
from tests.made_demo import MadeDemo

WEEK = timedelta(days=7)
SEED = 7


@contextmanager
def in_zone(name: str) -> Iterator[None]:
    """The zone of this machine, for a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="module", params=[SEED, pytest.param(11, marks=pytest.mark.proof)])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    with in_zone("Asia/Tokyo"):
        begins = time.process_time()  # of this process: what else the machine does is no matter
        truth = build(folder, seed=request.param)
        seconds = time.process_time() - begins
    letters = list(mails(folder))
    return Demo(folder, truth, seconds, letters, contacts(folder, letters))


one_demo = pytest.mark.parametrize("demo", [SEED], indirect=True)


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@one_demo
def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed_and_time_zone(
    demo: Demo, made_demo: MadeDemo
) -> None:
    """The command ran in a process with a hash seed of its own, and in the zone of this machine."""
    made = made_demo.folder / "tieline-demo"
    there = {k: v for k, v in digest(made).items() if k.split("/")[0] in {*EXPORTS, "truth"}}

    assert digest(demo.folder) == there
    assert len(there) == 26


@one_demo
def test_another_seed_gives_other_people_and_the_same_story(demo: Demo, tmp_path: Path) -> None:
    one, other = demo.truth, build(tmp_path, seed=2)

    assert one.sentences == other.sentences
    assert (one.rising, one.departed.date, one.cooling_customer.customer) == (
        other.rising, other.departed.date, other.cooling_customer.customer,
    )  # fmt: skip
    assert one.cooling_customer.pairs != other.cooling_customer.pairs
    same = digest(demo.folder).items() & digest(tmp_path).items()
    assert {name for name, _ in same} == {"crm/companies.csv"}


@pytest.mark.parametrize(
    "ends", [date(2024, 2, 29), pytest.param(date(2027, 8, 15), marks=pytest.mark.proof)]
)
def test_another_end_moves_the_whole_story(tmp_path: Path, ends: date) -> None:
    truth = build(tmp_path, ends=ends)

    assert truth.starts == ends - timedelta(days=730)
    assert truth.departed.date == ends - timedelta(days=75)
    assert truth.sentences[0][1].startswith("Halina Wróblewska")


def test_an_end_that_mail_cannot_carry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ends must lie between 1974-01-01 and 2100-12-31"):
        build(tmp_path, ends=date(1971, 1, 1))


def test_the_exports_are_small_and_quickly_made(demo: Demo) -> None:
    size = sum(path.stat().st_size for path in demo.folder.rglob("*") if path.is_file())

    assert demo.seconds < 5
    assert 10e6 < size < 25e6
    assert {path.name for path in demo.folder.iterdir()} == {*EXPORTS, "truth"}


def test_the_truth_is_written_beside_the_exports(demo: Demo) -> None:
    written = json.loads((demo.folder / "truth" / "truth.json").read_text("utf-8"))

    assert written["rising"] == demo.truth.rising
    assert written["departed"]["date"] == demo.truth.departed.date.isoformat()
    assert written["single_threaded"]["supplier"] == demo.truth.single_threaded.supplier
    page = (demo.folder / "truth" / "TRUTH.md").read_text("utf-8")
    assert all(sentence in page for _, sentence in demo.truth.sentences)


def test_the_company_has_150_people_and_knows_60_firms(demo: Demo) -> None:
    people = [row for row in rows(demo.folder / "people.csv") if row["kind"] == "person"]
    segments = Counter(row["segment"] for row in rows(demo.folder / "crm" / "companies.csv"))

    assert len({row["email"] for row in people}) == 150
    assert segments == {"own": 1, "customers": 36, "partners": 12, "suppliers": 12}
    per_firm = Counter(row["company"] for row in rows(demo.folder / "crm" / "contacts.csv"))
    assert len(per_firm) == 60
    assert set(per_firm.values()) == {1, 2, 3, 4}
    by_email = {row["email"] for row in people}
    assert {row["reports_to"] for row in people} <= by_email | {""}


@one_demo
def test_no_address_could_belong_to_anybody(demo: Demo) -> None:
    written = b"".join(path.read_bytes() for path in demo.folder.rglob("*") if path.is_file())
    unfolded = re.sub(rb"\r\n ", b"", written)

    domains = set(re.findall(rb"@([a-z0-9.-]+[a-z])", unfolded))
    assert len(domains) > 60
    assert all(domain.endswith((b".example", b".test")) for domain in domains)


@one_demo
def test_mail_has_threads_zones_and_encoded_names(demo: Demo) -> None:
    sent: dict[str, datetime] = {}
    names, zones, copies = set(), set(), 0
    answers: list[tuple[str, datetime]] = []
    for mail in demo.letters:
        at = parsedate_to_datetime(mail["Date"])
        copies += mail["Message-ID"] in sent
        sent[mail["Message-ID"]] = at
        zones.add(at.utcoffset())
        if mail["In-Reply-To"]:
            assert mail["References"].split()[-1] == mail["In-Reply-To"]
            answers.append((mail["In-Reply-To"], at))
        names.add(str(make_header(decode_header(parseaddr(mail["From"])[0]))))

    assert len(sent) > 10_000
    assert 100 < copies < 2_000  # the same mail from two mailboxes
    assert len(answers) > 4_000
    assert all(sent[question] < at for question, at in answers)
    assert len(zones) >= 5  # Kraków and Toronto in summer and winter, Chennai
    assert {"Halina Wróblewska", "Iñaki Etxarte", "Bartosz Kędzierski"} <= names
    declared = {row["name"] for row in rows(demo.folder / "people.csv")}
    declared |= {row["name"] for row in rows(demo.folder / "crm" / "contacts.csv")}
    assert names - declared == {"Timberwise Weekly"}


@one_demo
def test_calendars_have_series_exceptions_rooms_and_answers(demo: Demo) -> None:
    written = b"".join(path.read_bytes() for path in (demo.folder / "calendar").iterdir())
    text = written.decode().replace("\r\n ", "")

    for part in ("RRULE:FREQ=WEEKLY", "EXDATE;TZID=", "RECURRENCE-ID;TZID=", "CUTYPE=ROOM"):
        assert text.count(part) > 20
    for answer in ("ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION"):
        assert text.count(f"PARTSTAT={answer}") > 20
    assert text.count("VALUE=DATE:") == 8  # four calm spells, first and last day
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))


def test_a_few_meetings_lie_ahead_and_nothing_else_does(demo: Demo) -> None:
    ahead = [one for one in demo.everything if one.at > demo.truth.clock]

    assert {one.kind for one in ahead} == {"meeting"}
    assert 20 <= len(ahead) <= 60
    weeks = Counter((one.at - demo.truth.clock) // WEEK for one in demo.everything)
    busiest_ahead = max(weeks[week] for week in weeks if week >= 0)
    assert busiest_ahead < 0.05 * median(weeks.values())  # so that the log ends where it ends


def test_people_rest_on_weekends_and_few_do_most_of_the_talking(demo: Demo) -> None:
    inside = [one for one in demo.happened if one.kind != "meeting" and not one.is_automatic]
    weekend = sum(one.at.weekday() >= 5 for one in inside)
    spoken = sorted(Counter(one.sender for one in inside).values(), reverse=True)

    assert weekend < 0.01 * len(inside)  # Friday evenings in Toronto are Saturdays in UTC
    assert sum(spoken[: len(spoken) // 10]) > 0.25 * sum(spoken)
    assert spoken[0] > 8 * median(spoken)


def test_the_rising_influencer_is_asked_by_ever_more_people(demo: Demo) -> None:
    def asked_and_answered(begins: int, ends: int) -> set[str]:
        found = demo.between(begins, ends, of=demo.truth.rising)
        asked = {one.sender for one in found}
        return {one for c in found if c.sender == demo.truth.rising for one in c.reached} & asked

    before, grown, now = (asked_and_answered(*days) for days in ((148, 120), (56, 28), (28, -1)))
    assert len(before) <= 6
    assert len(before) < len(grown) < 15
    assert len(now) >= 25
    departments = {row["email"]: row["department"] for row in rows(demo.folder / "people.csv")}
    assert len({departments[one.removeprefix("email:")] for one in now}) >= 8


def test_the_departed_key_account_manager_is_silent_and_so_are_most_customers(demo: Demo) -> None:
    departed = demo.truth.departed
    since = (demo.truth.ends - departed.date).days

    sent = [c for c in demo.between(since, -1, of=departed.person) if c.sender == departed.person]
    assert sent
    assert all(one.is_automatic for one in sent)
    for customer in departed.silent:
        assert len(demo.between(since + 90, since, of=customer)) >= 15
        left = demo.between(since, -1, of=customer)
        assert all(departed.person in one.people for one in left)
        assert len(left) <= 2
        assert not demo.between(60, -1, of=customer)
    for customer in departed.handed_over:
        now = demo.between(40, -1, of=customer)
        assert len(now) >= 5
        assert all(departed.successor in one.people for one in now)
    row = next(
        row for row in rows(demo.folder / "people.csv")
        if f"email:{row['email']}" == departed.person
    )  # fmt: skip
    assert row["until"] == departed.date.isoformat()


def test_one_key_customer_cools_while_the_others_stay(demo: Demo) -> None:
    cooling = demo.truth.cooling_customer
    gone = {cooling.customer, *demo.truth.departed.silent}

    def others(begins: int, ends: int) -> int:
        return sum(
            not any(demo.is_with(one, customer) for customer in gone)
            for one in demo.between(begins, ends)
        )

    usual = len(demo.between(148, 64, of=cooling.customer)) / 3  # per 28 days
    assert usual > 30
    assert len(demo.between(28, -1, of=cooling.customer)) < 0.4 * usual
    assert not demo.between(12, -1, of=cooling.customer)
    assert len(cooling.people) == 4
    assert all(demo.between(28, -1, of=person) for person in cooling.people)
    assert others(28, -1) > 0.9 * others(120, 91)


def test_only_one_person_knows_the_single_threaded_supplier(demo: Demo) -> None:
    alone = demo.truth.single_threaded

    who_knows: dict[str, set[str]] = {}
    for contact in demo.happened:
        own = {p for p in contact.people if p.endswith(f"@{demo.truth.own[4:]}")}
        for firm in {f"org:{p.rpartition('@')[2]}" for p in contact.people - own}:
            if not contact.is_automatic:
                who_knows.setdefault(firm, set()).update(own - set(demo.truth.tieless))

    assert who_knows[alone.supplier] == {alone.knows}
    assert len(demo.between(84, -1, of=alone.supplier)) >= 15
    suppliers = [
        f"org:{row['domain']}"
        for row in rows(demo.folder / "crm" / "companies.csv")
        if row["segment"] == "suppliers"
    ]
    assert [firm for firm in suppliers if len(who_knows[firm]) < 2] == [alone.supplier]


def test_the_ties_of_the_moved_team_go_to_another_department(demo: Demo) -> None:
    moved = demo.truth.reorganised_team
    team = set(moved.people)
    day = (demo.truth.ends - moved.date).days
    people = rows(demo.folder / "people.csv")

    def neighbours(department: str) -> Callable[[list[Contact]], int]:
        mates = {f"email:{row['email']}" for row in people if row["department"] == department}
        return lambda found: sum(
            bool(one.people & team) and bool(one.people & (mates - team)) for one in found
        )

    before, after = demo.between(day + 180, day), demo.between(day, day - 180)
    assert neighbours(moved.before)(before) > 300
    assert neighbours(moved.before)(after) < 20
    assert neighbours(moved.after)(before) < 20
    assert neighbours(moved.after)(after) > 300
    spells = [row for row in people if f"email:{row['email']}" == moved.people[0]]
    assert [row["department"] for row in spells] == [moved.before, moved.after]
    assert spells[0]["until"] == spells[1]["since"] == moved.date.isoformat()


def test_a_summer_rest_is_over_before_the_end(demo: Demo) -> None:
    rest = demo.truth.not_weakening
    begins, ends = ((demo.truth.ends - day).days for day in (rest.since, rest.until))

    assert len(demo.between(begins, ends, of=rest.customer)) <= 6  # what was under way, social
    per_week = len(demo.between(begins + 70, begins, of=rest.customer)) / 10
    assert len(demo.between(28, -1, of=rest.customer)) / 4 > 0.6 * per_week
    for one, other in rest.pairs:
        assert len(demo.between(21, -1, of=one, to=other)) >= 2
    everybody = [len(demo.between(day + 14, day)) for day in (82, 54, 2)]
    assert everybody[1] < 0.5 * everybody[0]
    assert everybody[2] > 0.9 * everybody[0]


def test_what_ties_nobody_is_marked_as_mail_programs_mark_it(demo: Demo) -> None:
    tieless = demo.truth.tieless
    kinds = {f"email:{row['email']}": row["kind"] for row in rows(demo.folder / "people.csv")}
    found = Counter(
        (one.is_automatic, address)
        for one in demo.happened
        for address in one.people & set(tieless)
    )

    assert {address for _, address in found} == set(tieless)
    assert all(count >= 20 for count in found.values())
    for is_automatic, address in found:
        assert is_automatic or kinds[address] == "shared mailbox"


def test_one_row_unites_the_identities_of_one_person(demo: Demo) -> None:
    row = next(row for row in rows(demo.folder / "people.csv") if row["private_email"])

    identities = {f"email:{row['email']}", f"email:{row['private_email']}", row["slack"]}
    assert identities | {f"phone:{row['phone']}"} == set(demo.truth.one_person)
    used = "".join(
        (demo.folder / name).read_text("utf-8")
        for name in ("mail/sales.mbox", "mail/joanna-private.mbox", "calls.csv", "chat.ndjson")
    )
    assert all(used.count(one.partition(":")[2]) > 20 for one in demo.truth.one_person)


def test_the_chief_and_the_quiet_broker_know_most_departments(demo: Demo) -> None:
    departments = {row["email"]: row["department"] for row in rows(demo.folder / "people.csv")}
    recent = [one for one in demo.between(90, -1) if len(one.people) <= 3]
    reach: dict[str, set[str]] = {}
    for contact in recent:
        for person in contact.people & {f"email:{email}" for email in departments}:
            others = {departments.get(one.removeprefix("email:"), "") for one in contact.people}
            reach.setdefault(person, set()).update(others - {""})

    wide = {person for person, known in reach.items() if len(known) >= 9}
    assert {demo.truth.head, demo.truth.broker, demo.truth.rising} <= wide
    assert len(wide) <= 6


@one_demo
def test_our_own_sources_read_every_export_and_reject_nothing(demo: Demo, tmp_path: Path) -> None:
    reading = Reading(clock=demo.truth.clock, folder=tmp_path)
    read: Counter[str] = Counter()
    united: set[frozenset[str]] = set()
    for file in files([demo.folder / name for name in EXPORTS], tmp_path):
        assert isinstance(file, File)
        source = source_for(file)
        assert source is not None, file.shown
        for batch in source.read(file, reading):
            assert not batch.rejected, (file.shown, batch.rejected[0])
            assert not batch.warnings, (file.shown, batch.warnings)
            read[source.name] += batch.read
            sides = (batch.merges.column(side).to_pylist() for side in ("a", "b"))
            united |= {frozenset(pair) for pair in zip(*sides, strict=True)}

    one, *others = demo.truth.one_person
    assert {frozenset((one, other)) for other in others} <= united
    assert read["mbox"] == len(demo.letters)
    assert read["people"] > 250  # employees, four shared addresses, and contacts
    assert read["organizations"] == 61
    lines = ("calls.csv", "crm/activities.csv", "chat.ndjson", "social.ndjson")
    count = sum((demo.folder / name).read_text("utf-8").count("\n") for name in lines)
    assert read["table"] == count - 2  # two headers


@one_demo
def test_no_source_takes_the_written_truth_for_an_export(demo: Demo, tmp_path: Path) -> None:
    found = list(files([demo.folder / "truth"], tmp_path))

    assert len(found) == 2
    assert [source_for(file) for file in found if isinstance(file, File)] == [None, None]
