"""Colleagues of one name: what tells two of them from one with two addresses, and what does not."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from algorithms.identity.known_identities import Counterparts, Known
from algorithms.identity.same_person import Suggestion, suggestions
from algorithms.names.agreement import agreement
from algorithms.names.person import person_names
from algorithms.names.rarity import Rarity

OTHERS = ("ute", "ivo", "lea", "max", "zoe", "kai")


def asked(
    names: Mapping[str, str], wrote: Mapping[str, Sequence[str]] | None = None
) -> tuple[Suggestion, ...]:
    """The suggestions of a log with these names, in which these wrote to some of OTHERS."""
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
        names={place[one]: (name,) for one, name in names.items()},
        counterparts=Counterparts(start, both[:, 1].astype(np.int32)),
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


def test_too_few_letters_of_an_address_say_nothing_about_whom_it_is_in_touch_with() -> None:
    first, second = ALIASES

    (found,) = asked(ALIASES, {first: ("ute",), second: ("lea", "max", "zoe")})

    assert found.verdict == "automatic"


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
