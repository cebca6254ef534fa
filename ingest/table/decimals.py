r"""Decimals: numbers written with a comma, as half of the world does, as SQL.

``12,5``, ``0,125``, ``1.234,5`` and ``1,234.5`` can be read one way only. ``1,234`` may be a
thousand or one and a bit; then the mapping's ``decimal`` says which.
"""

from ingest.table.sql import text

__all__ = ["UNCLEAR", "number"]

UNCLEAR = r"[+-]?[1-9]\d{0,2},\d{3}"
_GROUPED = r"[+-]?\d{1,3}(?:\.\d{3})+,\d+"  # 1.234,5
_DECIMAL = r"[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|0+,\d+|\d{4,},\d+)"
_IN_ENGLISH = r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:,\d{3}){2,}"


def number(cell: str, decimal: str | None) -> str:
    """SQL: the cell with a point for its decimals and nothing between its thousands.

    *decimal* is how the mapping says that decimals begin. What can be read two ways stays as it is.
    """
    by_comma = f"replace(replace({cell}, '.', ''), ',', '.')"
    without = f"replace({cell}, ',', '')"
    if decimal == ",":
        return by_comma
    if decimal == ".":
        return without
    return (
        f"CASE WHEN NOT contains({cell}, ',') THEN {cell} "
        f"WHEN regexp_full_match({cell}, {text(f'{_GROUPED}|{_DECIMAL}')}) THEN {by_comma} "
        f"WHEN regexp_full_match({cell}, {text(_IN_ENGLISH)}) THEN {without} ELSE {cell} END"
    )
