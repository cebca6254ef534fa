"""Stakeholders: who has a stake in an organization, a segment, a person or a topic, and why.

For each candidate five figures, each from a file of its own:

    interest      how much of their relations go there                    `interest`
    power         their influence percentile                              `influence`
    legitimacy    what is declared about them                             `legitimacy`
    urgency       how pressingly they wait for an answer                  `urgency`
    stance        how they speak to those concerned                       `stance`

and from the middle three the class after Mitchell, Agle and Wood; the list is ordered by salience
(`salience`). Candidates are all who touch the concerned, all who are declared stakeholders, and,
where ``with_members`` asks for them (an organization's own people), the concerned themselves. For
a person or a segment those it is about are left out; for a topic there are none to leave out.

Somebody without influence has undefined power, somebody without any pair undefined interest: both
are null in answers, and such people are listed all the same if they are candidates.

Cost: O(n log n) for n candidates.

References
----------
Mitchell, R. K., Agle, B. R., Wood, D. J. "Toward a theory of stakeholder identification and
salience." Academy of Management Review 22 (1997).
Mendelow, A. L. "Environmental scanning: the impact of the stakeholder concept." ICIS 1981.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.reason import Reason, percent, plural
from algorithms.scores import ranks
from algorithms.stakes.interest import Interest
from algorithms.stakes.legitimacy import Legitimacy
from algorithms.stakes.salience import (
    CLASSES,
    SalienceClass,
    Thresholds,
    salience,
    salience_classes,
)
from algorithms.stakes.stance import Stance
from algorithms.stakes.urgency import Urgency

__all__ = ["Evidence", "Stakeholders", "stakeholder_reasons", "stakeholders"]

_DAY = 86_400_000_000  # microseconds


@dataclass(frozen=True)
class Evidence:
    """The five figures of everybody: what a list of stakeholders is made of.

    ``interest`` is measured in the concerned (`interest.interest`) or in a topic
    (`topic_interest`); ``power`` is the influence percentile (``Influence.percentile``).
    """

    interest: Interest
    power: NDArray[np.float64]
    legitimacy: Legitimacy
    urgency: Urgency
    stance: Stance


@dataclass(frozen=True)
class Stakeholders:
    """The stakeholders in order, most salient first: columns of one length, and their evidence.

    ``person`` are numbers of people; ``rank`` is shared by equals; ``code`` is a position in
    ``CLASSES``. ``power`` and ``interest`` are NaN where undefined, ``stance`` where unknown.
    """

    person: NDArray[np.intp]
    rank: NDArray[np.int64]
    code: NDArray[np.uint8]
    salience: NDArray[np.float64]
    evidence: Evidence

    def __len__(self) -> int:
        return len(self.person)

    @property
    def power(self) -> NDArray[np.float64]:
        """The influence percentile of each row; NaN for those without influence."""
        return self.evidence.power[self.person]

    @property
    def legitimacy(self) -> NDArray[np.float64]:
        """How well each row's stake is founded in what was declared."""
        return self.evidence.legitimacy.values[self.person]

    @property
    def urgency(self) -> NDArray[np.float64]:
        """How pressingly each row waits for an answer."""
        return self.evidence.urgency.values[self.person]

    @property
    def interest(self) -> NDArray[np.float64]:
        """The share of each row's relations that goes there; NaN for those without any."""
        return self.evidence.interest.values[self.person]

    @property
    def stance(self) -> NDArray[np.float64]:
        """How each row speaks to those concerned; NaN where nothing is known."""
        return self.evidence.stance.values[self.person]

    def class_of(self, row: int) -> SalienceClass:
        """Name the class of one row."""
        return CLASSES[int(self.code[row])]


def stakeholders(
    evidence: Evidence,
    *,
    concerned: NDArray[np.bool_] | None = None,
    with_members: bool = False,
    declared: NDArray[np.bool_] | None = None,
    is_person: NDArray[np.bool_] | None = None,
    thresholds: Thresholds | None = None,
) -> Stakeholders:
    """List the stakeholders of whatever the evidence is about, most salient first.

    Parameters
    ----------
    evidence
        Of everybody, in the order of people.
    concerned
        Marks the people it is about; None for a topic.
    with_members
        Whether those people are listed themselves, as for an organization.
    declared, is_person
        Mark who is declared a stakeholder, ties or not, and who is a person at all.
    thresholds
        From where on power, legitimacy and urgency count as present.

    Examples
    --------
    It is about Cleo (2); Ann gives her half of her strength, Bob all of his.

    >>> evidence = Evidence(
    ...     Interest(np.array([0.5, 1.0, 0.0]), np.array([True, True, False]),
    ...              np.array([1, 1, 0]), np.array([2, 1, 2]), "counterparts"),
    ...     power=np.array([0.9, 0.2, 0.4]),
    ...     legitimacy=Legitimacy(np.array([0.8, 0.0, 0.0]), ()),
    ...     urgency=Urgency(*np.zeros((4, 3))), stance=Stance(*np.zeros((2, 3))))
    >>> found = stakeholders(evidence, concerned=np.array([False, False, True]))
    >>> found.person, found.salience.round(4), str(found.class_of(0))
    (array([0, 1]), array([0.425 , 0.0667]), 'dominant')
    """
    is_candidate = evidence.interest.touches.copy()
    if concerned is not None:
        is_candidate = is_candidate | concerned if with_members else is_candidate & ~concerned
    if declared is not None:
        is_candidate |= declared
    if is_person is not None:
        is_candidate &= is_person
    attributes = (evidence.power, evidence.legitimacy.values, evidence.urgency.values)
    everybody = salience(*attributes, evidence.interest.values)
    person = np.flatnonzero(is_candidate)
    person = person[np.argsort(-everybody[person], kind="stable")]  # equals by number
    power, legitimacy, urgency = (values[person] for values in attributes)
    return Stakeholders(
        person=person,
        rank=ranks(everybody[person]),
        code=salience_classes(power, legitimacy, urgency, thresholds=thresholds),
        salience=everybody[person],
        evidence=evidence,
    )


def stakeholder_reasons(found: Stakeholders, row: int, *, limit: int = 4) -> list[Reason]:
    """Say why the person of one row is listed there, the largest figure first.

    >>> none = np.zeros(1)
    >>> quarter = Interest(np.array([0.25]), np.array([True]), np.array([1]), np.array([3]),
    ...                    "counterparts")
    >>> found = stakeholders(Evidence(
    ...     quarter, power=np.array([0.98]), legitimacy=Legitimacy(none, ()),
    ...     urgency=Urgency(none, none, none, none), stance=Stance(none * np.nan, none)))
    >>> [reason.text for reason in stakeholder_reasons(found, 0)]
    ['more influence than 98 % of people',
     '25 % of the strength of their relations goes there, to 1 of 3 counterparts']
    """
    person = int(found.person[row])
    reasons = [
        *_of_interest(found.evidence.interest, person),
        *_of_power(float(found.power[row])),
        *_of_legitimacy(found.evidence.legitimacy, person),
        *_of_urgency(found.evidence.urgency, person),
        *_of_stance(found.evidence.stance, person),
    ]
    return sorted(reasons, key=lambda reason: -abs(reason.value))[:limit]


def _of_interest(interest: Interest, person: int) -> list[Reason]:
    value = float(interest.values[person])
    if np.isnan(value) or value <= 0:
        return []
    inside, overall = int(interest.inside[person]), int(interest.overall[person])
    if interest.unit == "interactions":
        text = (
            f"{percent(value)} of their recent interactions are on it ({inside} of {overall} ever)"
        )
    else:
        text = f"{percent(value)} of the strength of their relations goes there"
        text += f", to {inside} of {plural(overall, 'counterpart')}" if inside else ""
    return [Reason(text, "interest", value)]


def _of_power(value: float) -> list[Reason]:
    if np.isnan(value):
        return []
    return [Reason(f"more influence than {percent(value)} of people", "power", value, value)]


def _of_legitimacy(legitimacy: Legitimacy, person: int) -> list[Reason]:
    claims = legitimacy.of(person)
    if not claims:
        return []
    text = ", ".join(claim.text for claim in claims)
    return [Reason(text, "legitimacy", float(legitimacy.values[person]))]


def _of_urgency(urgency: Urgency, person: int) -> list[Reason]:
    threads, tone = int(urgency.open_threads[person]), float(urgency.tone[person])
    if not threads:
        return []
    days = int(urgency.oldest[person]) // _DAY
    text = (
        f"waits for our answer in {plural(threads, 'thread')}, {plural(days, 'day')} in the oldest"
    )
    if not np.isnan(tone):
        text += f", tone {tone:+.1f}"
    return [Reason(text, "urgency", float(urgency.values[person]))]


def _of_stance(stance: Stance, person: int) -> list[Reason]:
    value = float(stance.values[person])
    if np.isnan(value):
        return []
    word = "well" if value > 0.1 else "badly" if value < -0.1 else "neutrally"
    has_rated = stance.has_rated is not None and bool(stance.has_rated[person])
    count = plural(int(stance.interactions[person]), "rating" if has_rated else "interaction")
    text = f"speaks {word} to those concerned: {value:+.1f} over {count}"
    if has_rated:
        word = {"well": "good", "badly": "bad", "neutrally": "middling"}[word]
        text = f"gave {word} ratings: {value:+.1f} over {count}"
    return [Reason(text, "stance", value)]
