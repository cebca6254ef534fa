"""Receiving: interactions handed over one request at a time, kept at once, and accounted for."""

from collections.abc import Iterable
from typing import Any

from api.engine import Engine
from api.incoming.loading import load_answer
from graph.batch import Added, concat
from graph.moments import moment
from ingest.batches.gather import Record, gather
from ingest.batches.tieless import tieless_records
from ingest.load import Totals
from ingest.source import Reading

__all__ = ["SOURCE", "receive"]

SOURCE = "http"
"""The source that interactions name which came this way."""


def receive(engine: Engine, records: Iterable[Record]) -> dict[str, Any]:
    """Keep records in one transaction, all that can be or none, and report on each.

    They count from the next refresh on. The report is that of a load, with the reason for each
    record that was rejected.
    """
    now = engine.clock()
    totals = Totals()
    rejects = []
    if batches := list(gather(records, SOURCE, Reading(clock=moment(now)))):
        batch = concat(batches)
        added = Added()
        if batch.read > len(batch.rejected):
            with engine.storing.taken():
                added = engine.store().add(batch, arrived_at=now)
        totals.count("body", batch, added, tieless_records(batch, engine.settings.max_receivers))
        rejects = [{"place": one.place, "reason": one.reason} for one in batch.rejected]
    return {**load_answer(totals.report()), "rejects": rejects}
