"""What became of what its CRM has deleted: an activity reached nobody, a deal has ended.

An export of before may have brought it. So an activity is said once more, as a later version in
which all whom it reached declined; a mail is known by its Message-ID: it was sent, whatever became
of the copy that the CRM had. What a deal stated is said with its end, the day it was deleted, which
ends what was said without one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from graph.model import Fact, Interaction, Receiver, Status
from ingest.json.records import Said
from ingest.source import BadRecord

__all__ = ["ended", "withdrawn"]


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


def ended(said: Callable[[], Said], at: datetime | None, own: str, reason: str) -> Said:
    """What a deleted deal stated, which held until then; refused where nothing tells when.

    *said* reads the record as if it were there, *at* is when it was deleted or changed last,
    *reason* says that it is deleted.
    """
    try:
        found = [one for one in said() if isinstance(one, Fact)]
    except BadRecord as error:
        raise BadRecord(reason, own) from error
    if at is None or not found:
        raise BadRecord(reason, own)
    return [one if one.until else replace(one, until=at) for one in found]
