"""Writes the generated parts of docs/parity.md: what the suite compares, and what it finds.

python docs/parity.py            # a minute; also part of: make docs
"""

import sys
from collections.abc import Callable, Mapping

from api.parity.comparison import Comparison
from api.parity.table import ALONE
from docs.generate import DOCS, filled, table
from tests.parity.ldbc import NOT_OURS
from tests.parity.ldbc import ROWS as LDBC_ROWS
from tests.parity.measured import COMPARISONS, found, shown

__all__ = ["BLOCKS", "compared", "main"]

PAGE = DOCS / "parity.md"


def _measure(one: Comparison) -> str:
    return f"`{one.measure}`" + (f" {one.form}" if one.form else "")


def compared() -> str:
    """Every comparison with its tolerance and the largest difference on all graphs."""
    rows = []
    for one in COMPARISONS:
        both = found(one.name)
        largest = shown(one, both.largest)
        rows.append((_measure(one), one.library, f"`{one.call}`", both.graphs, one.tolerance,
                     largest))  # fmt: skip
    head = ("measure", "library", "its name there", "graphs", "may differ by", "largest difference")
    return table(head, *rows)


def conversions() -> str:
    """What is done to a library's answer, or to what it is given."""
    rows = [(_measure(one), one.library, one.conversion) for one in COMPARISONS if one.conversion]
    return table(("measure", "library", "conversion"), *rows)


def tolerances() -> str:
    """Why some comparisons may differ by more than rounding."""
    rows = [
        (_measure(one), one.library, f"{one.absolute:g}", one.why) for one in COMPARISONS if one.why
    ]
    return table(("measure", "library", "may differ by", "because"), *rows)


def limits() -> str:
    """Where a library is not asked."""
    rows = [(_measure(one), one.library, one.limits) for one in COMPARISONS if one.limits]
    return table(("measure", "library", "is not asked where"), *rows)


def alone() -> str:
    """The measures that no library has."""
    rows = [(f"`{one.measure}`", one.reason, f"`{one.held_by}`") for one in ALONE]
    return table(("measure", "why", "held by"), *rows)


def ldbc() -> str:
    """The cases of LDBC Graphalytics, and what of ours each is compared with."""
    return table(("case", "is", "with us", "agrees"), *LDBC_ROWS, *NOT_OURS)


BLOCKS: Mapping[str, Callable[[], str]] = {
    "parity": compared,
    "parity_alone": alone,
    "parity_conversions": conversions,
    "parity_ldbc": ldbc,
    "parity_limits": limits,
    "parity_tolerances": tolerances,
}


def main() -> None:
    """Write the page, and name it where it was stale."""
    text = PAGE.read_text("utf-8")
    new = filled(text, BLOCKS)
    if new != text:
        PAGE.write_text(new, "utf-8")
        sys.stdout.write(f"{PAGE.name}\n")


if __name__ == "__main__":
    main()
