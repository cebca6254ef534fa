"""What became of an activity that its CRM has deleted: it is kept, and reached nobody.

An export of before may have brought it, so it is said once more, as a later version in which all
whom it reached declined. A mail is known by its Message-ID: it was sent, whatever became of the
copy that the CRM had.
"""

from collections.abc import Callable
from dataclasses import replace

from graph.model import Interaction, Receiver, Status
from ingest.json.records import Said
from ingest.source import BadRecord

__all__ = ["withdrawn"]


def withdrawn(said: Callable[[], Said], own: str, reason: str) -> Said:
    """The contact that a deleted record was; what was no contact of its own is refused.

    *said* reads the record as if it were there, *own* is the id of the interaction that it was,
    *reason* says that it is deleted.
    """
    try:
        found = [one for one in said() if isinstance(one, Interaction) and one.id == own]
    except BadRecord as error:
        raise BadRecord(reason, own) from error
    if not own or not found or not found[0].receivers:
        raise BadRecord(reason, own)
    one = found[0]
    nobody = tuple(Receiver(other.identity, other.role, Status.DECLINED) for other in one.receivers)
    return [replace(one, receivers=nobody, revision=one.revision + 1, text=None)]
