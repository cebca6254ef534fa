"""Pages about groups: lists of them, one of them, levels, and what became of them."""

from typing import Any

from rich.text import Text

from api.commands.tables import console, head, share, show, table, who

__all__ = ["communities_page", "community_page", "levels_page", "lineage_page"]

Answer = dict[str, Any]

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


def communities_page(answer: Answer) -> None:
    """Print a list of groups."""
    if not answer["items"]:
        console().print(_NONE[answer["kind"]])
        return
    columns = ["name", ">people", ">stays inside", ">E-I", "what they share", "most to do with"]
    is_told = any(item["stability"] is not None for item in answer["items"])
    if is_told:
        columns.insert(4, ">stable")
    found = table(_TITLES[answer["kind"]], *columns, caption=head(answer))
    for item in answer["items"]:
        name = Text.assemble(item["name"], "\n", (f"{item['id']}{_since(item)}", "dim"))
        found.add_row(name, _people(item), share(item["cohesion"]), _index(item["insularity"]),
                      *([_steady(item)] if is_told else []),
                      Text("\n".join([*_shares(item, 2), _leads(item)])),
                      Text("\n".join(_closest(item, 2))))  # fmt: skip
    show(found)
    console().print(_note(answer), style="dim")


def community_page(answer: Answer) -> None:
    """Print one group and its members."""
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
    columns = ["person", ">influence", ">stays inside", ">part of the inside"]
    is_told = answer["stability"] is not None
    found = table("Who holds it together", *columns, *([">stable"] if is_told else []),
                  caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        found.add_row(Text(who(item["person"])), f"#{item['rank']}" if item["rank"] else "–",
                      share(item["stays"]), share(item["part"]),
                      *([share(item["stability"])] if is_told else []))  # fmt: skip
    show(found)
    more = answer["size"] - len(answer["items"])
    if more > 0:
        out.print(f"and {more:,} more (--limit)")


def _shared(answer: Answer) -> None:
    if not _telling(answer):
        return
    found = table("What they share", "", "kind", ">members", ">share", ">times everybody")
    for one in _telling(answer):
        found.add_row(Text(one["name"]), one["kind"], str(one["members"]), share(one["share"]),
                      f"{one['lift']:.1f}")  # fmt: skip
    show(found)


def _figures(answer: Answer) -> list[str]:
    live, size = answer["live"], answer["size"]
    told = [f"{size:,} people" if live == size else f"{size:,} people, {live:,} of them in touch"]
    if answer["since"] is not None:
        told.append(f"held together since {answer['since'][:10]} by ties that have not ended since")
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
    if answer["stability"] is not None:
        told.append(
            f"stable: {share(answer['stability'])} stay when a tenth of all ties is left out"
            + (": a weak group, which a little more contact may dissolve" * answer["is_weak"])
        )
    if answer["top"]:
        told.append(f"most influential: {', '.join(_name(one) for one in answer['top'])}")
    return told


def _note(answer: Answer) -> str:
    quality = answer["modularity"]
    told = "" if quality is None else f" Modularity {_quality(quality)}."
    made = answer["parameters"]
    if (made.get("objective", "modularity"), made.get("resolution", 1)) != ("modularity", 1):
        told += f" Found by {made['objective']} at resolution {made['resolution']:g}."
    if any(item["is_weak"] for item in answer["items"]):
        told += " Weak: less than three quarters stay; a little more contact may dissolve it."
    return (
        f"E-I: -1 all live ties stay inside, +1 all lead out.{told} "
        "More of one: tieline communities ID"
    )


def _since(item: Answer) -> str:
    return "" if item["since"] is None else f" since {item['since'][:10]}"


def _steady(item: Answer) -> str:
    return share(item["stability"]) + ("\nweak" if item["is_weak"] else "")


def _people(item: Answer) -> str:
    live, size = item["live"], item["size"]
    return f"{size:,}" if live == size else f"{size:,}\n{live:,} in touch"


def _index(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"


def _telling(item: Answer) -> list[Answer]:
    return [
        one
        for one in item["shares"]
        if one["lift"] >= _TELLING and one["share"] <= one["lift"] * _COMMON
    ]


def _shares(item: Answer, most: int) -> list[str]:
    return [f"{share(one['share'])} {one['name']}" for one in _telling(item)[:most]]


def _leads(item: Answer) -> str:
    return "led by " + " and ".join(_name(one) for one in item["top"][:2]) if item["top"] else ""


def _closest(item: Answer, most: int) -> list[str]:
    return [f"{share(one['share'])} {one['name']}" for one in item["closest"][:most]]


def _name(person: Answer) -> str:
    return str(person["name"] or person["identity"].partition(":")[2])


def levels_page(answer: Answer) -> None:
    """Print the communities of each resolution, the coarsest first."""
    columns = (">resolution", ">communities", ">modularity", "the largest", ">people")
    found = table("Levels", *columns, caption=head(answer))
    for level in answer["items"]:
        largest = level["communities"][:3]
        found.add_row(f"{level['resolution']:g}", f"{level['count']:,}",
                      _quality(level["modularity"]),
                      Text("\n".join(one["name"] for one in largest)),
                      "\n".join(f"{one['size']:,}" for one in largest))  # fmt: skip
    show(found)
    console().print("Each level is nested in the one above. Modularity is that at resolution 1.",
                    style="dim")  # fmt: skip


def lineage_page(answer: Answer) -> None:
    """Print what became of communities between two moments."""
    before, after = answer["from"]["as_of"][:10], answer["as_of"][:10]
    columns = ("what", f"on {before}", f"on {after}", ">stayed", ">left", ">came")
    found = table("What became of communities", *columns, caption=head(answer))
    for item in answer["items"]:
        found.add_row(item["change"], _sides(item["before"]), _sides(item["after"]),
                      f"{item['stayed']:,}", f"{item['left']:,}", f"{item['came']:,}")  # fmt: skip
    show(found)
    if answer["moved"] is not None:
        console().print(f"{share(answer['moved'])} of those who are in a community on both days "
                        "moved to another.", style="dim")  # fmt: skip


def _quality(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 3) + 0:.3f}"  # no minus before a zero


def _sides(groups: list[Answer]) -> Text:
    return Text("\n".join(f"{one['size']:,} {one['name']}" for one in groups[:4]) or "–")
