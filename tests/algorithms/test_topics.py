"""Topics by hand and by plain loops: volume, change, tone, people, lift, and who carries one."""

import numpy as np
import pytest

from algorithms.topics.carriers import carriers
from algorithms.topics.talk import Mentions, lifts, takers, topic_figures

NAN = float("nan")


def test_what_is_about_a_topic_twice_counts_once() -> None:
    found = Mentions.of(3, np.array([2, 0, 2, 2]), np.array([1, 5, 1, 0]))

    assert found.topic.tolist() == [0, 2, 2]
    assert found.interaction.tolist() == [5, 0, 1]
    assert found.start.tolist() == [0, 1, 1, 3]


def test_figures_of_a_world_drawn_on_paper() -> None:
    at = np.array([0, 10, 20, 30, 40])
    sentiment = np.array([0.5, NAN, -1.0, 1.0, NAN], np.float32)
    mentions = Mentions.of(3, np.array([0, 0, 0, 0, 1]), np.array([0, 2, 3, 4, 1]))

    found = topic_figures(mentions, at, sentiment, recent=(20, 40), half_life=10)

    assert found.volume.tolist() == [4, 1, 0]
    assert (found.first.tolist(), found.last.tolist()) == ([0, 1, -1], [4, 1, -1])
    assert found.recent.tolist() == [2, 0, 0]  # after 20, up to 40
    assert found.before.tolist() == [1, 1, 0]  # after 0, up to 20
    # seen from 30: 0.5 is three half-lives old, -1 one, 1 none
    assert found.tone[0] == pytest.approx((0.5 / 8 - 1 / 2 + 1) / (1 / 8 + 1 / 2 + 1))
    assert np.isnan(found.tone[1:]).all()
    assert found.toned.tolist() == [3, 0, 0]
    assert found.rise.tolist() == pytest.approx([1 / 2, -1 / np.sqrt(2), 0])


def test_the_tone_of_a_topic_long_ago_does_not_underflow() -> None:
    at = np.array([0, 1, 10**9])
    found = topic_figures(
        Mentions.of(1, np.array([0, 0]), np.array([0, 1])), at, np.array([1.0, -1.0, 0.0]),
        recent=(0, 10**9), half_life=1,
    )  # fmt: skip

    assert found.tone[0] == pytest.approx((0.5 - 1) / 1.5)


def test_no_topic_at_all() -> None:
    none = np.zeros(0, np.int64)
    found = topic_figures(Mentions.of(0, none, none), none, np.zeros(0), recent=(0, 1), half_life=1)

    assert len(found.volume) == len(found.tone) == 0
    assert takers(Mentions.of(0, none, none), np.zeros(1, np.int64), none, 5).tolist() == []


def test_people_and_lifts_as_plain_loops_find_them() -> None:
    random = np.random.default_rng(4)
    interactions, topics, people = 300, 12, 20
    topic, about = random.integers(0, topics, 700), random.integers(0, interactions, 700)
    start = np.concatenate([[0], np.cumsum(random.integers(0, 5, interactions))])
    person = random.integers(-1, people, start[-1])
    conversation = random.integers(0, 90, interactions)
    mentions = Mentions.of(topics, topic, about)

    talks: dict[int, set[int]] = {k: set() for k in range(topics)}
    who: dict[int, set[int]] = {k: set() for k in range(topics)}
    for k, place in zip(topic.tolist(), about.tolist(), strict=True):
        talks[k].add(int(conversation[place]))
        who[k] |= {one for one in person[start[place] : start[place + 1]].tolist() if one >= 0}

    assert takers(mentions, start, person, people).tolist() == [len(who[k]) for k in range(topics)]
    others, together, lift = lifts(mentions, conversation, 3)
    everything = len(set(conversation.tolist()))
    for k, many, times in zip(others.tolist(), together.tolist(), lift.tolist(), strict=True):
        both = len(talks[3] & talks[k])
        assert many == both
        assert times == pytest.approx(both * everything / (len(talks[3]) * len(talks[k])))
    assert set(others.tolist()) == {k for k in range(topics) if k != 3 and talks[3] & talks[k]}


def test_who_carries_a_topic_by_hand() -> None:
    # ann (0) writes to bob (1) and cid (2); a half-life later bob posts to nobody in particular
    found = carriers(
        np.array([0, 10]), np.array([0, 1]), (np.array([0, 0]), np.array([1, 2])), half_life=10
    )
    told = 0.5 / 2**0.7
    total = 0.5 + 2 * told + 1

    assert found.person.tolist() == [1, 0, 2]
    assert found.part.tolist() == pytest.approx([(1 + told) / total, 0.5 / total, told / total])
    assert (found.said.tolist(), found.reached.tolist()) == ([1, 1, 0], [1, 0, 1])
    assert (found.first.tolist(), found.last.tolist()) == ([0, 0, 0], [1, 0, 0])
    assert found.part.sum() == pytest.approx(1)


def test_a_note_to_oneself_and_one_to_nobody_known_reach_nobody() -> None:
    found = carriers(
        np.array([0, 1]), np.array([0, -1]), (np.array([0, 1]), np.array([0, -1])), half_life=1
    )

    assert (found.person.tolist(), found.reached.tolist()) == ([0], [0])
    assert found.part.tolist() == [1.0]
