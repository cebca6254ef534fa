"""Chances of contact: one for every pair, with an interval, and where it comes from."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from algorithms.liveness.calibration import wilson
from algorithms.liveness.facts import Known
from algorithms.liveness.prior import P_FROM, ContactPrior, PairSegments, contact_prior
from algorithms.rows.pair_rows import pair_rows
from algorithms.ties import ties
from algorithms.weakening import Pairs, weakening
from api.computing.kept_liveness import kept_liveness, liveness_of
from graph.timeline import Timeline
from tests.algorithms.logs import collegemsg, manufacturing
from tests.worlds import DAY, timeline_of

MODEL, OF_SEGMENT, PRIOR = (P_FROM.index(word) for word in ("model", "segment prior", "prior"))


def pairs_of(timeline: Timeline, as_of: int, segments: PairSegments | None = None) -> Pairs:
    weight = np.ones(len(timeline))
    found = ties(timeline, weight, as_of=as_of, half_life=30 * DAY)
    return weakening(timeline, weight, found, as_of=as_of, segments=segments)


@pytest.fixture(scope="module")
def mail(shared: Path) -> Pairs:
    timeline = manufacturing(shared)
    return pairs_of(timeline, int(timeline.at[-1]))


def test_every_pair_has_a_chance_and_an_interval_that_holds_it(mail: Pairs) -> None:
    assert ((mail.p_contact >= 0) & (mail.p_contact <= 1)).all()
    assert (mail.p_low <= mail.p_contact).all()
    assert (mail.p_contact <= mail.p_high).all()
    assert ((mail.p_low >= 0) & (mail.p_high <= 1)).all()


def test_the_model_speaks_from_five_active_days_on_and_not_before(mail: Pairs) -> None:
    assert set(mail.p_from.tolist()) == {MODEL, PRIOR}
    assert mail.active_days[mail.p_from == MODEL].min() == 5
    lately = (mail.elapsed <= 45) & (mail.active_days >= 5)
    assert (mail.p_from[lately] == MODEL).all()


def test_loss_is_what_was_strong_times_the_chance_of_loss(mail: Pairs) -> None:
    known = ~np.isnan(mail.usual_gap)

    assert_allclose(mail.loss[known], (mail.strength_before * (1 - mail.p_contact))[known])
    assert np.isnan(mail.loss[~known]).all()


def test_the_same_log_gives_the_same_bytes(shared: Path) -> None:
    timeline = collegemsg(shared)
    as_of = int(timeline.at[45_000])

    one, other = (pairs_of(timeline, as_of) for _ in range(2))

    assert one.p_contact.tobytes() == other.p_contact.tobytes()
    assert json.dumps(kept_liveness(one.model)) == json.dumps(kept_liveness(other.model))


def test_a_model_is_read_back_as_it_was_kept(mail: Pairs) -> None:
    kept = json.loads(json.dumps(kept_liveness(mail.model), allow_nan=False))

    assert liveness_of(kept) == mail.model
    assert liveness_of(None) is None
    assert len(json.dumps(kept)) < 10_000


def known(timeline: Timeline, as_of: int) -> Known:
    rows = pair_rows(timeline, np.ones(len(timeline)), as_of=as_of)
    return Known.of(timeline, rows, timeline.at <= as_of)


def test_a_prior_by_hand() -> None:
    # twelve pairs wrote on day 0, three of them again on day 10; seen on day 28, horizon 14
    rows = [(2 * k, 2 * k + 1, 0.0) for k in range(12)]
    again = [(2 * k, 2 * k + 1, 20.0) for k in range(3)]
    prior = contact_prior(
        known(timeline_of(24, *rows, *again), 28 * DAY), as_of=28 * DAY, horizon_days=14
    )

    assert prior is not None
    # moments: day 14 (all silent for one horizon) and day 0 (just met, nobody wrote within it)
    cases, came = np.array(prior.cases)[0], np.array(prior.came)[0]
    assert cases[:, 0].tolist() == [12, 12, 0, 0, 0, 0, 0]
    assert came[:, 0].tolist() == [0, 3, 0, 0, 0, 0, 0]
    found = prior.chances(np.array([1.0, 14.0, 300.0]), np.array([1, 1, 1]))
    whole = 3 / 24
    parents = (0 + 10 * whole) / 22, (3 + 10 * whole) / 22
    assert_allclose(
        found.p, [(10 * parents[0]) / 22, (3 + 10 * parents[1]) / 22, whole], atol=1e-12
    )
    low, high = wilson(3, 12)
    assert (found.low[1], found.high[1]) == (low, high)
    assert (found.low[2], found.high[2]) == (0, 1)
    assert found.origin.tolist() == [PRIOR] * 3


def test_a_segment_speaks_for_itself_where_it_has_cases_enough() -> None:
    def table(share: float, cases: int) -> tuple[tuple[tuple[int, ...], ...], ...]:
        row = ((cases, 0, 0), *((0, 0, 0) for _ in range(6)))
        return (tuple(tuple(round(share * one) for one in line) for line in row),)

    prior = ContactPrior(21, ("quick", "few"), cases=table(1, 500) + table(1, 60) + table(1, 49),
                         came=table(0.1, 500) + table(0.9, 60) + table(0.9, 49))  # fmt: skip
    segments = PairSegments(prior.segments, np.array([-1, 0, 1]))

    found = prior.chances(np.ones(3), np.ones(3, np.int64), segments)

    assert found.origin.tolist() == [PRIOR, OF_SEGMENT, PRIOR]
    assert found.p[0] == found.p[2] == pytest.approx(0.1, abs=0.001)
    assert found.p[1] == pytest.approx((54 + 10 * found.p[0]) / 70)


def test_below_ten_pairs_there_is_no_prior() -> None:
    rows = [(2 * k, 2 * k + 1, 0.0) for k in range(9)]

    assert contact_prior(known(timeline_of(18, *rows), 60 * DAY), as_of=60 * DAY,
                         horizon_days=14) is None  # fmt: skip


def test_segments_reach_the_chances_of_a_run(shared: Path) -> None:
    timeline = manufacturing(shared)
    as_of = int(timeline.at[-1])
    pair = timeline.pairs
    board = np.zeros(timeline.people, bool)
    board[pair.a[::40]] = True

    found = pairs_of(timeline, as_of, PairSegments.of({"board": board}, pair.a, pair.b))

    of_board = board[pair.a] | board[pair.b]
    assert (found.p_from[~of_board] != OF_SEGMENT).all()
    assert (found.p_from[of_board] == OF_SEGMENT).sum() > 50
