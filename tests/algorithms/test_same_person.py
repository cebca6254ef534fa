"""Same person: what joins two identities, what keeps them apart, and that order changes nothing."""

# ruff: noqa: RUF001  # names in their own letters

import random
from collections.abc import Mapping

import numpy as np
import pytest

from algorithms.identity.known_identities import Counterparts, Known
from algorithms.identity.same_person import Suggestion, suggestions
from tests.planted.people_judged import HELD_OUT, judged
from tests.planted.people_world import people_world

SPELLINGS = (
    "Przemysław Wąsik", "Wąsik, Przemysław", "WĄSIK Przemysław", "'Przemyslaw Wasik'",
    "Przemek Wąsik", "Dr. Przemysław Wąsik (Sales)", "Przemysław Wąsik, PhD",
)  # fmt: skip


def known(names: Mapping[str, tuple[str, ...]], **more: object) -> Known:
    identities = sorted(names)
    root = np.arange(len(identities), dtype=np.int32)
    told = {k: names[one] for k, one in enumerate(identities) if names[one]}
    return Known(identities=identities, root=root, names=told, **more)  # type: ignore[arg-type]


def verdicts(found: tuple[Suggestion, ...]) -> list[str]:
    return [one.verdict for one in found]


@pytest.mark.parametrize("name", SPELLINGS)
def test_two_addresses_of_one_company_with_one_rare_name_are_one_person(name: str) -> None:
    told = {
        "email:przemyslaw.wasik@acme.example": ("Przemysław Wąsik",),
        "email:pwasik@acme.example": (name,),
    }
    (found,) = suggestions(known(told))

    assert found.verdict == "automatic"
    assert any("called" in reason for reason in found.reasons)
    assert any("acme.example" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("written", "abroad"),
    [
        ("Щукин Сергей", "Sergey Shchukin"),
        ("Παναγιώτης Καραγιάννης", "Panagiotis Karagiannis"),
        ("王小龙", "Xiaolong Wang"),
        ("김민수", "Minsu Kim"),
        ("山田太郎", "Taro Yamada"),
        ("محمد حداد", "Mohammed Haddad"),
        ("Nguyễn Văn Dũng", "Dung Nguyen"),
        ("Şükrü Yıldırım", "Sukru Yildirim"),
    ],
)
def test_a_name_in_another_script_is_the_same_name(written: str, abroad: str) -> None:
    told = {"email:one@acme.example": (abroad,), "crm:17": (written,)}
    organization = {0: ("org:acme.example",)}
    found = suggestions(known(told, organizations=organization))

    assert [(one.a, one.b) for one in found] == [(0, 1)]


def test_tags_and_dots_of_one_mailbox_are_one_person() -> None:
    told = {
        "email:ann.smith@gmail.com": (),
        "email:annsmith+shop@googlemail.com": (),
        "email:bob@acme.example": (),
        "email:bob+news@acme.example": (),
    }
    found = suggestions(known(told))

    assert verdicts(found) == ["automatic", "automatic"]
    assert all("one mailbox" in one.reasons[0] for one in found)


def test_one_common_name_at_two_addresses_of_a_company_and_a_tag_is_one_person() -> None:
    told = {
        "email:ann.smith+news@x.example": ("Ann Smith",),
        "email:ann.smith@x.example": ("Dr. Ann Smith", "Smith, Ann"),
        "email:asmith@x.example": ("ANN SMITH",),
        "email:bob@y.example": ("Bob Brown",),
    }
    found = suggestions(known(told))

    assert {place for one in found for place in (one.a, one.b)} == {0, 1, 2}
    assert set(verdicts(found)) == {"automatic"}


def test_two_of_a_common_name_at_two_firms_are_two_people() -> None:
    told = {
        "email:john.smith@acme.example": ("John Smith",),
        "email:john.smith@other.example": ("John Smith",),
    }

    assert "automatic" not in verdicts(suggestions(known(told)))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("slack:T1/U1", "slack:T1/U2"),  # two members of one workspace
        ("email:asmith@acme.example", "email:asmith2@acme.example"),  # numbered apart
        ("email:info@acme.example", "email:przemyslaw.wasik@acme.example"),  # a role
        ("email:wasik1@gmail.com", "email:wasik2@gmail.com"),
        ("email:jan@wasik.example", "email:jan.jr@wasik.example"),  # father and son
    ],
)
def test_what_may_be_two_people_is_never_joined_without_a_human(a: str, b: str) -> None:
    told = {a: ("Przemysław Wąsik",), b: ("Przemysław Wąsik",)}

    assert "automatic" not in verdicts(suggestions(known(told)))


@pytest.mark.parametrize("kind", ["list", "bot", "shared mailbox", "resource"])
def test_what_is_no_person_is_suggested_to_nobody(kind: str) -> None:
    told = {"email:p.wasik@acme.example": ("Przemysław Wąsik",), "slack:T1/U1": ("Przemek Wasik",)}
    organizations = {1: ("org:acme.example",)}

    assert suggestions(known(told, kinds={1: kind}, organizations=organizations)) == ()
    assert suggestions(known(told, organizations=organizations)) != ()


@pytest.mark.parametrize(
    "text",
    [
        "AdSEggKjx2l+wDewK07k6A== 6V93CsT7kawuSHpKsTA5Gg==",
        "48bc893fcbc0a33ed3ad2cf2d5d57cfe",
        "Deleted User",
        "未知用户",
    ],
)
def test_what_is_no_name_is_no_evidence(text: str) -> None:
    told = {"email:one@acme.example": (text,), "hubspot:owner/7": (text,)}

    assert suggestions(known(told, organizations={1: ("org:acme.example",)})) == ()


def test_a_stand_in_beside_a_name_takes_nothing_from_it() -> None:
    told = {
        "email:przemyslaw.wasik@acme.example": ("Przemysław Wąsik", "Unknown User"),
        "slack:T1/U1": ("Przemysław Wąsik", "n/a"),
    }
    found = suggestions(known(told, organizations={1: ("org:acme.example",)}))

    assert verdicts(found) == ["automatic"]


def test_user_names_that_anybody_has_make_nobody_one() -> None:
    told: dict[str, tuple[str, ...]] = {"email:guest@acme.example": (), "x:guest": ()}

    assert suggestions(known(told)) == ()


DAY = 86_400_000_000


@pytest.mark.parametrize(
    ("second", "word", "sentence"),
    [
        (
            (150, 300),
            "after",
            (
                "The address at acme.example was in use until 1970-04-11, "
                "the one at other.example from 1970-05-31 on."
            ),
        ),
        (
            (5, 300),
            "beside",
            (
                "The addresses at acme.example and other.example were in use at one time, "
                "from 1970-01-06 to 1970-04-11."
            ),
        ),
        ((90, 300), "", ""),  # both for ten days, as when somebody moves
        ((700, 900), "", ""),  # two years between them
    ],
)
def test_addresses_at_two_firms_one_after_the_other_say_a_little_for_one_person(
    second: tuple[int, int], word: str, sentence: str
) -> None:
    told = dict.fromkeys(
        ("email:p.wasik@acme.example", "email:p.wasik@other.example"), ("Przemysław Wąsik",)
    )
    days = {0: (0, 100), 1: second}
    used = {place: (first * DAY, last * DAY) for place, (first, last) in days.items()}
    (plain,), (found,) = suggestions(known(told)), suggestions(known(told, used=used))

    assert {plain.verdict, found.verdict} == {"review"}
    assert (found.score > plain.score, found.score < plain.score) == (
        word == "after",
        word == "beside",
    )
    assert (sentence in found.reasons) == bool(sentence)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("email:pwasik@acme.example", "They are colleagues who were in touch with each other."),
        ("email:pwasik@other.example", "They were in touch with each other."),
    ],
)
def test_two_of_one_name_who_write_to_each_other_are_for_a_human(other: str, reason: str) -> None:
    told = dict.fromkeys(("email:przemyslaw.wasik@acme.example", other), ("Przemysław Wąsik",))
    phones = {0: ("+48600100200",), 1: ("+48600100200",)}
    ends = np.array([0, 1, 2]), np.array([1, 0], np.int32)
    (apart,) = suggestions(known(told, phones=phones))
    (found,) = suggestions(known(told, phones=phones, counterparts=Counterparts(*ends)))

    assert (apart.verdict, found.verdict) == ("automatic", "review")
    assert reason in found.reasons


def test_junior_is_not_senior() -> None:
    told = {
        "email:p.wasik@acme.example": ("Przemysław Wąsik Sr.",),
        "slack:T1/U1": ("Przemysław Wąsik Jr.",),
    }

    assert "automatic" not in verdicts(suggestions(known(told)))


@pytest.mark.parametrize("other", ["email:szilvester_zwirnermann@acme.example", "slack:T1/U7"])
@pytest.mark.parametrize("tag", ["junior", "filho", "jr"])
def test_a_son_whose_address_alone_says_so_is_not_his_father(tag: str, other: str) -> None:
    name = ("Szilvester Zwirnermann",)
    told = known({f"email:szilvester_zwirnermann.{tag}@acme.example": name, other: name},
                 organizations={1: ("org:acme.example",)})  # fmt: skip

    assert verdicts(suggestions(told)) == ["review"]


def test_whom_somebody_told_apart_stay_apart_through_a_third_one() -> None:
    told = {
        "crm:9": ("Przemysław Wąsik",),
        "email:przemyslaw.wasik@acme.example": ("Przemysław Wąsik",),
        "slack:T1/U1": ("Przemysław Wąsik",),
    }
    organizations = {0: ("org:acme.example",), 2: ("org:acme.example",)}
    together = suggestions(known(told, organizations=organizations))
    apart = suggestions(known(told, organizations=organizations, apart=frozenset({(0, 2)})))

    assert verdicts(together) == ["automatic"] * 3
    assert (0, 2) not in {(one.a, one.b) for one in apart}
    assert verdicts(apart).count("automatic") <= 1


def test_a_group_larger_than_stated_asks_a_human() -> None:
    told = dict.fromkeys((f"slack:T{k}/U{k}" for k in range(6)), ("Przemysław Wąsik",))
    organizations = dict.fromkeys(range(6), ("org:acme.example",))
    found = suggestions(known(told, organizations=organizations), most_members=3)
    joined = {place for one in found if one.verdict == "automatic" for place in (one.a, one.b)}

    assert joined
    assert "review" in verdicts(found)
    assert any("more than 3" in reason for one in found for reason in one.reasons)


def test_the_same_facts_in_any_order_give_the_same_answer() -> None:
    told = people_world(7, people=300).known
    first = suggestions(told)
    mixed = list(told.names.items())
    random.Random(1).shuffle(mixed)  # noqa: S311
    again = suggestions(
        Known(
            identities=told.identities,
            root=told.root,
            names={k: tuple(reversed(names)) for k, names in mixed},
            kinds=told.kinds,
            organizations=dict(reversed(list(told.organizations.items()))),
            counterparts=told.counterparts,
        )
    )

    assert first
    assert again == first


def test_nine_hundred_thousand_bare_accounts_are_no_work() -> None:
    identities = sorted(f"account:{k}" for k in range(900_000))
    root = np.arange(len(identities), dtype=np.int32)
    counterparts = Counterparts(np.zeros(len(identities) + 1, np.int64), np.zeros(0, np.int32))

    assert suggestions(Known(identities, root, counterparts=counterparts)) == ()


@pytest.mark.parametrize("namesakes", [1.0, 3.0])
def test_of_planted_people_no_more_than_one_pair_in_a_hundred_is_wrong(namesakes: float) -> None:
    worlds = [people_world(seed, people=500, namesakes=namesakes) for seed in HELD_OUT[:2]]
    found = [judged(world, suggestions(world.known)) for world in worlds]
    joined, right = sum(one.joined for one in found), sum(one.right for one in found)

    assert right >= 0.99 * joined
    assert right > 0


@pytest.mark.proof
@pytest.mark.parametrize("seed", HELD_OUT)
@pytest.mark.parametrize("namesakes", [1.0, 3.0])
def test_of_5_000_planted_people_99_in_100_joined_pairs_are_right(
    seed: int, namesakes: float
) -> None:
    world = people_world(seed, namesakes=namesakes)
    found = judged(world, suggestions(world.known))

    assert found.joined > 50
    assert found.precision >= 0.99
