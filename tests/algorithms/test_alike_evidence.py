"""Pairs that are alike are weighed once, and as columns: it is what weighing each of them gives."""

from dataclasses import replace

import pytest

from algorithms.identity.evidence import evidence
from algorithms.identity.judged_pairs import JudgedPairs
from algorithms.identity.known_identities import Known
from algorithms.identity.profiles import profiles
from algorithms.identity.same_person import suggestions
from algorithms.identity.score import score
from algorithms.identity.shared_counterparts import Shared
from tests.planted.people_world import people_world

WORLD = people_world(21, people=300, namesakes=3.0).known


@pytest.mark.parametrize("known", [WORLD, replace(WORLD, names={})], ids=["named", "addresses"])
def test_every_pair_has_the_evidence_and_the_score_of_its_own(known: Known) -> None:
    people = profiles(known)
    judged = JudgedPairs(known, people)
    alike = judged.alike
    kinds, place = alike.of_pairs(judged.pairs)

    assert len(place) > 100
    assert len(kinds) < len(place)
    for (a, b), (weighed, found) in zip(judged.pairs, [kinds[k] for k in place], strict=True):
        alone = evidence(
            people[a], people[b], alike.rarity, colleagues=alike.colleagues,
            namesakes=alike.namesakes, shared=Shared(),
        )  # fmt: skip
        assert alike.weighed(a, b) == (weighed, found) == (alone, found)
        assert found == score(alone)


def test_an_unlikely_pair_is_listed_once_the_two_share_whom_they_know() -> None:
    without = suggestions(replace(WORLD, counterparts=None))
    listed = {(one.a, one.b) for one in suggestions(WORLD)}

    assert listed - {(one.a, one.b) for one in without}
