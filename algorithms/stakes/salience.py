"""Salience: which of power, legitimacy and urgency a stakeholder has, and the class that follows.

|               | power | legitimacy | urgency |
|---------------|-------|------------|---------|
| dormant       | yes   |            |         |
| discretionary |       | yes        |         |
| demanding     |       |            | yes     |
| dominant      | yes   | yes        |         |
| dangerous     | yes   |            | yes     |
| dependent     |       | yes        | yes     |
| definitive    | yes   | yes        | yes     |
| none          |       |            |         |

Somebody has an attribute when its value reaches the threshold. A class is a yes-or-no view of
numbers that are not; it is always shown beside them, and lists are ordered by

    salience_i = (power + legitimacy + urgency) / 3 * (1 + interest) / 2

between 0 and 1: what somebody brings, counted half where none of their relations go there and
whole where all of them do. An undefined value counts as 0 here, and stays undefined in its place.

Cost: O(n).

References
----------
Mitchell, R. K., Agle, B. R., Wood, D. J. "Toward a theory of stakeholder identification and
salience." Academy of Management Review 22 (1997).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

__all__ = ["CLASSES", "SalienceClass", "Thresholds", "salience", "salience_classes"]

Values = NDArray[np.float64]


class SalienceClass(StrEnum):
    """What a stakeholder is, by the attributes they have."""

    NONE = "none"
    DORMANT = "dormant"
    DISCRETIONARY = "discretionary"
    DOMINANT = "dominant"
    DEMANDING = "demanding"
    DANGEROUS = "dangerous"
    DEPENDENT = "dependent"
    DEFINITIVE = "definitive"


# By code: 1 for power, 2 for legitimacy, 4 for urgency, added up.
CLASSES = tuple(SalienceClass)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on an attribute counts as present.

    ``power``: in the upper quarter of influence. ``legitimacy``: any one declared claim at its
    usual worth. ``urgency``: one neutral thread open for six days, or an angry one for one day.
    """

    power: float = 0.75
    legitimacy: float = 0.5
    urgency: float = 0.4

    def __post_init__(self) -> None:
        if not all(0 < value <= 1 for value in (self.power, self.legitimacy, self.urgency)):
            raise ValueError(f"thresholds must lie in (0, 1]: {self}")


def salience_classes(
    power: Values, legitimacy: Values, urgency: Values, *, thresholds: Thresholds | None = None
) -> NDArray[np.uint8]:
    """Give everybody's class as a position in ``CLASSES``.

    >>> codes = salience_classes(np.array([0.9, 0.9, np.nan]), np.array([0.6, 0.0, 0.6]),
    ...                          np.array([0.5, 0.0, 0.0]))
    >>> [str(CLASSES[code]) for code in codes]
    ['definitive', 'dormant', 'discretionary']
    """
    at_least = thresholds or Thresholds()
    code = (power >= at_least.power).astype(np.uint8)  # NaN reaches no threshold
    code += 2 * (legitimacy >= at_least.legitimacy).astype(np.uint8)
    code += 4 * (urgency >= at_least.urgency).astype(np.uint8)
    return code


def salience(power: Values, legitimacy: Values, urgency: Values, interest: Values) -> Values:
    """Mix the three attributes and interest into the one number lists are ordered by.

    >>> one = np.array([1.0])
    >>> salience(one, one, one * 0, one * np.nan).round(4)
    array([0.3333])
    """
    power, legitimacy, urgency, interest = (
        np.nan_to_num(value, nan=0.0) for value in (power, legitimacy, urgency, interest)
    )
    return (power + legitimacy + urgency) / 3 * (1 + interest) / 2
