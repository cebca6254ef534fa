"""Evidence: a number opened down to what it comes from."""

from typing import Annotated, Any

import typer

from api.commands.options import Asking, reading

__all__ = ["explain", "strongest_ties", "tie"]

_WHO = typer.Argument(help="An id (p_...), an identity (email:ann@x.example), or a name.")


@reading
def tie(asking: Asking, a: Annotated[str, _WHO], b: Annotated[str, _WHO]) -> None:
    """Say how two people stand to each other.

    Example: tieline tie ann@x.example bob@y.example
    """
    from api.commands.evidence_of_ties import show_tie

    asking.print(asking.engine().explain(a, b, limit=asking.limit, **asking.when), show_tie)


@reading
def explain(
    asking: Asking,
    who: Annotated[str, _WHO],
    other: Annotated[str | None, typer.Argument(help="The other end of a tie.")] = None,
    measure: Annotated[
        str | None, typer.Option(help="influence, or a measure of people (tieline measures).")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(help="Leave out this interaction of a tie, by its id; may be repeated."),
    ] = None,
) -> None:
    """Open a number down to what it comes from: a measure of a person, or a tie.

    Example: tieline explain ann@x.example --measure betweenness
    """
    from api.commands.evidence_of_ties import show_tie

    answer = asking.engine().explain(
        who,
        other,
        measure=measure,
        without=without or (),
        limit=asking.limit,
        **asking.when,
    )
    asking.print(answer, _person if other is None else show_tie)


def _person(answer: dict[str, Any]) -> None:
    from api.commands.tables import console, estimated, heading, place, who

    out, named, name = console(), who(answer["person"]), answer["measure"].replace("_", " ")
    if answer["value"] is None:
        out.print(heading(named, f": {name} undefined"))
        out.print(answer["undefined"])
    else:
        rank = f"rank {place(answer) if answer['rank'] else '–'} of {answer['among']:,}"
        out.print(heading(named, f": {name} {answer['value']:.6g}, {rank}"))
        if answer["error"]:
            out.print(estimated(answer["error"]))
    out.print(f"{answer['meaning']}; how it is found: tieline measures {answer['measure']}")
    if answer["items"] and answer["value"] is not None:
        _shares(answer)
        for one in answer["reasons"]:
            out.print(f"· {one['text']}")
    if answer["parts"]:
        _parts(answer)
    _carried(answer)
    strongest_ties(answer)


def _shares(answer: dict[str, Any]) -> None:
    from algorithms.measures import MEASURES
    from api.commands.tables import share, show, table

    meaning = {measure.name: measure.meaning for measure in MEASURES}
    columns = ("measure", ">value", ">above", ">share", ">part", "it says")
    found = table("The measures it is made of", *columns)
    for item in answer["items"]:
        value, part = item["value"], item["part"]
        found.add_row(item["measure"], "–" if value is None else f"{value:.6g}",
                      share(item["percentile"]), share(item["share"]),
                      "–" if part is None else f"{part:.4f}",
                      meaning[item["measure"]])  # fmt: skip
    found.add_row("influence", "", "", "", f"{answer['influence'] or 0:.4f}", "")
    show(found)


def _parts(answer: dict[str, Any]) -> None:
    from api.commands.tables import show, table, who

    found = table("What each tie adds", "tie to", ">part")
    for one in answer["parts"]:
        found.add_row(who(one["person"]), f"{one['part']:.6g}")
    rest = answer["rest"]
    if rest["ties"] or abs(rest["part"]) > 1e-9:
        found.add_row(f"{rest['text']} ({rest['ties']:,} ties)" if rest["ties"] else rest["text"],
                      f"{rest['part']:.6g}")  # fmt: skip
    found.add_row("together", f"{answer['value']:.6g}")
    show(found)


def _carried(answer: dict[str, Any]) -> None:
    """What would be left without each tie, and without each person."""
    from api.commands.tables import console, show, table, who

    carried = answer["carried_by"]
    if carried["ties"]:
        is_ranked = any(one["rank_without"] for one in carried["ties"])
        ranks = (">rank",) if is_ranked else ()
        found = table("What carries it, by removal (one at a time; these do not add up)",
                      "without", ">the tie", *ranks, ">the person", *ranks)  # fmt: skip
        people = {one["person"]["id"]: one for one in carried["people"]}
        for one in carried["ties"]:
            both = (_left(one), _left(people[one["person"]["id"]]))
            cells = [cell for left in both for cell in left[: 1 + is_ranked]]
            found.add_row(who(one["person"]), *cells)
        show(found)
    if carried["held"]:
        console().print(f"held as they are in so large a network: "
                        f"{', '.join(carried['held'])}")  # fmt: skip


def _left(one: dict[str, Any]) -> tuple[str, str]:
    if one["without"] is None:
        return "undefined", "–"
    change = "" if not one["change"] else f" ({one['change']:+.2g})".replace("-", "\N{MINUS SIGN}")
    return f"{one['without']:.4g}{change}", str(one["rank_without"] or "")


def strongest_ties(answer: dict[str, Any]) -> None:
    """Print a person's strongest ties."""
    from api.commands.tables import head, show, table
    from api.commands.tables import who as named

    found = table("Strongest ties", "person", ">strength", ">out", ">in", "state", "last",
                  caption=head(answer))  # fmt: skip
    for item in answer["ties"]:
        figures = (f"{item[name]:.2f}" for name in ("strength", "strength_out", "strength_in"))
        found.add_row(named(item["person"]), *figures, item["state"], item["last_at"][:10])
    show(found)
