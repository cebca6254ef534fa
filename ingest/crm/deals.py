"""What CRM systems say of somebody's part in a deal, in the facts that all of them share.

Who takes part in a deal is in a group of the deal's name, ``segment: deal NAME``; what their part
is, such as decision maker, is a ``deal_role``.
"""

from datetime import datetime

from graph.model import Fact
from ingest.json.records import Said

__all__ = ["part_in_deal"]


def part_in_deal(
    who: str,
    deal: str,
    role: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Said:
    """Say that somebody takes part in a deal, and in which role.

    >>> [(one.name, one.value) for one in part_in_deal("zoho:1", "Renewal", "Decision Maker")]
    [('segment', 'deal Renewal'), ('deal_role', 'Decision Maker: Renewal')]
    """
    said: Said = [Fact(who, "segment", f"deal {deal}", since, until)]
    return [*said, Fact(who, "deal_role", f"{role}: {deal}", since, until)] if role else said
