"""What a terminal shows of identities: people, the review, look-alikes, decisions."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from api.commands.tables import console, head, nothing, show, table, who

__all__ = [
    "dated",
    "names_told",
    "show_accepted",
    "show_decisions",
    "show_look_alikes",
    "show_people",
    "show_review",
]

_LONG = 40  # letters of a name
_FEW = 8  # identities or links of one person in a table; --json has them all
_MOST_NAMES = 3


def show_people(answer: dict[str, Any]) -> None:
    """Print people with their identities, names and dates, and what made them one."""
    items = answer["items"]
    if not items:
        nothing("Nobody goes by two identities.", answer)
        return
    out = console()
    for item in items:
        out.print(Text.assemble((who(item["person"]), "bold"), "  ", item["person"]["id"]))
        for one in item["identities"][:_FEW]:
            out.print(
                _under(
                    4,
                    f"{one['identity']}  {names_told(one['names'])}{_when(one)}".rstrip(),
                    first=2,
                )
            )
        _more(len(item["identities"]) - _FEW, "identities")
        for link in item["joined_by"][:_FEW]:
            out.print(_under(4, f"· {_link(link)}", "dim", first=2))
        _more(len(item["joined_by"]) - _FEW, "reasons")
    out.print(Text(head(answer), "dim"))


def _more(count: int, what: str) -> None:
    if count > 0:
        console().print(Text(f"  and {count:,} more {what}", "dim"))


def names_told(names: Sequence[dict[str, Any]], *, most: int = _MOST_NAMES) -> str:
    """Give names with their dates, each name once.

    >>> ann = dict.fromkeys(("since", "until", "last_seen")) | {"value": "Ann"}
    >>> names_told([ann | {"value": "Smith, Ann"}, ann | {"since": "2026-01-02T00:00:00Z"}, ann])
    'Smith, Ann; Ann (since 2026-01-02)'
    """
    dates: dict[str, list[str]] = {}
    for name in names:
        known = dates.setdefault(name["value"], [])
        known += [one for one in _dates(name) if one not in known]
    shown = [_with_dates(value, told) for value, told in dates.items()]
    between = "; " if any("," in value for value in dates) else ", "
    more = [f"and {len(shown) - most} more"] if len(shown) > most else []
    return between.join([*shown[:most], *more])


def dated(told: dict[str, Any]) -> str:
    """Give a name or a fact with its dates.

    >>> dated({"value": "Ann", "since": "2026-01-02T00:00:00Z", "until": None})
    'Ann (since 2026-01-02)'
    """
    return _with_dates(told["value"], _dates(told))


def _with_dates(value: str, dates: Sequence[str]) -> str:
    return value + (f" ({', '.join(dates)})" if dates else "")


def _dates(told: dict[str, Any]) -> list[str]:
    dates = [f"since {told['since'][:10]}"] if told["since"] else []
    dates += [f"until {told['until'][:10]}"] if told["until"] else []
    if told.get("last_seen"):
        days = dict.fromkeys(
            (told.get("first_seen", told["last_seen"])[:10], told["last_seen"][:10])
        )
        dates.append(f"seen {' to '.join(days)}")
    return dates


def _when(one: dict[str, Any]) -> str:
    if not one["interactions"]:
        return ""
    days = list(dict.fromkeys((one["first_at"][:10], one["last_at"][:10])))
    many = "" if one["interactions"] == 1 else "s"
    told = f"{one['interactions']:,} interaction{many}, {' to '.join(days)}"
    return f"{'; ' if one['names'] else ''}{told}"


def _link(link: dict[str, Any]) -> str:
    score = f" {link['score']:.3f}" if link["score"] is not None else ""
    at = f", {link['at'][:10]}" if link["at"] else ""
    failed = f"; does not hold: {link['why_not']}" if link["why_not"] else ""
    other = f"{link['a']} = {link['b']}" if not failed else f"{link['a']} / {link['b']}"
    return f"{other}: {' '.join(link['reasons'])} ({link['by']}{score}{at}){failed}"


def show_review(answer: dict[str, Any]) -> None:
    """Print who may be one person, and what accepting would do."""
    if not answer["items"]:
        nothing("Nobody is waiting to be decided about.", answer)
        return
    _sides(answer, f"Who may be one person: {answer['total']:,} to decide")
    console().print(
        Text(
            "accept with: tieline merge A B --reason ...   refuse with: tieline unmerge A B", "dim"
        )
    )
    left = len(answer["items"]) - answer["effects_computed"]
    if left and answer["effects_computed"]:
        told = f"computed for the first {answer['effects_computed']:,}: in a log of this size each"
        console().print(Text(f"what accepting does was {told} takes a ranking", "dim"))


def show_look_alikes(answer: dict[str, Any]) -> None:
    """Print who looks like somebody else."""
    if not answer["items"]:
        nothing("No address looks as if it wanted to be taken for another.", answer)
        return
    _sides(answer, f"Addresses that look alike, never merged: {answer['total']:,}")


def _sides(answer: dict[str, Any], title: str) -> None:
    """Each pair in a few lines: the two, why, and what would be."""
    out = console()
    out.print(Text(title, "bold"))
    for item in answer["items"]:
        out.print(_under(11, f"{item['rank']:>3}. {item['score']:.3f} {_side(item['a'])}", first=0))
        out.print(_under(11, _side(item["b"])))
        for text in item["reasons"]:
            out.print(_under(13, f"· {text}", "dim", first=11))
        if item.get("effect"):
            out.print(_under(13, f"→ {_effect(item)}", first=11))
    out.print(Text(head(answer), "dim"))


def _under(indent: int, text: str, style: str = "", *, first: int | None = None) -> Table:
    """A paragraph whose lines begin so far in, the first one elsewhere."""
    begins = indent if first is None else first
    found = Table.grid(padding=0)
    found.add_column(width=indent, no_wrap=True)
    found.add_column(overflow="fold")
    head, rest = text[: indent - begins], text[indent - begins :]
    found.add_row(Text(" " * begins + head, style), Text(rest, style))
    return found


def _side(side: dict[str, Any]) -> str:
    name = side["person"]["name"]
    others = len(side["identities"]) - 1
    told = [side["identity"] + (f" and {others} more" if others else "")]
    told += [name if len(name) <= _LONG else f"{name[: _LONG - 1]}…"] if name else []
    told.append(f"{side['contacts']:,} contact{'' if side['contacts'] == 1 else 's'}")
    told += [f"last {side['last_at'][:10]}"] if side["last_at"] else []
    return ", ".join(told)


def _effect(item: dict[str, Any]) -> str:
    effect, together = item["effect"], item["together"]
    ranks = [str(effect[name] or "none") for name in ("rank_a", "rank_b")]
    told = f"one person: rank {effect['rank_after']} in influence, instead of {' and '.join(ranks)}"
    if effect["rank_after"] is None:
        told = "one person: without a rank in influence"
    return f"{told}; {together['contacts']:,} contacts, {together['shared_contacts']:,} shared"


def show_decisions(answer: dict[str, Any]) -> None:
    """Print what was decided, the latest first."""
    if not answer["items"]:
        nothing("Nothing was decided about who is one person.", answer)
        return
    found = table("Decisions, the latest first", "on", "by", "a", "", "b", "why", "",
                  caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        found.add_row((item["at"] or "–")[:10], item["by"], item["a"],
                      "=" if item["is_active"] else "≠", item["b"], item["reason"],
                      item["why_not"])  # fmt: skip
    show(found)


def show_accepted(answer: dict[str, Any]) -> None:
    """Print who was, or would be, decided to be one person."""
    if not answer["items"]:
        nothing(f"Nobody in review is one person at least {answer['above']:g} likely.", answer)
        return
    found = table("Accepted" if not answer["is_dry_run"] else "Would be accepted",
                  ">score", "a", "b", "why", caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        found.add_row(f"{item['score']:.3f}", item["a"], item["b"], item["reasons"][0])
    show(found)
