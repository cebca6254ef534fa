"""What a question is about: people to keep in a list, rows on a topic, an organization's people."""

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from api.computing.run import Run
from api.computing.topic_log import THREAD, kind_of
from api.names.lookup import Target, person_number
from api.names.topic_names import TopicNames, topic_names

__all__ = ["concerned", "interactions_on", "on_topic", "topics"]

People = NDArray[np.bool_]


def concerned(run: Run, target: Target) -> People:
    """Mark the people a question is about; for a topic those who took part in it."""
    people = len(run.history.people)
    mask = np.zeros(people, bool)
    if target.kind == "organization":
        return run.belonging.people_of([target.name])
    if target.kind == "segment":
        return run.belonging.segments[target.name]
    if target.kind == "person":
        mask[person_number(run.history, target.name)] = True
        return mask
    timeline, rows = run.history.timeline, on_topic(run, target.name)
    mask[timeline.source[rows]] = True
    mask[timeline.target[rows]] = True
    return mask


def topics(run: Run) -> TopicNames:
    """Name the topics of the log; those of one moment are not asked for, so that words stay."""
    return topic_names(run)


def on_topic(run: Run, topic: str) -> NDArray[np.bool_]:
    """Mark the timeline's rows whose interaction is on a topic."""
    timeline = run.history.timeline
    found: NDArray[np.bool_] = np.isin(timeline.interaction, interactions_on(run, topic))
    return found


def interactions_on(run: Run, topic: str) -> NDArray[np.int64]:
    """Give the numbers of the interactions on a topic, those that tie nobody too."""
    history = run.history
    if kind_of(topic) == THREAD:
        thread = history.log.column("thread")
        same = pc.fill_null(pc.equal(thread, topic.partition(":")[2]), fill_value=False)
        hit = np.flatnonzero(same.to_numpy())
    else:
        column = history.log.column("topics").combine_chunks()
        rows = pc.list_parent_indices(column).to_numpy()
        hit = rows[pc.equal(pc.list_flatten(column), topic).to_numpy(zero_copy_only=False)]
    return np.searchsorted(history.starts, hit, "right") - 1
