"""Partition search: the seeded Leiden searches that communities are found by, and their agreement.

Both objectives are one: with a size for each person, the sum over communities c of

    w_c - g * n_c ** 2 / 2        w_c: strength inside, n_c: sizes of c's members added up

is modularity where sizes are strengths and g is the resolution over twice the strength of all
pairs; it is CPM, the constant Potts model, where every size is 1 and g is the resolution times the
mean strength of a live pair. (A person's own size adds a constant and decides nothing.)

Someone with a single live pair belongs with that contact in every partition of highest modularity
up to resolution 1, so they are joined to their contact before the search, which halves a large
network. People are searched in the order of their keys and pairs in the order of people, so how
people are numbered decides nothing.

Searches that differ only in their seed part a network in ways that are nearly as good as each
other and yet unlike, and so does one search after the smallest change. What `agreed` gives is
steadier than the best of them: pairs gain strength by the share of searches that kept them
together, those whom all searches kept together are joined, and the searches are made again until
all agree (six times at most, then the one nearest to all is taken); one last search over the true
strengths goes on from there. Where the first searches are *torn*, unlike in more than a twentieth
of the strength, as many more as are allowed are asked: with a share s of the searches keeping a
pair together, min(s, 1 - s) of them are on the lesser side, doubled and weighed by strength.

Leiden joins people within a community by chance, for a gain d as often as exp(d / beta). Where
searches are to agree they have to differ, and beta is a hundredth of the strongest pair, as igraph
has it. The larger a network, the smaller its mean pair beside its strongest, and the more such a
search is led by chance: a search that is made alone takes beta from the mean pair, and finds in two
rounds what took three.

Cost: near O(m) a round of a search.

References
----------
Traag, V. A., Waltman, L., van Eck, N. J. "From Louvain to Leiden: guaranteeing well-connected
communities." Scientific Reports 9 (2019).
Traag, V. A., Van Dooren, P., Nesterov, Y. "Narrow scope for resolution-limit-free community
detection." Physical Review E 84 (2011): CPM.
Lancichinetti, A., Fortunato, S. "Consensus clustering in complex networks." Scientific Reports 2
(2012).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Self

import igraph
import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection
from algorithms.scores import nine_digits

__all__ = ["LivePairs", "Searched", "agreed", "best", "live_pairs", "searched"]

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]

_AGREEING = 6  # times that searches are made again until they agree
_TORN = 0.05  # of the strength: where searches are unlike in more, further ones are asked
_MOST_ROUNDS = 100
_GAIN = 1e-12  # of the quality: what a round has to gain for another one
_CHANCE = 0.01  # of the strongest pair: Leiden's beta where searches are to agree
_CHANCE_ALONE = 0.3  # of the mean pair: beta of a search that is made alone
_RANDOMNESS = Lock()  # igraph has one random generator for the whole process


@dataclass(frozen=True)
class LivePairs:
    """The pairs to be parted, people in the order of their keys: place ``a`` < place ``b``.

    ``person`` is who stands at each place; only people with a live pair have one.
    """

    person: Labels
    people: int
    a: Labels
    b: Labels
    weight: Floats

    def of_people(self, label: Labels) -> Labels:
        """Lay the labels of places out over all people, -1 for who has no live pair."""
        found = np.full(self.people, -1, np.intp)
        found[self.person] = label
        return found


def live_pairs(projection: Projection) -> LivePairs:
    """Give the live pairs of a projection, ordered by the keys of people (else by number)."""
    live = projection.live
    a, b, weight = projection.a[live], projection.b[live], projection.pair_weight[live]
    is_live = np.zeros(projection.people, bool)
    is_live[a] = is_live[b] = True
    person = np.flatnonzero(is_live)
    if projection.keys is not None:
        person = person[np.argsort(projection.keys[person], kind="stable")]
    place = np.full(projection.people, -1, np.intp)
    place[person] = np.arange(len(person))
    low, high = np.minimum(place[a], place[b]), np.maximum(place[a], place[b])
    if projection.keys is not None:
        order = np.argsort(low * len(person) + high, kind="stable")
        low, high, weight = low[order], high[order], weight[order]
    return LivePairs(person, projection.people, low, high, weight)


@dataclass(frozen=True)
class Searched:
    """What is searched: people joined beforehand stand at one ``spot``, of strength ``inner``.

    ``g`` weighs sizes against strengths. Sizes are strengths for modularity, counts for CPM.
    ``chance`` is Leiden's beta: how much of a gain is left to chance.
    """

    spot: Labels
    a: Labels
    b: Labels
    weight: Floats
    inner: Floats
    size: Floats
    g: float
    by_strength: bool
    chance: float

    @cached_property
    def graph(self) -> igraph.Graph:
        """The spots as an igraph."""
        pairs = list(zip(self.a.tolist(), self.b.tolist(), strict=True))
        return igraph.Graph(n=len(self.size), edges=pairs)

    def search(self, seed: int, rounds: int, start: Labels | None = None) -> Labels:
        """Label every spot by one seeded search of some rounds (-1: until nothing improves)."""
        label = np.arange(len(self.size)) if start is None else start
        if not len(self.a):
            return np.arange(len(self.size))
        with _RANDOMNESS:
            igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - not for secrets
            try:
                return self._rounds(label, rounds) if rounds > 0 else self._improved(label)
            finally:
                igraph.set_random_number_generator(random)  # what igraph starts with

    def _improved(self, label: Labels) -> Labels:
        """Search round after round while it gains; igraph itself goes round equals for ever."""
        gained = -np.inf
        for _ in range(_MOST_ROUNDS):
            found = self._rounds(label, 1)
            quality = self.quality(found)
            if quality <= gained + abs(gained) * _GAIN:
                break
            label, gained = found, quality
        return label

    def _rounds(self, label: Labels, rounds: int) -> Labels:
        found = self.graph.community_leiden(
            objective_function="CPM",
            weights=self._weights,
            node_weights=self._sizes,
            resolution=self.g,
            beta=self.chance,
            n_iterations=rounds,
            initial_membership=label.tolist(),
        )
        return np.array(found.membership, np.intp)

    @cached_property
    def _weights(self) -> list[float]:
        found: list[float] = self.weight.tolist()  # made once for all rounds and seeds
        return found

    @cached_property
    def _sizes(self) -> list[float]:
        found: list[float] = self.size.tolist()
        return found

    def quality(self, label: Labels) -> float:
        """What a search makes as large as it can."""
        inside = self.weight[label[self.a] == label[self.b]].sum() + self.inner.sum()
        return float(inside - self.g * np.sum(np.bincount(label, self.size) ** 2) / 2)

    def joined(self, label: Labels) -> Self:
        """Join the spots of equal label (0, 1, ...) into one each."""
        count = int(label.max(initial=-1)) + 1
        left, right = label[self.a], label[self.b]
        stays = left == right
        inner = _sums(label, self.inner, count)
        inner += _sums(left[stays], self.weight[stays], count)
        low, high = np.minimum(left, right)[~stays], np.maximum(left, right)[~stays]
        pair, place = np.unique(low * count + high, return_inverse=True)
        return replace(
            self,
            spot=label[self.spot],
            a=pair // max(count, 1),
            b=pair % max(count, 1),
            weight=_sums(place, self.weight[~stays], len(pair)),
            inner=inner,
            size=_sums(label, self.size, count),
        )

    def parted(self, label: Labels) -> Self:
        """Leave out the pairs between spots of different labels, so that none can be joined."""
        stays = label[self.a] == label[self.b]
        return replace(self, a=self.a[stays], b=self.b[stays], weight=self.weight[stays])

    def weighed(self, factor: Floats) -> Self:
        """Multiply the strengths of pairs; sizes that are strengths follow."""
        weight = self.weight * factor
        if not self.by_strength:
            return replace(self, weight=weight)
        count = len(self.size)
        size = 2 * self.inner + _sums(self.a, weight, count) + _sums(self.b, weight, count)
        g = self.g * float(self.size.sum()) / max(float(size.sum()), np.finfo(float).tiny)
        return replace(self, weight=weight, size=size, g=g)


def searched(
    pairs: LivePairs,
    *,
    objective: str,
    resolution: float,
    alone: bool,
    joins_tips: bool = True,
) -> Searched:
    """Set pairs up for the search by an objective at a resolution.

    ``alone`` says that one search is made, not several that are to agree. ``joins_tips`` joins
    whoever has a single pair to its other end, where that is always best.
    """
    count = len(pairs.person)
    by_strength = objective == "modularity"
    strength = _sums(pairs.a, pairs.weight, count) + _sums(pairs.b, pairs.weight, count)
    total = float(pairs.weight.sum())
    scale = 1 / (2 * total) if by_strength and total else total / max(len(pairs.a), 1)
    whole = Searched(
        spot=np.arange(count),
        a=pairs.a,
        b=pairs.b,
        weight=pairs.weight,
        inner=np.zeros(count),
        size=strength if by_strength else np.ones(count),
        g=resolution * scale,
        by_strength=by_strength,
        chance=_CHANCE_ALONE * total / max(len(pairs.a), 1) if alone else _CHANCE,
    )
    if by_strength and resolution <= 1 and joins_tips:
        return whole.joined(_tips_at_contacts(count, pairs.a, pairs.b))
    return whole


def _tips_at_contacts(count: int, a: Labels, b: Labels) -> Labels:
    """Number spots so that whoever has one single pair stands with the other end of it."""
    degree = np.bincount(a, minlength=count) + np.bincount(b, minlength=count)
    host = np.arange(count)
    a_is_tip = degree[a] == 1
    b_is_tip = (degree[b] == 1) & ~a_is_tip  # of two who have only each other, one stays
    host[a[a_is_tip]] = b[a_is_tip]
    host[b[b_is_tip]] = a[b_is_tip]
    is_host = np.zeros(count, bool)
    is_host[host] = True
    return (np.cumsum(is_host) - 1)[host]


def best(whole: Searched, seeds: Sequence[int], rounds: int) -> Labels:
    """Label spots as the best of several searches does, the first among equals."""
    labels = [whole.search(seed, rounds) for seed in seeds]
    quality = nine_digits(np.array([whole.quality(label) for label in labels]))
    return labels[int(np.argmax(quality))]


def agreed(
    whole: Searched, seeds: Sequence[int], rounds: int, *, more: Sequence[int] = ()
) -> tuple[Labels, int]:
    """Label spots as searches from several seeds agree to, and from some more where these are torn.

    Also gives how many seeds were asked.
    """
    among, spot = whole, np.arange(len(whole.size))
    share = np.ones(len(whole.a))
    for again in range(_AGREEING):
        favoured = among.weighed((1 + share) / 2)
        labels = [favoured.search(seed + 1000 * again, rounds) for seed in seeds]
        if again == 0 and more and _torn(whole, labels) > _TORN:
            labels += [whole.search(seed, rounds) for seed in more]
            seeds = [*seeds, *more]
        among, labels, same = _unanimous(among, labels)
        spot = same[spot]
        share = np.mean([label[among.a] == label[among.b] for label in labels], axis=0)
        if not share.any():  # whom all kept together are one by now
            break
    apart = [np.abs((label[among.a] == label[among.b]) - share).sum() for label in labels]
    nearest = labels[int(np.argmin(apart))]
    return whole.search(seeds[0], rounds, start=nearest[spot]), len(seeds)


def _torn(whole: Searched, labels: list[Labels]) -> float:
    """The share of strength on the lesser side of what searches make of each pair, doubled."""
    share = np.mean([label[whole.a] == label[whole.b] for label in labels], axis=0)
    lesser = np.minimum(share, 1 - share)
    return float(2 * (whole.weight * lesser).sum() / max(whole.weight.sum(), np.finfo(float).tiny))


def _unanimous(among: Searched, labels: list[Labels]) -> tuple[Searched, list[Labels], Labels]:
    """Join whom all searches kept together; also gives who is joined with whom."""
    same = np.zeros(len(among.size), np.intp)
    for label in labels:
        same = np.unique(same * (len(among.size) + 1) + label, return_inverse=True)[1]
    first = np.unique(same, return_index=True)[1]
    return among.joined(same), [label[first] for label in labels], same


def _sums(place: Labels, values: Floats, count: int) -> Floats:
    return np.bincount(place, values, count).astype(np.float64)
