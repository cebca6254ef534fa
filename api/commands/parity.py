"""Proof: every measure taken by other libraries as well, on one's own graph."""

from typing import Annotated, Any

import typer

from api.commands.options import Common, common

__all__ = ["parity"]

_MISSING = (
    "tieline parity compares with networkx, which is not installed;"
    " install it with: pip install 'tieline[parity]'"
)


@common
def parity(
    common: Common,
    limit_people: Annotated[
        int,
        typer.Option(
            min=1, max=100_000, help="Compare on so many people at most: networkx is slow."
        ),
    ] = 500,
) -> None:
    """Take every measure by tieline, networkx and igraph, and show how far they differ.

    On the graph of the current run; of a larger one on a part, which is named. Exit code 1 if
    anything differs by more than its stated tolerance.

    Example: tieline parity --limit-people 200
    """
    from api.commands.progress import working
    from graph.errors import Misuse

    try:
        from api.parity.answer import parity as compare
    except ModuleNotFoundError as error:
        if error.name != "networkx":
            raise
        raise Misuse(_MISSING) from None

    run = common.engine().run()
    with working("parity", quiet=common.quiet) as report:
        answer = compare(run, limit_people=limit_people, report=report)
    common.print(answer, _parity)
    if not answer["agree"]:
        raise typer.Exit(1)


def _parity(answer: dict[str, Any]) -> None:
    from api.commands.tables import console, head, show, table

    title = f"Parity on {answer['people']:,} people and {answer['pairs']:,} pairs"
    found = table(title, "measure", "library", ">of", ">apart", ">order", ">ours", ">theirs",
                  "verdict", caption=head(answer))  # fmt: skip
    for column in found.columns[1:-1]:
        column.no_wrap = True
    for item in answer["items"]:
        form = f"\n  {item['form']}" if item["form"] else ""
        name = item["measure"] + form
        found.add_row(name, item["library"], f"{item['compared']:,}", _tiny(item["absolute"]),
                      _order(item["rank_correlation"]), _time(item["our_ms"]),
                      _time(item["their_ms"]), _verdict(item))  # fmt: skip
    show(found)
    out = console()
    if answer["people"] < answer["people_of"]:
        out.print(f"A part of {answer['people_of']:,} people and {answer['pairs_of']:,} pairs: "
                  f"{answer['part']}.")  # fmt: skip
    for reason in dict.fromkeys(item["reason"] for item in answer["items"] if item["reason"]):
        out.print(f"· not compared: {reason}")
    names = ", ".join(one["measure"] for one in answer["alone"])
    out.print(f"Ours alone, and held by tests instead (docs/parity.md): {names}.")
    differing = sum(item["verdict"] == "differs" for item in answer["items"])
    compared = sum(item["verdict"] != "not compared" for item in answer["items"])
    out.print(f"{compared - differing} of {compared} comparisons agree within their tolerances.")
    empty = sum(_verdict(item) == _UNDEFINED for item in answer["items"])
    if empty:
        out.print(f"In {empty} of them neither side has a value for anybody.")


_UNDEFINED = "undefined"


def _verdict(item: dict[str, Any]) -> str:
    """The verdict for a cell, where both sides agree that nobody has a value as well."""
    is_empty = item["verdict"] == "same" and item["compared"] == 0
    return _UNDEFINED if is_empty else str(item["verdict"])


def _tiny(value: float | None) -> str:
    if value is None:
        return "–"
    return "0" if value == 0 else f"{value:.0e}"


def _order(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _time(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value / 1000:.1f} s" if value >= 1000 else f"{value:.0f} ms"
