"""Persons: which identities are one person, what they are called, and what kind they are."""

from datetime import UTC, datetime
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Fact, Merge
from graph.people.identity import person_id
from graph.people.persons import Persons, persons
from tests.graph.plain_store import PlainStore
from tests.graph.records import batch_of

NAMES = ("ann", "bob", "eve", "joe", "zoe")
ANN, BOB, EVE, JOE, ZOE = (f"email:{name}@x.example" for name in NAMES)
PHONE = "phone:+48600100200"


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def people(*said: Merge | Fact) -> Persons:
    """The persons of five addresses and what is said of them."""
    plain = PlainStore()
    plain.add(batch_of(*(Fact(who, "title", "x") for who in (ANN, BOB, EVE, JOE, ZOE)), *said))
    found = plain.contents()
    return persons(found.identities, found.merges, found.facts)


def groups(found: Persons) -> list[int]:
    return [int(person) for person in found.person_of]


def test_without_merges_everybody_is_somebody_else_in_order_of_identity() -> None:
    found = people()
    assert groups(found) == [0, 1, 2, 3, 4]
    assert found.id.to_pylist() == [person_id(who) for who in (ANN, BOB, EVE, JOE, ZOE)]
    assert found.kind.to_pylist() == ["person"] * 5


def test_merged_identities_are_one_person_and_chains_too() -> None:
    assert groups(people(Merge(ZOE, BOB, "told"))) == [0, 1, 2, 3, 1]
    assert groups(people(Merge(ZOE, BOB, "told"), Merge(ZOE, EVE, "told"))) == [0, 1, 1, 2, 1]
    chain = [Merge(a, b, "told") for a, b in ((ZOE, JOE), (BOB, ANN), (EVE, JOE), (EVE, BOB))]
    assert groups(people(*chain)) == [0, 0, 0, 0, 0]


def test_a_person_goes_by_the_smallest_identity_and_shows_the_first_address() -> None:
    account = "account:86"
    found = people(Merge(BOB, account, "told"), Merge(PHONE, account, "told"))
    assert groups(found) == [0, 1, 0, 2, 3, 4, 0]
    assert found.id[0].as_py() == person_id(account)
    assert found.identity[0].as_py() == BOB


def test_an_address_at_work_is_shown_before_a_private_one_and_that_before_a_handle() -> None:
    private, handle, work = "email:ann.kowalska@gmail.com", "account:86", "email:zz@acme.example"

    def shown(*others: str) -> str:
        links = [Merge(ZOE, others[0], "told", day(1), is_active=False)]
        links += [Merge(a, b, "told") for a, b in pairwise(others)]
        found = people(*links)
        names = found.identity.to_pylist()
        return str(next(one for one in names if one in others))

    assert shown(handle, private) == shown(private, handle) == private
    assert shown(handle, private, work) == shown(work, private, handle) == work
    assert shown(private, "email:ann@web.de") == private  # the smallest of equals


def test_the_latest_decision_holds_and_an_undo_wins_on_the_same_date() -> None:
    merge, undo = Merge(ANN, BOB, "told", day(1)), Merge(ANN, BOB, "no", day(2), is_active=False)
    again = Merge(ANN, BOB, "yes", day(3))
    apart, together = [0, 1, 2, 3, 4], [0, 0, 1, 2, 3]

    assert groups(people(merge, undo)) == groups(people(undo, merge)) == apart
    assert groups(people(merge, undo, again)) == together
    assert groups(people(Merge(ANN, BOB, "told", day(2)), undo)) == apart
    assert groups(people(undo)) == apart


def test_undoing_one_link_of_a_chain_leaves_the_others() -> None:
    chain = [Merge(ANN, BOB, "told", day(1)), Merge(BOB, EVE, "told", day(1))]
    assert groups(people(*chain)) == [0, 0, 0, 1, 2]
    undone = Merge(ANN, BOB, "no", day(2), is_active=False)
    assert groups(people(*chain, undone)) == [0, 1, 1, 2, 3]


def test_who_is_merged_with_themselves_stays_one() -> None:
    assert groups(people(Merge(ANN, ANN, "told"))) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ([], None),
        ([Fact(ANN, "seen_name", "A.", day(1)), Fact(ANN, "seen_name", "Ann", day(2))], "Ann"),
        ([Fact(ANN, "seen_name", "Ann", day(9)), Fact(ANN, "name", "Adler", day(1))], "Adler"),
        ([Fact(ANN, "name", "Berg", day(5)), Fact(ANN, "name", "Ann Adler", day(1))], "Berg"),
        ([Fact(ANN, "name", "Ann A."), Fact(ANN, "name", "Ann Adler")], "Ann Adler"),
        ([Fact(ANN, "name", "Anna"), Fact(ANN, "name", "Anne")], "Anna"),
        ([Fact(BOB, "name", "Ann Adler"), Merge(ANN, BOB, "told")], "Ann Adler"),
    ],
    ids=[
        "none told", "last seen", "declared before seen", "last declared", "longest", "by letter",
        "of a merged identity",
    ],
)  # fmt: skip
def test_a_person_is_called(said: list[Fact | Merge], name: str | None) -> None:
    assert people(*said).name[0].as_py() == name


@pytest.mark.parametrize(
    ("words", "kind", "is_person"),
    [
        (["bot"], "bot", False),
        (["shared mailbox", "list"], "list", False),
        (["bot", "person"], "person", True),
        (["resource"], "resource", False),
        (["robot"], "robot", True),
    ],
)
def test_what_kind_somebody_is(words: list[str], kind: str, *, is_person: bool) -> None:
    found = people(*(Fact(ANN, "kind", word) for word in words))
    assert (found.kind[0].as_py(), bool(found.is_person[0])) == (kind, is_person)


@given(
    st.lists(
        st.builds(
            Merge,
            st.sampled_from([ANN, BOB, EVE, JOE, ZOE]),
            st.sampled_from([ANN, BOB, EVE, JOE, ZOE]),
            st.just("told"),
            st.integers(1, 3).map(day),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_persons_are_the_closure_of_the_merges_that_hold_but_for_who_is_kept_apart(
    said: list[Merge],
) -> None:
    holds: dict[frozenset[str], tuple[datetime, bool]] = {}
    for merge in said:
        pair = frozenset((merge.a, merge.b))
        holds[pair] = max(holds.get(pair, (day(1), False)), (merge.at, not merge.is_active))
    together = {who: {who} for who in (ANN, BOB, EVE, JOE, ZOE)}
    for pair, (_, is_undone) in holds.items():
        if not is_undone:
            joined = set().union(*(together[who] for who in pair))
            together |= dict.fromkeys(joined, joined)
    apart = [pair for pair, (_, is_undone) in holds.items() if is_undone and len(pair) == 2]

    found = people(*said)
    place = {who: k for k, who in enumerate((ANN, BOB, EVE, JOE, ZOE))}
    person = {who: int(found.person_of[k]) for who, k in place.items()}
    for a, b in apart:
        assert person[a] != person[b]
    assert all(b in together[a] for a in person for b in person if person[a] == person[b])
    if any(b in together[a] for a, b in apart):
        return
    smallest = sorted({min(group) for group in together.values()})
    assert groups(found) == [smallest.index(min(group)) for group in together.values()]
    assert found.id == pa.array([person_id(who) for who in smallest])


def test_who_is_kept_apart_is_not_joined_through_others() -> None:
    apart = Merge(ANN, BOB, "no", day(2), is_active=False)
    found = people(Merge(ANN, EVE, "told", day(1)), Merge(BOB, EVE, "told", day(1)), apart)
    assert groups(found) == [0, 1, 0, 2, 3]


@pytest.mark.parametrize("kind", ["list", "shared mailbox", "bot", "resource"])
def test_nobody_is_one_with_what_is_no_person(kind: str) -> None:
    assert groups(people(Merge(ANN, BOB, "told"), Fact(BOB, "kind", kind))) == [0, 1, 2, 3, 4]
    both = [Fact(ANN, "kind", kind), Fact(BOB, "kind", "bot")]
    assert groups(people(Merge(ANN, BOB, "told"), *both)) == [0, 0, 1, 2, 3]


def test_an_address_of_a_team_is_nobodys_even_where_nobody_said_so() -> None:
    info = "email:info@x.example"
    assert groups(people(Merge(ANN, info, "told"))) == [0, 1, 2, 3, 4, 5]
    said_so = Fact(info, "kind", "person")
    assert groups(people(Merge(ANN, info, "told"), said_so)) == [0, 1, 2, 0, 3, 4]


def contacts(count: int, *names: str, by: str = "CRM contact") -> list[Merge | Fact]:
    """So many contacts with one address; they go by the names in turn."""
    ids = [f"hubspot:{k:03}" for k in range(count)]
    said: list[Merge | Fact] = [Merge(one, ANN, by) for one in ids]
    return said + [Fact(one, "name", names[k % len(names)]) for k, one in enumerate(ids) if names]


def test_an_address_in_a_hundred_contacts_does_not_make_them_one() -> None:
    different = [f"{first} Number{chr(97 + k)}" for k in range(10) for first in "abcdefghij"]
    assert len(set(groups(people(*contacts(100, *different))))) == 105
    assert len(set(groups(people(*contacts(100, "Ann Smith", "Smith, Ann", "ANN SMITH"))))) == 5
    assert len(set(groups(people(*contacts(11, *different))))) == 5, (
        "so few are taken at their word"
    )


def test_a_person_may_decide_what_sources_may_not() -> None:
    names = [f"{first} Number{chr(97 + k)}" for k in range(10) for first in "abcdefghij"]
    found = people(*contacts(20, *names, by="by hand: they are one"))
    assert len(set(groups(found))) == 5


def test_records_that_one_system_merged_are_one_whatever_their_number() -> None:
    merged = [Merge(f"hubspot:{k}", "hubspot:900", "HubSpot merged them") for k in range(40)]
    assert len(set(groups(people(*merged)))) == 6
