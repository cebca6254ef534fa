"""Colleagues of one name: what tells two of them from one with two addresses, and what does not."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from algorithms.identity.known_identities import Counterparts, Known
from algorithms.identity.same_person import Suggestion, suggestions
from algorithms.names.agreement import agreement
from algorithms.names.person import person_names
from algorithms.names.rarity import Rarity
from graph.moments import DAY

OTHERS = ("ute", "ivo", "lea", "max", "zoe", "kai")


def asked(
    names: Mapping[str, str],
    wrote: Mapping[str, Sequence[str]] | None = None,
    days: Mapping[str, tuple[int, int]] | None = None,
) -> tuple[Suggestion, ...]:
    """The suggestions of a log with these names, in which these wrote to some of OTHERS.

    *days* are the first and the last on which they wrote.
    """
    crowd = [
        f"account:{word}{k}" for k in range(20) for word in OTHERS
    ]  # who knows few, tells much
    identities = sorted([*names, *crowd])
    place = {identity: k for k, identity in enumerate(identities)}
    pairs = {(place[a], place[f"account:{b}0"]) for a, told in (wrote or {}).items() for b in told}
    pairs |= {
        (place[f"account:{w}{k}"], place[f"account:{w}{k + 1}"]) for w in OTHERS for k in range(19)
    }
    both = np.array(sorted(pairs | {(b, a) for a, b in pairs}))
    start = np.searchsorted(both[:, 0], np.arange(len(identities) + 1))
    known = Known(
        identities=identities,
        root=np.arange(len(identities), dtype=np.int32),
        names={place[one]: (name,) for one, name in names.items() if name},
        counterparts=Counterparts(start, both[:, 1].astype(np.int32)),
        used={place[a]: (first * DAY, last * DAY) for a, (first, last) in (days or {}).items()},
    )
    return suggestions(known)


ALIASES = {"email:ann.wasik@acme.example": "Ann Wąsik", "email:awasik@acme.example": "Ann Wąsik"}


def test_two_addresses_of_a_company_in_touch_with_the_same_people_are_one_person() -> None:
    first, second = ALIASES
    wrote = {first: ("ute", "ivo"), second: ("ute", "lea")}  # one of the two whom each knows

    (found,) = asked(ALIASES, wrote)

    assert found.verdict == "automatic"


def test_two_addresses_of_a_company_in_touch_with_different_people_are_for_a_human() -> None:
    first, second = ALIASES
    wrote = {first: ("ute", "ivo", "lea"), second: ("lea", "max", "zoe")}  # one of three

    (found,) = asked(ALIASES, wrote)

    assert found.verdict == "review"
    assert found.reasons[-1] == (
        "They are two addresses at acme.example, in touch with different people for the most part."
    )


def test_two_addresses_of_a_company_that_nobody_writes_to_both_of_are_for_a_human() -> None:
    """Of 218 such pairs in six worlds written as files 5 were two colleagues of one name."""
    first, second = ALIASES

    (found,) = asked(ALIASES, {first: ("ute",), second: ("lea", "max", "zoe")})

    assert found.verdict == "review"
    assert found.reasons[-1] == (
        "They are two addresses at acme.example, and nobody is in touch with both."
    )


def test_shared_counterparts_make_up_for_a_common_name_and_not_for_a_misspelt_one_too() -> None:
    """Andrson may be anybody's slip, and team mates of one name know the same people."""
    verdicts = {}
    for name in ("Thomas Anderson", "Thomas Andrson"):
        names = {
            "email:tanderson@one.example": name,
            "email:tanderson@two.example": "Thomas Anderson",
        }
        (found,) = asked(names, dict.fromkeys(names, ("ute", "ivo", "lea", "max")))
        assert found.score > 0.99
        verdicts[name] = found.verdict

    assert verdicts == {"Thomas Anderson": "automatic", "Thomas Andrson": "review"}


@pytest.mark.parametrize(("until", "verdict"), [(60, "automatic"), (200, "review")])
def test_nor_for_a_common_name_at_two_organizations_at_one_time(until: int, verdict: str) -> None:
    """Two months of both say nothing, half a year says much."""
    names = dict.fromkeys(["email:tom@one.example", "email:tw@two.example"], "Thomas Williams")
    days = {"email:tom@one.example": (0, until), "email:tw@two.example": (0, 900)}

    (found,) = asked(names, dict.fromkeys(names, ("ute", "ivo", "lea", "max")), days)

    assert found.score > 0.99
    assert found.verdict == verdict
    assert (found.reasons[-1].endswith("others may be called so.")) == (verdict == "review")


def test_a_user_name_that_spells_an_initial_out_is_told_by_the_name() -> None:
    """Any M. El-Masry would take mohammedelmasry, so it adds little to whom they both know."""
    names = {
        "email:mohammed_elmasry@one.example": "",
        "email:mohammedelmasry@two.example": "M. El-Masry",
    }

    (found,) = asked(names, dict.fromkeys(names, ("ute", "ivo")))

    assert found.verdict == "review"


def test_who_has_the_numbered_address_may_not_be_who_has_no_number() -> None:
    """The account at work may be of either of the two, whoever they both know."""
    names = {"email:ann.wasik2@acme.example": "Ann Wąsik", "slack:T1/U1": "Ann Wąsik"}

    (found,) = asked(names, dict.fromkeys(names, ("ute", "ivo", "lea")))

    assert found.verdict == "review"
    assert found.reasons[-1] == "ann.wasik2@acme.example is numbered, as of a second of that name."


@pytest.mark.parametrize("name", ["M. El-Masry", "J. van Dijk", "A. de la Cruz"])
def test_an_initial_and_a_family_name_of_several_words_are_no_full_name(name: str) -> None:
    """Mohammed and Mona El-Masry are both M. El-Masry."""
    (read,) = person_names(name)

    assert len(read.words) == 1
    assert agreement(read, read).extent != "full"


def test_characters_that_are_read_in_two_ways_are_as_common_as_the_commoner_one() -> None:
    """Of 400 names ten are Yamaguchi and ten Taro, and none is Shan or Koutailang."""
    latin = [f"Ken{chr(97 + k // 26)}{chr(97 + k % 26)} Fam{k % 7}" for k in range(380)]
    latin += [f"Go{letter} Yamaguchi" for letter in "bdfghjklmn"]
    latin += [f"Taro {letter}ama" for letter in "BDFGHJKLMN"]
    rarity = Rarity.of([one for text in latin for one in person_names(text)], people=1_000)
    names = person_names("山口太郎")

    found = rarity.best(names, names)

    assert found is not None
    assert {word for word, _, _ in found.pairs} == {"taro", "yamaguchi"}
