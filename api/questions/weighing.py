"""Questions about the weights: the table, and what it makes of this log."""

from collections.abc import Sequence
from typing import Any, Unpack

from api.answers.ranking import INFLUENCE, is_largest_first
from api.answers.weighing import weights_told
from api.answers.weights_tried import tried
from api.hints import hint
from api.questions.cursor import page
from api.runs.of_store import Runs, When, head
from api.weight_settings import tried_weights

__all__ = ["Weighing"]

Answer = dict[str, Any]


class Weighing(Runs):
    """What is asked about weights, on one store."""

    def weights(self, **when: Unpack[When]) -> Answer:
        """Say what each kind and channel counts, why, and how much of this log that is."""
        run = self.run(**when)
        return {**head(run), **weights_told(run)}

    def weights_tried(
        self,
        weights: Sequence[str],
        *,
        by: str = INFLUENCE,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Say who would rise and fall with other weights, such as reaction=1; nothing is kept."""
        changes = tried_weights(weights, hint)
        is_largest_first(by)  # an unknown name is told before anything is computed
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        told, found = tried(run, changes, by=by, offset=offset, limit=limit)
        return {**head(run), **told, **close(found)}
