"""Who has a stake in an organization, a segment, a person or a topic, and why."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.stakeholders import Evidence, Stakeholders, stakeholder_reasons, stakeholders
from algorithms.stakes.interest import interest, topic_interest
from algorithms.stakes.stance import Statements, rows_concerning, stance
from algorithms.stakes.urgency import urgency
from api.answers.claims import declared_claims
from api.answers.concern import concerned, interactions_on, on_topic
from api.answers.ranking import number, reason
from api.answers.said import statements
from api.computing.run import Run
from api.names.lookup import Target

__all__ = ["stakeholders_of"]

People = NDArray[np.bool_]

_DECLARES = 0.6  # a claim worth so much names a stakeholder, ties or not: not a mere title


def stakeholders_of(
    run: Run, target: Target, *, offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """List the stakeholders of a target, most salient first. Also gives how many there are."""
    found = _found(run, target)
    items = []
    for row in range(offset, min(offset + limit, len(found))):
        person = int(found.person[row])
        evidence = found.evidence
        items.append(
            {
                "rank": int(found.rank[row]),
                "person": run.person(person),
                "class": str(found.class_of(row)),
                "power": number(evidence.power[person]),
                "legitimacy": number(evidence.legitimacy.values[person]),
                "urgency": number(evidence.urgency.values[person]),
                "interest": number(evidence.interest.values[person]),
                "stance": number(evidence.stance.values[person]),
                "reasons": [reason(one) for one in stakeholder_reasons(found, row)],
            }
        )
    return items, len(found)


def _found(run: Run, target: Target) -> Stakeholders:
    timeline, weight = run.history.timeline, run.weight
    people = concerned(run, target)
    own = run.belonging.people_of(run.own)
    is_topic = target.kind == "topic"
    rows = on_topic(run, target.name) if is_topic else rows_concerning(timeline, people, own)
    moment = {"as_of": run.as_of, "half_life": run.half_life}
    goes_there = (
        topic_interest(timeline, weight, rows, live_threshold=run.settings.live_threshold, **moment)
        if is_topic
        else interest(run.projection, people)
    )
    claims = declared_claims(run, target, people, own)
    evidence = Evidence(
        interest=goes_there,
        power=run.influence.percentile,
        legitimacy=claims,
        urgency=urgency(timeline, own, as_of=run.as_of, rows=rows if is_topic else None),
        stance=stance(timeline, weight, rows, beside=_beside(run, target, people), **moment),
    )
    declared = np.logical_or.reduce(
        [claim.holds for claim in claims.claims if claim.value >= _DECLARES]
        or [np.zeros(timeline.people, bool)]
    )
    return stakeholders(
        evidence,
        concerned=None if is_topic else people,
        with_members=target.kind == "organization",
        declared=declared & run.history.people.is_person,
        is_person=run.history.people.is_person,
    )


def _beside(run: Run, target: Target, people: People) -> Statements:
    """What was said beside all ties and concerns a target.

    Ratings and posts are said to us, and by those whom a question is about: they count where it is
    about who said them, or about our own people; for a topic, where they are on it.
    """
    found, interaction = statements(run)
    if target.kind == "topic":
        return found.only(np.isin(interaction, interactions_on(run, target.name)))
    is_ours = bool((people & run.belonging.people_of(run.own)).any())
    return found.only(people[found.person] | is_ours)
