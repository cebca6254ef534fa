"""Common traits: shares of members, and lift over everybody."""

from itertools import product

import numpy as np
import pytest

from algorithms.groups.common_traits import common_traits
from algorithms.groups.membership import Groups


@pytest.mark.parametrize("seed", range(20))
def test_shares_and_lifts_are_those_of_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = 5 + 7 * seed
    group = [rng.random(people) < 0.4 for _ in range(3)]
    trait = [rng.random(people) < share for share in (0.0, 0.1, 0.5, 1.0)]
    among = rng.random(people) < 0.8
    found = common_traits(
        Groups.of_masks(people, group), Groups.of_masks(people, trait), among=among
    )

    expected = {}
    for (g, inside), (t, having) in product(enumerate(group), enumerate(trait)):
        both = (inside & having & among).sum()
        if both:
            share = both / (inside & among).sum()
            expected[g, t] = (both, share, share / ((having & among).sum() / among.sum()))
    keys = list(zip(found.group.tolist(), found.trait.tolist(), strict=True))
    assert keys == sorted(expected)
    for k, key in enumerate(keys):
        one = (found.count[k], found.share[k], found.lift[k])
        assert one == pytest.approx(expected[key], rel=1e-12)


def test_what_everybody_has_lifts_nobody() -> None:
    found = common_traits(Groups.of_labels(np.array([0, 0, 1])), Groups.of_labels(np.zeros(3, int)))

    assert found.share.tolist() == [1, 1]
    assert found.lift.tolist() == [1, 1]


def test_nobody_shares_nothing() -> None:
    for people in (0, 3):
        none = Groups.of_labels(np.full(people, -1), 2)
        found = common_traits(none, Groups.of_labels(np.zeros(people, int), 1))
        assert len(found.share) == 0


def test_traits_of_other_people_are_refused() -> None:
    with pytest.raises(ValueError, match="groups of 2 people, traits of 3"):
        common_traits(Groups.of_labels(np.zeros(2, int)), Groups.of_labels(np.zeros(3, int)))
