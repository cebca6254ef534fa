"""What the embedded store held at a past moment: its tables, seen as they stood then.

Known at a moment is what the transactions brought that were committed before the first one to
arrive later. For one reading, views take the place of the tables, so that whatever reads the store
(`graph.duckdb.reading`) reads it as it was: rows that came since are not there, rows that were
replaced since are, and the sums behind the digest are moved back by both.
"""

import duckdb

from graph.duckdb.file import one_row

__all__ = ["look_back"]

_LATER = "SELECT min(seq) FROM arrival WHERE arrived_at > ?"
_LAST = "SELECT coalesce(max(seq), 0) FROM arrival"
_FACT = "subject, name, value, since, until, source, seq"
_MERGED = 'a, b, reason, "at", is_active, seq'

# {last} is the number of the last transaction that is known, {store} where the tables are.
_VIEWS = (
    "CREATE TEMP VIEW arrival AS FROM {store}.arrival WHERE seq <= {last}",
    "CREATE TEMP VIEW plain AS FROM {store}.plain WHERE seq <= {last}",
    """CREATE TEMP VIEW interacted AS
       FROM {store}.interacted WHERE seq <= {last}
       UNION ALL SELECT * EXCLUDE (replaced) FROM {store}.superseded
       WHERE seq <= {last} AND replaced > {last}""",
    f"""CREATE TEMP VIEW fact AS
       SELECT {_FACT} FROM {{store}}.fact WHERE seq <= {{last}}
       UNION ALL SELECT {_FACT} FROM {{store}}.superseded_fact
       WHERE seq <= {{last}} AND replaced > {{last}}""",
    f"""CREATE TEMP VIEW merged AS
       SELECT * FROM (
           SELECT {_MERGED} FROM {{store}}.merged WHERE seq <= {{last}}
           UNION ALL SELECT {_MERGED} FROM {{store}}.superseded_merge
           WHERE seq <= {{last}} AND replaced > {{last}})
       WHERE "at" <= {{known_by}}""",
    """CREATE TEMP VIEW digest_day AS
       SELECT hi, lo, rows FROM {store}.digest_day
       UNION ALL SELECT -sum(key_hi), -sum(key_lo), -count(*) FROM {store}.plain WHERE seq > {last}
       UNION ALL SELECT -sum(row_hi), -sum(row_lo), -count(*)
       FROM {store}.interacted WHERE seq > {last}
       UNION ALL SELECT sum(row_hi), sum(row_lo), count(*) FROM {store}.superseded
       WHERE seq <= {last} AND replaced > {last}""",
)


def look_back(connection: duckdb.DuckDBPyConnection, known_by: int | None) -> None:
    """Let a connection see what was known at a moment, for as long as it is open; None is now."""
    if known_by is None:
        return
    (later,) = one_row(connection, _LATER, [known_by])
    last = one_row(connection, _LAST)[0] if later is None else later - 1
    (name,) = one_row(connection, "SELECT current_database()")
    store = '"' + name.replace('"', '""') + '".main'
    for view in _VIEWS:
        connection.execute(view.format(store=store, last=last, known_by=known_by))
