"""Everyone: the table of a log's distinct names, with the identities they are.

    names       k, canon                              as they are read
    who         k, h, num, canon, members, (whole)    one row for each identity that a text names
    everyone    k, h, numbers, whole                  one row for each text

``num`` counts the identities in sorted order; ``members`` is how many a text names, ``whole`` all
of them in one text. ``h`` is the hash of the text, by which rows find it more quickly than by the
text itself, and as surely: that no two texts have one hash is checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from graph.keys import SEPARATOR
from ingest.table.sql import Sql, text
from ingest.table.who import Naming

__all__ = ["Named", "name_everyone"]

_ODD = "SELECT k FROM names WHERE canon IS NULL"
_NUMBERED = (
    "SELECT k, hash(k) AS h, canon, ({rank}() OVER (ORDER BY canon) - 1)::INTEGER AS num FROM names"
)
_ALL = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"


@dataclass(frozen=True, slots=True)
class Named:
    """What all the texts have in common.

    ``has_lists`` where any of them names several; ``prefix`` is what makes an identity of each of
    them, if that is the same for all and all it takes; ``is_hashed`` where no two have one hash.
    """

    has_lists: bool
    prefix: str | None
    is_hashed: bool


def name_everyone(sql: Sql, naming: Naming, cells: Sequence[str]) -> Named:
    """Make every distinct text in *cells* of ``checked_rows`` canonical."""
    texts = " UNION ALL ".join(f"SELECT {cell} AS k FROM checked_rows" for cell in cells)
    sql.run(
        f"CREATE TEMP TABLE names AS SELECT k, {naming.plain('name')} AS canon "
        f"FROM (SELECT k, trim(k) AS name FROM (SELECT DISTINCT k FROM ({texts}))) "
        "WHERE k IS NOT NULL"
    )
    has_lists = bool(sql.rows(f"{_ODD} LIMIT 1")) and _read_odd(sql, naming)
    prefix = None if has_lists else _prefix(sql)
    # with a prefix no two texts are one identity, and rows are counted more quickly than ranked
    numbered = _NUMBERED.format(rank="dense_rank" if prefix is None else "row_number")
    if has_lists:
        sql.run(
            "CREATE TEMP TABLE who AS SELECT k, h, num, canon, count(*) OVER w AS members, "
            f"string_agg(canon, {text(SEPARATOR)}) OVER w AS whole FROM ({numbered}) "
            f"WINDOW w AS (PARTITION BY k ORDER BY canon {_ALL})"
        )
    else:
        sql.run(f"CREATE TEMP TABLE who AS SELECT *, 1 AS members FROM ({numbered})")
    sql.run(
        "CREATE TEMP VIEW everyone AS SELECT k, h, list(num ORDER BY num) AS numbers, "
        f"string_agg(canon, {text(SEPARATOR)} ORDER BY canon) AS whole FROM who GROUP BY k, h"
    )
    (is_hashed,) = sql.one("SELECT count(DISTINCT h) = count(DISTINCT k) FROM who")
    return Named(has_lists, prefix, is_hashed)


def _prefix(sql: Sql) -> str | None:
    first = sql.rows("SELECT k, canon FROM names LIMIT 1")
    if not first:
        return None
    k, canon = first[0]
    prefix = canon.removesuffix(k)
    (holds,) = sql.one(f"SELECT bool_and(canon = {text(prefix)} || k) FROM names")
    return prefix if holds else None


def _read_odd(sql: Sql, naming: Naming) -> bool:
    """Read the texts that are not plain names; say whether any of them names several."""
    sql.run(
        f"CREATE TEMP TABLE parts AS SELECT k, part, {naming.plain('part')} AS canon "
        f"FROM (SELECT k, unnest({naming.parts('trim(k)')}) AS part FROM ({_ODD}))"
    )
    sql.run(
        "CREATE TEMP TABLE lists AS SELECT k FROM parts GROUP BY k "
        "HAVING bool_and(canon IS NOT NULL)"
    )
    keys: list[str] = []
    canons: list[str] = []
    for cell in sql.table(f"{_ODD} AND k NOT IN (FROM lists)")["k"].to_pylist():
        try:
            found = naming.identities(cell)
        except ValueError:
            continue  # it names nobody: its rows are rejected
        keys += [cell] * len(found)
        canons += found
    odd = {"k": pa.array(keys, pa.string()), "canon": pa.array(canons, pa.string())}
    sql.lend("odd", pa.table(odd))
    sql.run(
        "INSERT INTO names (SELECT DISTINCT k, canon FROM parts SEMI JOIN lists USING (k)) "
        "UNION ALL SELECT k, canon FROM odd"
    )
    sql.run("DELETE FROM names WHERE canon IS NULL")
    (more,) = sql.one("SELECT count(*) - count(DISTINCT k) FROM names")
    return bool(more > 0)
