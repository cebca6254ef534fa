"""Measures: the one table of what can be said about a person, for the API, the CLI and the docs.

A measure is a function of a projection. All are called alike,

    measure.scores(projection, options=options) -> Scores

where whoever had not been heard of by then counts nowhere, and has no value. A new one is a file
and a line in here. ``largest_first`` says which end of the ranking stands for more of what the
measure is about: for constraint that is the smallest value.
"""

from dataclasses import dataclass, replace
from math import inf
from typing import Protocol, cast

from algorithms.described import Described
from algorithms.influence import influence
from algorithms.options import DEFAULT, Options
from algorithms.people.articulation import articulation
from algorithms.people.betweenness import betweenness
from algorithms.people.brokerage import efficiency, hierarchy
from algorithms.people.by_strength import betweenness_by_strength, closeness_by_strength
from algorithms.people.classic_closeness import classic_closeness
from algorithms.people.closeness import closeness
from algorithms.people.clustering import clustering
from algorithms.people.constraint import constraint, effective_size
from algorithms.people.core_number import core_number
from algorithms.people.counterparts import counterparts
from algorithms.people.degree import degree, in_degree, out_degree
from algorithms.people.eigenvector import eigenvector
from algorithms.people.hits import authorities, hubs
from algorithms.people.initiation import initiation
from algorithms.people.katz import katz
from algorithms.people.pagerank import pagerank
from algorithms.people.participation import (
    communities_bridged,
    community_role,
    organizations_bridged,
    participation,
    within_community,
)
from algorithms.people.personalised import personalised_pagerank
from algorithms.people.reach import two_step_reach
from algorithms.people.reciprocity import reciprocity
from algorithms.people.strength import in_strength, out_strength, strength
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["KEPT", "MEASURES", "PERSONALISED", "Measure", "Options"]


class Function(Protocol):
    """What every measure is: a function of a projection, told its options."""

    def __call__(self, projection: Projection, *, options: Options = DEFAULT) -> Scores:
        """Give one number for each person, NaN where the measure is undefined."""


@dataclass(frozen=True, kw_only=True)
class Measure(Described):
    """One measure of people: what is said of it, and the function that finds it.

    ``more`` goes on from "this person". ``is_local`` says that it reads no more than the ties of
    somebody and of those they know; ``needs_groups`` that it is undefined unless the projection
    knows groups, ``needs_exchanges`` unless it knows who began what.
    """

    of = "people"
    function: Function
    is_kept: bool = True
    is_local: bool = False
    needs_groups: bool = False
    needs_exchanges: bool = False

    def scores(self, projection: Projection, *, options: Options = DEFAULT) -> Scores:
        """Give one number for each person who had been heard of, NaN where it is undefined."""
        found = self.function(projection.known, options=options)
        return replace(found, values=projection.of_all(found.values))


MEASURES = (
    Measure(
        name="pagerank",
        function=pagerank,
        meaning="the share of everybody's attention that ends up at this person",
        formula="r_i = (1 - d) / n + d * (sum over j of r_j * s_ji / s_j + D / n), d = 0.85",
        low=0.0,
        high=1.0,
        more="is written to by people who are themselves written to",
    ),
    Measure(
        name="betweenness",
        function=betweenness,
        meaning="the share of all pairs of people whose shortest paths run through this person",
        formula="sum over pairs s, t of (shortest paths through i) / (shortest paths) / pairs",
        low=0.0,
        high=1.0,
        more="joins people who would otherwise be far from each other",
        undefined="everybody, while fewer than three people have a live pair",
        is_sampled=True,
    ),
    Measure(
        name="closeness",
        function=closeness,
        meaning="how few steps away everybody else is: 1 is a direct contact to everybody",
        formula="sum over j of 1 / d_ij / (n - 1)",
        low=0.0,
        high=1.0,
        more="reaches everybody in few steps",
        is_sampled=True,
    ),
    Measure(
        name="counterparts",
        function=counterparts,
        meaning="the number of people this person is in touch with, both ways, right now",
        formula="number of j with s_ij and s_ji at least 1/16 of a fresh interaction",
        low=0.0,
        high=inf,
        more="is in an exchange with many people",
        is_local=True,
    ),
    Measure(
        name="degree",
        function=degree,
        meaning="the number of people this person shares a live pair with",
        formula="number of j in a live pair with i",
        low=0.0,
        high=inf,
        more="is in touch with many people",
        is_local=True,
    ),
    Measure(
        name="in_degree",
        function=in_degree,
        meaning="the number of people who reached out to this person",
        formula="number of j in a live pair with i who reached out to i",
        low=0.0,
        high=inf,
        more="is somebody many people turn to",
        is_local=True,
    ),
    Measure(
        name="out_degree",
        function=out_degree,
        meaning="the number of people this person reached out to",
        formula="number of j in a live pair with i whom i reached out to",
        low=0.0,
        high=inf,
        more="turns to many people",
        is_local=True,
    ),
    Measure(
        name="strength",
        function=strength,
        meaning="all contact of this person, in units of the strongest pair",
        formula="sum over j of (s_ij + s_ji) / (largest strength of a pair)",
        low=0.0,
        high=inf,
        more="has much recent contact",
        is_local=True,
    ),
    Measure(
        name="in_strength",
        function=in_strength,
        meaning="all contact that reaches this person, in units of the strongest pair",
        formula="sum over j of s_ji / (largest strength of a pair)",
        low=0.0,
        high=inf,
        more="receives much",
        is_local=True,
    ),
    Measure(
        name="out_strength",
        function=out_strength,
        meaning="all contact that comes from this person, in units of the strongest pair",
        formula="sum over j of s_ij / (largest strength of a pair)",
        low=0.0,
        high=inf,
        more="sends much",
        is_local=True,
    ),
    Measure(
        name="reciprocity",
        function=reciprocity,
        meaning="how balanced what this person gives is with what they get",
        formula="sum over j of min(s_ij, s_ji) / sum over j of max(s_ij, s_ji)",
        low=0.0,
        high=1.0,
        more="answers and is answered in kind",
        undefined="people without a live pair",
        is_local=True,
    ),
    Measure(
        name="core_number",
        function=core_number,
        meaning="how deep inside the densest part of the network this person stands",
        formula="largest k of a group where each shares a live pair with k others of it",
        low=0.0,
        high=inf,
        more="belongs to a circle in which everybody knows many others",
    ),
    Measure(
        name="constraint",
        function=constraint,
        meaning="how little room this person has between the people they know",
        formula="sum over j of (p_ij + sum over q of p_iq * p_qj) ** 2, p_ij = s_ij / s_i",
        low=0.0,
        high=2.0,
        more="has few contacts, who know each other; brokers have a low value",
        undefined="people without a pair",
        largest_first=False,
        is_local=True,
    ),
    Measure(
        name="effective_size",
        function=effective_size,
        meaning="the number of this person's contacts, less what they know of each other",
        formula="n_i - 2 * t_i / n_i, t_i live pairs among the n_i contacts",
        low=1.0,
        high=inf,
        more="knows many people who do not know each other",
        undefined="people without a live pair",
        is_local=True,
    ),
    Measure(
        name="clustering",
        function=clustering,
        meaning="the share of this person's contacts who, two by two, know each other",
        formula="t_i / (k_i * (k_i - 1) / 2), t_i live pairs among the k_i contacts",
        low=0.0,
        high=1.0,
        more="moves in a circle where everybody knows everybody",
        undefined="people with fewer than two live pairs",
        is_kept=False,
        is_local=True,
    ),
    Measure(
        name="efficiency",
        function=efficiency,
        meaning="the share of contacts left when those who know each other count as partly one",
        formula="effective_size_i / n_i, n_i live pairs",
        low=0.0,
        high=1.0,
        more="has contacts few of whom know each other",
        undefined="people without a live pair",
        is_kept=False,
        is_local=True,
    ),
    Measure(
        name="hierarchy",
        function=hierarchy,
        meaning="how far one single contact answers for this person's constraint",
        formula="sum over j of x_ij * ln(x_ij) / (N ln N), x_ij = c_ij * N / C",
        low=0.0,
        high=1.0,
        more="depends on one contact, through whom everything goes",
        undefined="people with fewer than two pairs",
        is_kept=False,
        is_local=True,
    ),
    Measure(
        name="two_step_reach",
        function=two_step_reach,
        meaning="the number of people this person gets to through at most one they know",
        formula="number of j within two live pairs of i",
        low=0.0,
        high=inf,
        more="gets to many people in two steps",
        is_kept=False,
        is_local=True,
    ),
    Measure(
        name="articulation",
        function=articulation,
        meaning="into how many more pieces the network falls if this person leaves",
        formula="components of the others of i's component without i, less 1",
        low=0.0,
        high=inf,
        more="alone holds parts of the network together",
        is_kept=False,
    ),
    Measure(
        name="hubs",
        function=hubs,
        meaning="the share of all writing that goes to people who count as authorities",
        formula="hubs_i = c * sum over j of s_ij * authorities_j",
        low=0.0,
        high=1.0,
        more="writes to people whom other good hubs write to",
        is_kept=False,
    ),
    Measure(
        name="authorities",
        function=authorities,
        meaning="the share of all that good hubs write which reaches this person",
        formula="authorities_i = c * sum over j of s_ji * hubs_j",
        low=0.0,
        high=1.0,
        more="is written to by people who write to those that count",
        is_kept=False,
    ),
    Measure(
        name="eigenvector",
        function=eigenvector,
        meaning="how much this person has to do with people who count, against whoever has most",
        formula="x_i = sum over j of s_ij * x_j / value, largest 1",
        low=0.0,
        high=1.0,
        more="is close to people who are themselves close to people who count",
        undefined="people outside the largest component",
        is_kept=False,
    ),
    Measure(
        name="katz",
        function=katz,
        meaning="how many walks along the ties end at this person, long ones counting less",
        formula="x_i = 1 + alpha * sum over j of s_ji * x_j, alpha = 1 / (2 * sigma), largest 1",
        low=0.0,
        high=1.0,
        more="is reached by many people, directly and through others",
        is_kept=False,
    ),
    Measure(
        name="participation",
        function=participation,
        meaning="how evenly this person's contacts are spread over communities",
        formula="1 - sum over communities c of (k_ic / k_i) ** 2",
        low=0.0,
        high=1.0,
        more="has contacts in many communities alike",
        undefined="people without a live pair to somebody in a community",
        is_kept=False,
        is_local=True,
        needs_groups=True,
    ),
    Measure(
        name="within_community",
        function=within_community,
        meaning="how far this person stands out by contacts inside their own community",
        formula="(k_i,own - mean) / sd over the community",
        low=-inf,
        high=inf,
        more="is a hub of their own community",
        undefined="people in no community, or in one whose members are equals",
        is_kept=False,
        needs_groups=True,
    ),
    Measure(
        name="community_role",
        function=community_role,
        meaning="the part this person plays in and between communities: 1 ultra-peripheral, "
        "2 peripheral, 3 connector, 4 kinless; as a hub 5 provincial, 6 connector, 7 kinless",
        formula="R1 P <= .05, R2 <= .62, R3 <= .8, R4 above; hubs R5 P <= .3, R6 <= .75, R7 above",
        low=1.0,
        high=7.0,
        more="is a hub (5 to 7) or has contacts in many communities (3, 4)",
        undefined="people in no community, or without a live pair to somebody in one",
        is_kept=False,
        needs_groups=True,
    ),
    Measure(
        name="communities_bridged",
        function=communities_bridged,
        meaning="the number of other communities this person is in touch with",
        formula="number of communities other than i's own with a live pair of i",
        low=0.0,
        high=inf,
        more="joins many communities",
        undefined="everybody, while there are no communities",
        is_kept=False,
        is_local=True,
        needs_groups=True,
    ),
    Measure(
        name="organizations_bridged",
        function=organizations_bridged,
        meaning="the number of other organizations this person is in touch with",
        formula="number of organizations other than i's own with a live pair of i",
        low=0.0,
        high=inf,
        more="joins many organizations",
        undefined="everybody, while there are no organizations",
        is_kept=False,
        is_local=True,
        needs_groups=True,
    ),
    Measure(
        name="classic_closeness",
        function=classic_closeness,
        meaning="one over the mean number of steps to everybody this person reaches",
        formula="r_i / (n - 1) * r_i / sum over reached j of d_ij, d_ij in hops",
        low=0.0,
        high=1.0,
        more="gets to everybody in few steps",
        undefined="people without a live pair",
        is_sampled=True,
        is_kept=False,
    ),
    Measure(
        name="betweenness_by_strength",
        function=betweenness_by_strength,
        meaning="the share of all pairs of people whose strongest paths run through this person",
        formula="sum over s, t of (cheapest paths through i) / (cheapest) / pairs, over costs",
        low=0.0,
        high=1.0,
        more="joins people over strong ties who would otherwise be far from each other",
        undefined="everybody, while fewer than three people have a pair",
        is_sampled=True,
        is_kept=False,
    ),
    Measure(
        name="closeness_by_strength",
        function=closeness_by_strength,
        meaning="how near everybody is where strong ties are short: 1 is the strongest to all",
        formula="sum over j of 16 / (cost of the cheapest path from i to j) / (n - 1)",
        low=0.0,
        high=1.0,
        more="reaches everybody over strong ties",
        is_sampled=True,
        is_kept=False,
    ),
    Measure(
        name="initiation",
        function=initiation,
        meaning="the share of this person's conversations that they began themselves",
        formula="sum over j of exchanges i began with j / sum over j of those i or j began",
        low=0.0,
        high=1.0,
        more="makes the first move",
        undefined="people without an exchange that one of the two began",
        is_kept=False,
        needs_exchanges=True,
        is_local=True,
    ),
)
"""Every measure, in the order in which they are shown."""

PERSONALISED = Measure(
    name="personalised_pagerank",
    function=cast("Function", personalised_pagerank),  # told the roots as well
    meaning="the share of some people's attention that ends up at this person",
    formula="r_i = d * sum over j of r_j * s_ji / s_j + (1 - d + d * D) * q_i, d = 0.85",
    low=0.0,
    high=1.0,
    more="matters to those whom the ranking is seen from (--around)",
    is_kept=False,
)
"""The one measure that has to be told from whom it is seen, and so is not among the others."""

INFLUENCE = Measure(
    name="influence",
    function=cast("Function", influence),  # told the measures that it mixes
    meaning="who carries weight: a mix of five measures, by how many people have less of each",
    formula="1/4 counterparts + 1/4 in_degree + 1/4 pagerank + 1/8 closeness + 1/8 betweenness, "
    "each as the share of people who have less, equal ones counting half",
    low=0.0,
    high=1.0,
    more="is known by many, turned to by many, and few steps from everybody",
    undefined="people without a live pair",
)
"""What people are ranked by unless a measure is named; not among the measures that it mixes."""

KEPT = tuple(measure for measure in MEASURES if measure.is_kept)
"""Those that every run holds."""
