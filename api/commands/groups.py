"""Groups: who belongs together, who is declared to, and one of these groups."""

from typing import Annotated, Any

import typer

from api.commands.options import Asking, reading

__all__ = ["communities"]

_WHICH = typer.Argument(
    help="Only this one: its id (c_...), org:acme.example, segment:customers, person:ann@x.example."
)
_KIND = typer.Option(help="communities (found in the contacts), organizations or segments.")
_OBJECTIVE = typer.Option(help="Search communities by modularity or by cpm.")
_RESOLUTION = typer.Option(help="The higher, the smaller the communities (1; for cpm 0.1).")
_TITLES = {
    "communities": "Who belongs together",
    "organizations": "Organizations",
    "segments": "Segments",
}
_NONE = {
    "communities": "Nobody is in touch with anybody at that moment.",
    "organizations": "No organization is known: neither mail domains nor a file of people say any.",
    "segments": "No segment is known: load a file that says who is in which, such as a CRM export.",
}
_TELLING = 1.5  # times as often as everybody: less is not worth a line
_COMMON = 1 / 2  # nor is what so many of all people have


@reading
def communities(
    asking: Asking,
    group: Annotated[str | None, _WHICH] = None,
    kind: Annotated[str, _KIND] = "communities",
    objective: Annotated[str, _OBJECTIVE] = "modularity",
    resolution: Annotated[float | None, _RESOLUTION] = None,
) -> None:
    """Who belongs together: what they share, what stays inside, whom they have to do with.

    Example: tieline communities --limit 5; tieline communities org:acme.example
    """
    engine = asking.engine()
    how = {"objective": objective, "resolution": resolution, **asking.when}
    if group is None:
        found = engine.communities(kind=kind, limit=asking.limit, **how)
        asking.print(found, _communities)
    else:
        asking.print(engine.community(group, limit=asking.limit, **how), _community)


def _communities(answer: dict[str, Any]) -> None:
    from rich.text import Text

    from api.commands.tables import console, head, share, show, table

    if not answer["items"]:
        console().print(_NONE[answer["kind"]])
        return
    columns = ("name", ">people", ">stays inside", ">E-I", "what they share", "most to do with")
    found = table(_TITLES[answer["kind"]], *columns, caption=head(answer))
    for item in answer["items"]:
        name = Text.assemble(item["name"], "\n", (item["id"], "dim"))
        found.add_row(name, _people(item), share(item["cohesion"]), _index(item["insularity"]),
                      Text("\n".join([*_shares(item, 2), _leads(item)])),
                      Text("\n".join(_closest(item, 2))))  # fmt: skip
    show(found)
    console().print(_note(answer), style="dim")


def _community(answer: dict[str, Any]) -> None:
    from rich.text import Text

    from api.commands.tables import console, head, share, show, table, who

    out = console()
    out.print(Text.assemble((answer["name"], "bold"), "  ", answer["id"]))
    for line in _figures(answer):
        out.print(Text(f"· {line}"))
    _shared(answer)
    if answer["closest"]:
        near = table("Most to do with", "group", ">strength", ">of what leads out", ">live ties")
        for one in answer["closest"][:5]:
            near.add_row(Text(one["name"]), f"{one['strength']:.1f}", share(one["share"]),
                         str(one["pairs"]))  # fmt: skip
        show(near)
    found = table("Who holds it together", "person", ">influence", ">stays inside",
                  ">part of the inside", caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        found.add_row(Text(who(item["person"])), f"#{item['rank']}" if item["rank"] else "–",
                      share(item["stays"]), share(item["part"]))  # fmt: skip
    show(found)
    more = answer["size"] - len(answer["items"])
    if more > 0:
        out.print(f"and {more:,} more (--limit)")


def _shared(answer: dict[str, Any]) -> None:
    from rich.text import Text

    from api.commands.tables import share, show, table

    if not _telling(answer):
        return
    found = table("What they share", "", "kind", ">members", ">share", ">times everybody")
    for one in _telling(answer):
        found.add_row(Text(one["name"]), one["kind"], str(one["members"]), share(one["share"]),
                      f"{one['lift']:.1f}")  # fmt: skip
    show(found)


def _figures(answer: dict[str, Any]) -> list[str]:
    from api.commands.tables import share

    live, size = answer["live"], answer["size"]
    told = [f"{size:,} people" if live == size else f"{size:,} people, {live:,} of them in touch"]
    if answer["cohesion"] is not None:
        told.append(
            f"{share(answer['cohesion'])} of their strength stays inside "
            f"({answer['strength_inside']:.1f} between members, "
            f"{answer['strength_outside']:.1f} with others)"
        )
        told.append(
            f"{answer['pairs_inside']:,} live ties inside, {answer['pairs_outside']:,} lead out: "
            f"E-I {_index(answer['insularity'])} (by size alone "
            f"{_index(answer['insularity_expected'])}), by strength "
            f"{_index(answer['insularity_by_strength'])}"
        )
    if answer["density"] is not None:
        told.append(f"{share(answer['density'])} of all pairs of members are in touch")
    if answer["top"]:
        told.append(f"most influential: {', '.join(_name(one) for one in answer['top'])}")
    return told


def _note(answer: dict[str, Any]) -> str:
    quality = answer["modularity"]
    told = "" if quality is None else f" Modularity {quality:.3f}."
    made = answer["parameters"]
    if (made.get("objective", "modularity"), made.get("resolution", 1)) != ("modularity", 1):
        told += f" Found by {made['objective']} at resolution {made['resolution']:g}."
    return (
        f"E-I: -1 all live ties stay inside, +1 all lead out.{told} "
        "More of one: tieline communities ID"
    )


def _people(item: dict[str, Any]) -> str:
    live, size = item["live"], item["size"]
    return f"{size:,}" if live == size else f"{size:,}\n{live:,} in touch"


def _index(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"


def _telling(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        one
        for one in item["shares"]
        if one["lift"] >= _TELLING and one["share"] <= one["lift"] * _COMMON
    ]


def _shares(item: dict[str, Any], most: int) -> list[str]:
    from api.commands.tables import share

    return [f"{share(one['share'])} {one['name']}" for one in _telling(item)[:most]]


def _leads(item: dict[str, Any]) -> str:
    return "led by " + " and ".join(_name(one) for one in item["top"][:2]) if item["top"] else ""


def _closest(item: dict[str, Any], most: int) -> list[str]:
    from api.commands.tables import share

    return [f"{share(one['share'])} {one['name']}" for one in item["closest"][:most]]


def _name(person: dict[str, Any]) -> str:
    return str(person["name"] or person["identity"].partition(":")[2])
