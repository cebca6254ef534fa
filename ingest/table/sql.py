"""SQL: a connection of one's own, and pieces of queries made of words from outside.

Words from outside are always quoted, never pasted.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

__all__ = ["Sql", "text", "words"]


class Sql:
    """The four ways in which queries are run."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def run(self, query: str) -> None:
        """Run a statement."""
        self.connection.execute(query)

    def rows(self, query: str) -> list[tuple]:  # type: ignore[type-arg]  # whatever it selects
        """Give the rows of a small answer."""
        return self.connection.execute(query).fetchall()

    def one(self, query: str) -> tuple:  # type: ignore[type-arg]
        """Give the first row."""
        return self.rows(query)[0]

    def table(self, query: str) -> pa.Table:
        """Give an answer as columns."""
        return self.connection.sql(query).to_arrow_table()

    def lend(self, name: str, table: pa.Table) -> None:
        """Let queries read columns that are not the connection's."""
        self.connection.register(name, table)


def text(value: str) -> str:
    """Write a text constant.

    >>> print(text("it's"))
    'it''s'
    """
    return "'" + value.replace("'", "''") + "'"


def words(values: Sequence[str]) -> str:
    """Write the list of an ``IN``.

    >>> words(["to", "cc"])
    "('to', 'cc')"
    """
    return "(" + ", ".join(text(value) for value in values) + ")"
