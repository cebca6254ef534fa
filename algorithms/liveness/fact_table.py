"""The table of facts: every number that is said of a pair, in one plain sentence each.

They are logarithms and shares, so that no pair outweighs all others: ``log`` is that of one more,
``log(1 + x)``, for what may be 0. `algorithms.liveness.facts` has their values.
"""

from typing import NamedTuple

__all__ = ["FACTS", "Fact"]


class Fact(NamedTuple):
    """A number said of a pair: its name, what it is, the words it is given in, its usual spread."""

    name: str
    meaning: str
    words: str
    spread: float


FACTS: tuple[Fact, ...] = (
    Fact("elapsed", "days since the last contact (log)", "how long they have been silent", 1.0),
    Fact("elapsed_short", "the same, up to a sixth of the horizon", "a silence of few days", 0.3),
    Fact("elapsed_long", "the same, beyond a horizon", "a silence longer than the horizon", 1.3),
    Fact("silence", "days since the last contact over the mean gap, 1 at most (log)",
         "how much of their usual gap has passed", 1.3),
    Fact("overdue", "the same, 1 at least (log)", "how far the silence is beyond it", 1.3),
    Fact("usual_gap", "usual gap between active days (log)", "how often they are in touch", 1.2),
    Fact("active_days", "days with a contact so far (log)", "on how many days they were in touch",
         0.8),
    Fact("count", "contacts so far (log)", "how many contacts they had", 0.9),
    Fact("age", "days since the first contact (log)", "how long they have known each other", 0.7),
    Fact("burstiness", "how uneven the gaps are, -1 to 1", "how uneven their rhythm is", 0.35),
    Fact("recent", "contacts in the last horizon (log)", "how much they wrote lately", 1.0),
    Fact("before", "contacts in the horizon before that (log)", "how much they wrote before", 1.0),
    Fact("decayed_third", "decayed active days, half-life a third of the horizon (log)",
         "on how many days they were in touch lately", 0.5),
    Fact("decayed_triple", "decayed active days, half-life three horizons (log)",
         "on how many days they were in touch for a while", 0.6),
    Fact("balance", "contacts of the quieter side over those of the other", "whether both write",
         0.3),
    Fact("unanswered", "contacts in a row from one side up to now (log)", "writing in vain", 0.6),
    Fact("bg_nbd", "log odds of a contact within the horizon by BG/NBD",
         "what their rate of contact lets expect", 2.0),
    Fact("busier", "contacts of the busier one with others lately (log)",
         "what the busier one does with others", 1.0),
    Fact("quieter", "contacts of the quieter one with others lately (log)",
         "what the quieter one does with others", 1.0),
    Fact("trend_busier", "the higher of the two people's activity trends (log)",
         "whether one of them is rising", 1.0),
    Fact("trend_quieter", "the lower of the two people's activity trends (log)",
         "whether one of them is falling silent everywhere", 1.0),
)  # fmt: skip
"""Every fact; the spread is the scale that a model's ridge measures its coefficient by."""
