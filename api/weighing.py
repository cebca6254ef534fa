"""Questions about the weights: the table, and what it makes of this log."""

from typing import Any, Unpack

from api.answers.weighing import weights_told
from api.runs import Runs, When, head

__all__ = ["Weighing"]

Answer = dict[str, Any]


class Weighing(Runs):
    """What is asked about weights, on one store."""

    def weights(self, **when: Unpack[When]) -> Answer:
        """Say what each kind and channel counts, why, and how much of this log that is."""
        run = self.run(**when)
        return {**head(run), **weights_told(run)}
