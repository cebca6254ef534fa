"""What the engine answers about groups, on a world drawn on paper.

Nine people of three organizations, some in a segment or two. Every tie is one mail a week both
ways, so that all live ties are nearly equal.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.answers.groups_kinds import KINDS
from api.engine import Engine
from graph.errors import Misuse, UnknownName
from graph.model import Fact, Interaction, Merge, Receiver
from tests.api.kept import engine_on, fill
from tests.worlds import email

OURS, NORTH, SOUTH = ("ann", "bob", "cid", "dan"), ("eve", "fay", "gus"), ("hal", "ida")
PEOPLE = {
    "own.example": OURS,
    "north.example": NORTH,
    "south.example": SOUTH,
}
TIES = (
    "ann bob", "ann cid", "bob cid", "cid dan", "ann dan",  # 5 of the 6 pairs of ours
    "eve fay", "eve gus", "fay gus",
    "ann eve", "bob eve",
    "hal ida", "dan hal",
)  # fmt: skip


def address(name: str) -> str:
    return next(f"email:{name}@{domain}" for domain, names in PEOPLE.items() if name in names)


def told() -> Iterator[Interaction | Fact | Merge]:
    for week in range(8):
        for k, pair in enumerate(TIES):
            one, other = pair.split()
            for a, b in ((one, other), (other, one)):
                mail = email(a, b, days=7.0 * week + 0.01 * k)
                topics = ("pricing",) if pair in ("ann eve", "eve fay") else ()
                yield replace(
                    mail, sender=address(a), receivers=(Receiver(address(b)),), topics=topics
                )
    yield Fact("org:north.example", "name", "North Works")
    yield Fact("org:south.example", "name", "North Works")  # two of one name
    for domain in ("north.example", "south.example"):
        yield Fact(f"org:{domain}", "segment", "customers")
    yield Fact(address("hal"), "segment", "press")
    for name in ("eve", "fay"):
        yield Fact(address(name), "department", "Buying")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_on(fill(tmp_path_factory.mktemp("groups") / "groups.duckdb", told()))


def test_communities_are_told_with_how_they_were_found(engine: Engine) -> None:
    found = engine.communities()

    assert found["kind"] == "communities"
    assert 0 < found["modularity"] < 1
    assert found["parameters"]["objective"] == "modularity"
    assert [item["size"] for item in found["items"]] == [4, 3, 2]


def test_declared_groups_are_told_in_the_same_words(engine: Engine) -> None:
    shapes = [[*item] for kind in KINDS for item in engine.communities(kind=kind)["items"]]

    assert all(shape == shapes[0] for shape in shapes)
    assert {"id", "name", "size", "members", "cohesion", "since", "insularity"} <= set(shapes[0])


def test_organizations_are_measured_on_live_ties(engine: Engine) -> None:
    ours, north, south = engine.communities(kind="organizations")["items"]

    assert [one["id"] for one in (ours, north, south)] == [
        "org:own.example", "org:north.example", "org:south.example",
    ]  # fmt: skip
    assert (ours["size"], ours["live"]) == (4, 4)
    assert ours["density"] == pytest.approx(5 / 6)
    assert ours["insularity"] == pytest.approx((3 - 5) / 8)  # ann-eve, bob-eve, dan-hal lead out
    assert north["insularity"] == pytest.approx((2 - 3) / 5)
    assert south["cohesion"] == pytest.approx(2 / 3, abs=0.01)  # hal-ida inside, dan-hal out


def test_whom_an_organization_has_to_do_with(engine: Engine) -> None:
    near = engine.communities(kind="organizations")["items"][0]["closest"]

    assert [(one["id"], one["pairs"]) for one in near] == [
        ("org:north.example", 2), ("org:south.example", 1),
    ]  # fmt: skip
    assert near[0]["share"] == pytest.approx(2 / 3, abs=0.01)
    ties = [engine.tie(address(a), address("eve"))["tie"]["strength"] for a in ("ann", "bob")]
    assert near[0]["strength"] == pytest.approx(sum(ties), rel=1e-9)


def test_two_groups_never_have_the_same_name(engine: Engine) -> None:
    names = [one["name"] for one in engine.communities(kind="organizations")["items"]]

    assert names[1:] == ["North Works (org:north.example)", "North Works (org:south.example)"]


def test_communities_whose_heads_have_the_same_names_are_told_apart(tmp_path: Path) -> None:
    rooms = [
        replace(email("info", days=week), sender=f"email:info@{domain}",
                receivers=(Receiver(f"email:desk@{other}"),))
        for week in range(4)
        for domain, other in (("gmail.com", "gmx.de"), ("web.de", "yahoo.com"))
    ]  # fmt: skip
    items = engine_on(fill(tmp_path / "rooms.duckdb", rooms)).communities()["items"]

    assert len({item["name"] for item in items}) == len(items) == 2


def test_segments_may_overlap_and_have_no_modularity(engine: Engine) -> None:
    found = engine.communities(kind="segments")
    customers, press = found["items"]

    assert found["modularity"] is None
    assert (customers["id"], customers["size"]) == ("segment:customers", 5)
    assert (press["id"], press["size"], press["cohesion"]) == ("segment:press", 1, 0)
    # hal is in both: of hal's two ties outside press one leads to a customer, ida
    assert press["closest"][0]["id"] == "segment:customers"
    assert press["closest"][0]["pairs"] == 1


def test_what_members_share_is_told_with_share_and_lift(engine: Engine) -> None:
    shared = {one["id"]: one for one in engine.community("org:north.example")["shares"]}

    assert shared["segment:customers"]["share"] == 1
    assert shared["segment:customers"]["lift"] == pytest.approx(9 / 5)
    assert shared["department:Buying"]["members"] == 2
    assert shared["department:Buying"]["lift"] == pytest.approx((2 / 3) / (2 / 9))
    assert "org:north.example" not in shared  # that goes without saying


def test_topics_are_those_that_members_took_part_in_lately(engine: Engine) -> None:
    """Ann, eve and fay of nine talked about pricing: two of the three of north."""
    shared = {one["id"]: one for one in engine.community("org:north.example")["shares"]}

    assert shared["topic:pricing"]["share"] == pytest.approx(2 / 3)
    assert shared["topic:pricing"]["lift"] == pytest.approx((2 / 3) / (3 / 9))
    later = engine.community("org:north.example", half_life_days=0.5)  # over after three days
    assert "topic:pricing" in [one["id"] for one in later["shares"]]
    gone = engine.community("org:north.example", half_life_days=0.001)
    assert "topic:pricing" not in [one["id"] for one in gone["shares"]]


def test_a_community_is_named_by_what_most_members_share(engine: Engine) -> None:
    ours, north, south = engine.communities()["items"]

    assert ours["name"].startswith("around ")  # "our own" would say nothing
    assert north["name"].endswith(")")
    assert not north["name"].startswith("around ")
    assert south["shares"][0]["share"] == 1


def test_one_group_is_told_with_its_members(engine: Engine) -> None:
    found = engine.community("org:own.example", limit=3)

    assert (found["pairs_inside"], found["pairs_outside"]) == (5, 3)
    assert found["strength_inside"] == pytest.approx(
        sum(
            engine.tie(address(a), address(b))["tie"]["strength"]
            for a, b in (pair.split() for pair in TIES[:5])
        ),
        rel=1e-9,
    )
    assert len(found["items"]) == 3
    rest = engine.community("org:own.example", limit=3, cursor=found["next"])["items"]
    whole = found["items"] + rest
    assert sum(one["part"] for one in whole) == pytest.approx(1)
    cid = next(one for one in whole if one["person"]["identity"] == address("cid"))
    assert cid["stays"] == 1  # cid is in touch with ours only


def test_by_size_alone_a_small_group_would_live_by_others(engine: Engine) -> None:
    """Two of nine: one pair inside, fourteen could lead out."""
    found = engine.community("org:south.example")

    assert found["insularity_expected"] == pytest.approx(13 / 15)
    assert found["insularity"] == 0  # hal-ida inside, dan-hal out


def test_somebody_stands_for_their_community(engine: Engine) -> None:
    by_person = engine.community(f"person:{address('fay')}")

    assert by_person["items"] == engine.community(by_person["id"])["items"]
    assert address("fay") in [one["person"]["identity"] for one in by_person["items"]]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("c_nobody", "no community with the id c_nobody"),
        ("org:nowhere.example", "no organization is called"),
        ("segment:pres", "closest: 'press'"),
        ("topic:pricing", "topic:pricing is no group"),
    ],
)
def test_a_group_that_is_not_there_is_told_with_what_to_do(
    engine: Engine, asked: str, said: str
) -> None:
    with pytest.raises(UnknownName, match=said):
        engine.community(asked)


def test_a_higher_resolution_gives_more_and_smaller_communities(engine: Engine) -> None:
    coarse, usual, fine = (engine.communities(resolution=g) for g in (0.1, 1, 3))

    assert [len(one["items"]) for one in (coarse, usual, fine)] == sorted(
        len(one["items"]) for one in (coarse, usual, fine)
    )
    assert len(coarse["items"]) < len(fine["items"])
    assert usual["items"] == engine.communities()["items"]
    assert fine["parameters"]["resolution"] == 3


def test_cpm_says_what_it_searched_for(engine: Engine) -> None:
    found = engine.communities(objective="cpm")
    one = engine.community(found["items"][0]["id"], objective="cpm")

    assert (found["parameters"]["objective"], found["parameters"]["resolution"]) == ("cpm", 0.1)
    assert found["quality"] != found["modularity"]
    assert one["size"] == found["items"][0]["size"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"objective": "louvain"}, "modularity or cpm, not 'louvain'"),
        ({"resolution": -1.0}, "must be a positive number, not -1"),
        ({"kind": "segments", "resolution": 2.0}, "segments are declared, not found"),
    ],
)
def test_what_cannot_be_searched_for_is_refused(
    engine: Engine, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(Misuse, match=said):
        engine.communities(**asked)


def test_another_kind_of_groups_is_refused_with_what_there_is(engine: Engine) -> None:
    with pytest.raises(Misuse, match="communities, organizations, segments"):
        engine.communities(kind="teams")


def test_before_anybody_was_in_touch_there_is_no_community(engine: Engine) -> None:
    early = "2020-01-01"

    assert engine.communities(as_of=early)["items"] == []
    assert engine.community("segment:press", as_of=early)["cohesion"] is None
    with pytest.raises(UnknownName, match="in no community at that moment"):
        engine.community(f"person:{address('fay')}", as_of=early)
