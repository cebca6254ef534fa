"""Look-ups: people, one person, the measures."""

from typing import Annotated, Any

import typer

from api.commands.options import Asking, Common, common, reading

__all__ = ["measures", "people", "person"]

_WHO = typer.Argument(help="An id (p_...), an identity (email:ann@x.example), or a name.")


@reading
def people(
    asking: Asking, query: Annotated[str | None, typer.Argument(help="Part of a name.")] = None
) -> None:
    """List people.

    Example: tieline people smith
    """
    answer = asking.engine().people(query=query, limit=asking.limit, **asking.when)
    asking.print(answer, _people)


def _people(answer: dict[str, Any]) -> None:
    from api.commands.tables import head, nothing, place, show, table, who

    if not answer["items"]:
        nothing("nobody's name or identity holds that", answer)
        return
    more = "\nand there are more (--limit, or a part of a name)" if answer["next"] else ""
    caption = f"{head(answer)}{more}"
    found = table("People", "id", "person", "identity", "kind", ">rank", caption=caption)
    for item in answer["items"]:
        found.add_row(item["id"], who(item), item["identity"], item["kind"],
                      place(item))  # fmt: skip
    show(found)


@reading
def person(asking: Asking, who: Annotated[str, _WHO]) -> None:
    """Say all that is known of one person.

    Example: tieline person ann@x.example
    """
    asking.print(asking.engine().person(who, limit=asking.limit, **asking.when), _person)


def _person(answer: dict[str, Any]) -> None:
    from api.commands.evidence import strongest_ties
    from api.commands.identity_pages import dated, names_told
    from api.commands.tables import console, heading, place, show, table
    from api.commands.tables import who as named
    from api.commands.tones import tone_in_all

    out = console()
    out.print(heading(named(answer["person"]), f"  {answer['person']['id']}"))
    out.print(f"{answer['kind']}; {', '.join(answer['identities'])}")
    if answer["segments"]:
        out.print(f"segments: {', '.join(answer['segments'])}")
    names = answer["names"]
    if names:
        out.print(f"called: {names_told(names, most=len(names))}")
    for fact in answer["facts"]:
        if fact["name"] not in ("name", "kind"):  # which stand above
            out.print(f"{fact['name']}: {dated(fact)}")
    if answer["rank"]:
        out.print(f"influence {answer['influence']:.3f}, rank {place(answer)}")
    if answer["tone"]:
        out.print(tone_in_all(answer["tone"]))
    figures = table("Measures", "measure", ">value")
    for name, value in answer["measures"].items():
        figures.add_row(name, "–" if value is None else f"{value:.6g}")
    show(figures)
    strongest_ties(answer)


@common
def measures(
    common: Common,
    name: Annotated[str | None, typer.Argument(help="Explain this one.")] = None,
) -> None:
    """List every measure with its range and meaning, or explain one.

    Example: tieline measures betweenness
    """
    engine = common.engine()
    if name is None:
        common.print(engine.measures(), _measures)
    else:
        common.print(engine.measure(name), _measure)


def _measure(answer: dict[str, Any]) -> None:
    from api.commands.tables import console, heading

    out, who = console(), "this person" if answer["of"] == "people" else "these two"
    out.print(heading(answer["name"], f": {answer['meaning']}\n"))
    out.print(f"    {answer['formula']}")
    lies = f"From {_range(answer)}{_unit(answer)}"
    out.print(f"\n{lies}. A high value says that {who} {answer['more']}.")
    if not answer["largest_first"]:
        out.print("Lists begin with the smallest value.")
    if answer["undefined"]:
        out.print(f"Undefined for {answer['undefined']}.")
    if answer["is_sampled"]:
        out.print("Estimated in large graphs; the answer says how far off it can be.")
    if not answer["is_kept"]:
        out.print("Made when it is asked for; no run holds it.")
    out.print(f"\n{answer['explanation']}", soft_wrap=True)


def _measures(answer: dict[str, Any]) -> None:
    from api.commands.tables import show, table

    found = table("Measures", "name", "of", "meaning", "range", "more says")
    for item in answer["items"]:
        found.add_row(item["name"], item["of"], item["meaning"], _range(item) + _unit(item),
                      item["more"])  # fmt: skip
    show(found)


def _unit(measure: dict[str, Any]) -> str:
    return f" {measure['unit']}" if measure["unit"] else ""


def _range(measure: dict[str, Any]) -> str:
    low, high = measure["low"], measure["high"]
    return f"{'-∞' if low is None else f'{low:g}'} to {'∞' if high is None else f'{high:g}'}"
