"""The briefing as one page for a terminal."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.tables import head, pair, place, ranked, reasons, share, table, who

__all__ = ["briefing_page"]

Answer = dict[str, Any]


def briefing_page(answer: Answer) -> RenderableType:
    """Lay the briefing out, sections without anything to say left out."""
    parts: list[RenderableType] = [_opening(answer)]
    for section in _SECTIONS:
        found = section(answer)
        if found is not None:
            parts += [Text(""), found]
    parts += [Text(""), Text(head(answer), "dim")]
    return Group(*parts)


def _opening(answer: Answer) -> Text:
    found = answer["summary"]
    own = ", ".join(key.removeprefix("org:") for key in found["own_organizations"])
    lines = [
        (
            f"{_many(found['interactions'], 'interaction')} among "
            f"{_many(found['people'], 'person', 'people')}; "
            f"{found['live_pairs']:,} of {found['pairs']:,} ties are live, "
            f"{found['weakening']:,} are weakening."
        ),
    ]
    if own:
        outside = f"{found['weakening_outside']:,} of these ties are with people outside."
        lines.append(f"We are {own} (own_organizations); {outside}")
    if found["ahead"]:
        lines.append(f"{found['ahead']:,} planned or later interactions are not counted yet.")
    return Text("\n".join(lines))


def _influencers(answer: Answer) -> Table | None:
    found = table("Who carries weight", "#", "person", "why")
    for item in answer["influencers"]:
        found.add_row(place(item), who(item["person"]), reasons(item, 1))
    return found if answer["influencers"] else None


def _moving(answer: Answer) -> Table | None:
    found = table("Rising and falling in four weeks", "", "person", ">rank", ">was")
    for sign, items in (("▲", answer["rising"][:3]), ("▼", answer["falling"][:3])):
        for item in items:
            found.add_row(sign, who(item["person"]), place(item),
                          ranked(item["rank_before"], item["tied_before"]))  # fmt: skip
    return found if found.row_count else None


def _weakening(answer: Answer) -> Table | None:
    has_outside = bool(answer["summary"]["own_organizations"] and answer["weakening_outside"])
    items = answer["weakening_outside"] if has_outside else answer["weakening"]
    where = ", with people outside" if has_outside else ""
    found = table(f"What is weakening{where}", "pair", "state", ">contact", "why")
    for item in items:
        found.add_row(pair(item), item["state"], share(item["p_contact"]), _why(item))
    return found if items else None


def _why(item: Answer) -> str:
    """The first reason; of ties that one absent person left behind, once for all of them."""
    more = item["more_of_theirs"]
    if not more:
        return reasons(item, 1)
    others = "1 more of these ties is" if more == 1 else f"{more:,} more of these ties are"
    return f"{item['silence_of']['text']}; {others} theirs"


def _organizations(answer: Answer) -> Table | None:
    found = table("Organizations going quiet", "organization", ">strength", ">was", ">quiet")
    for item in answer["organizations_cooling"]:
        found.add_row(_organization(item), f"{item['strength']:.1f}",
                      f"{item['strength_before']:.1f}", share(item["share_quiet"]))  # fmt: skip
    return found if found.row_count else None


def _quiet(answer: Answer) -> Table | None:
    found = table("People who left or went quiet", "person", "", ">silent for", ">of ties quiet")
    for item in answer["gone_quiet"]:
        silent = _many(round(item["days_since_last"]), "day")
        found.add_row(who(item["person"]), _departure(item), silent,
                      share(item["share_quiet"]))  # fmt: skip
    return found if found.row_count else None


def _departure(item: Answer) -> str:
    """When somebody left or went away, where that is known."""
    if item["kind"] is None:
        return "left, or away?"
    word = "left since" if item["kind"] == "left" else "away since"
    return f"{word} {item['since'][:10]}, {share(item['confidence'])} sure"


def _single(answer: Answer) -> Table | None:
    found = table("Known by one person only", "organization", "who knows them", ">strength")
    for item in answer["single_threaded"]:
        found.add_row(_organization(item), who(item["only"]), f"{item['strength']:.1f}")
    return found if found.row_count else None


def _communities(answer: Answer) -> Table | None:
    found = table("Who belongs together", "community", ">people", ">stays inside")
    for item in answer["communities"]:
        found.add_row(item["name"], str(item["size"]), share(item["cohesion"]))
    return found if found.row_count else None


def _next(answer: Answer) -> Table | None:
    found = table("Next", "who", "writes to", "because")
    for item in answer["next"]:
        writer = "somebody new" if item["person"] is None else who(item["person"])
        found.add_row(writer, who(item["write_to"]), item["because"])
    return found if found.row_count else None


def _organization(item: Answer) -> str:
    return str(item["name"] or item["organization"].removeprefix("org:"))


_SECTIONS = (
    _influencers, _moving, _weakening, _organizations, _quiet, _single, _communities, _next,
)  # fmt: skip


def _many(count: int, word: str, words: str = "") -> str:
    return f"1 {word}" if count == 1 else f"{count:,} {words or word + 's'}"
