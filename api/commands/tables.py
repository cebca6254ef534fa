"""Tables for people: what a terminal shows of each answer, on stdout."""

import os
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = [
    "console",
    "estimated",
    "head",
    "heading",
    "moved",
    "nothing",
    "pair",
    "place",
    "ranked",
    "ranked_on",
    "reasons",
    "share",
    "show",
    "table",
    "who",
]


def console() -> Console:
    """The console of stdout: as wide as the terminal, 120 columns in a pipe, NO_COLOR kept.

    It shows text as it is: names and subjects are others' words, and ``[/b]`` in one is no style.
    """
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
    return Console(width=width, highlight=False, markup=False, emoji=False)


def table(title: str, *columns: str, caption: str = "") -> Table:
    """A plain table: names left, a ``>`` before a column's name puts it right."""
    found = Table(
        title=Text(title, "bold"),
        title_justify="left",
        caption=Text(caption, "dim"),
        caption_justify="left",
        box=None,
        pad_edge=False,
        header_style="dim",
        min_width=min(max(len(title), len(caption)), 78),  # so that neither wraps
    )
    for column in columns:
        found.add_column(
            column.removeprefix(">"),
            justify="right" if column.startswith(">") else "left",
            overflow="fold",
        )
    return found


def show(found: Table) -> None:
    """Print a table, and nothing but it, to stdout."""
    console().print(found)


def nothing(text: str, answer: dict[str, Any], caption: str = "") -> None:
    """Say in a line that there is nothing to list, and of which run."""
    out = console()
    out.print(text)
    out.print(Text(caption or head(answer), "dim"))


def heading(what: str, rest: str) -> Text:
    """The first line of a page: what it is about, and the least that is to be said of it."""
    return Text.assemble((what, "bold"), rest)


def head(answer: dict[str, Any]) -> str:
    """What a table says below: which run, which moment."""
    return (
        f"as of {answer['as_of']} · half-life {answer['half_life_days']:g} days · {answer['run']}"
    )


def who(person: dict[str, Any]) -> str:
    """A person for a cell: their name, and where they are."""
    name = person["name"] or person["identity"].partition(":")[2]
    organization = person["organization"]
    return f"{name} ({organization.removeprefix('org:')})" if organization else str(name)


def pair(item: dict[str, Any]) -> str:
    """A pair for a cell."""
    return f"{who(item['a'])} — {who(item['b'])}"


def place(item: dict[str, Any]) -> str:
    """A rank for a cell: = where others share it, and between which ranks it lies."""
    rank = ranked(item["rank"], item["tied_with"])
    low, high = item.get("rank_low"), item.get("rank_high")
    return rank if low is None else f"{rank} ({low}-{high})"


def ranked(rank: int | None, tied_with: int) -> str:
    """A rank: = where others share it, a dash where there is none.

    >>> ranked(3, 0), ranked(5, 2)
    ('3', '=5')
    """
    return "–" if not rank else f"={rank}" if tied_with else str(rank)


def ranked_on(item: dict[str, Any], *days: str) -> list[str]:
    """The ranks of one person on several days, for a cell each.

    >>> ranked_on({"rank_now": 3, "tied_now": 0, "rank_then": 5, "tied_then": 2}, "now", "then")
    ['3', '=5']
    """
    return [ranked(item[f"rank_{day}"], item[f"tied_{day}"]) for day in days]


def estimated(error: float) -> str:
    """Say how far off sampled values can be."""
    return f"estimated; values are off by at most {error:.2g}, 19 times in 20"


def share(value: float | None) -> str:
    """A share for a cell, as a percentage."""
    return "–" if value is None else f"{100 * value:.0f} %"


def moved(item: dict[str, Any], most: int = 2) -> str:
    """Why somebody rose or fell, for a cell; where nothing of theirs did, that others did.

    >>> moved({"rank_now": 5, "rank_then": 3, "reasons": []})
    'others passed them'
    """
    has_risen = item["rank_now"] < item["rank_then"]
    return reasons(item, most) or ("others fell behind them" if has_risen else "others passed them")


def reasons(item: dict[str, Any], most: int = 2) -> str:
    """The first reasons for a cell, a line each."""
    found: Sequence[dict[str, Any]] = item["reasons"]
    return "\n".join(one["text"] for one in found[:most])
