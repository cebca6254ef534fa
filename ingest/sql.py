"""Pieces of SQL that are made of words from outside: always quoted, never pasted."""

from collections.abc import Sequence

__all__ = ["first_of", "name", "text", "words"]


def text(value: str) -> str:
    """Write a text constant.

    >>> print(text("it's"))
    'it''s'
    """
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """Write the name of a column.

    >>> print(name('a "b"'))
    "a ""b\"""
    """
    return '"' + value.replace('"', '""') + '"'


def words(values: Sequence[str]) -> str:
    """Write the list of an ``IN``.

    >>> words(["to", "cc"])
    "('to', 'cc')"
    """
    return "(" + ", ".join(text(value) for value in values) + ")"
