"""The ranked answers: influencers, stakeholders, weakening, and the briefing."""

from typing import Annotated, Any

import typer

from api.commands.options import Asking, reading

__all__ = ["briefing", "influencers", "stakeholders", "weakening"]

_OF = typer.Option("--of", help="Only these: org:acme.example, segment:customers, person:ann, ...")


@reading
def influencers(
    asking: Asking,
    by: Annotated[str, typer.Option(help="influence, or a measure (tieline measures).")] = (
        "influence"
    ),
    of: Annotated[str | None, _OF] = None,
    around: Annotated[
        str | None,
        typer.Option("--around", help="Seen from these: person:ann, org:..., segment:..."),
    ] = None,
    intervals: Annotated[
        bool, typer.Option("--intervals", help="Say between which ranks each of them stands.")
    ] = False,
    level: Annotated[
        float | None,
        typer.Option(help="How sure intervals are to hold the true rank; asks for them. [0.9]"),
    ] = None,
) -> None:
    """Who carries weight, and why.

    Example: tieline influencers --limit 10 --by pagerank --intervals --level 0.9
    """
    from api.commands.progress import working

    asked = {"by": by, "of": of, "around": around, "limit": asking.limit, **asking.when}
    engine = asking.engine()
    if intervals or level is not None:
        with working("intervals", quiet=asking.quiet) as report:
            answer = engine.influencers(intervals=True, level=level, report=report, **asked)
    else:
        answer = engine.influencers(**asked)
    asking.print(answer, lambda found: _influencers(found, by))


def _influencers(answer: dict[str, Any], by: str) -> None:
    from api.commands.tables import head, nothing, place, reasons, show, table, who

    sure = next((item["level"] for item in answer["items"] if "level" in item), None)
    around = answer.get("around")
    title = "Who carries weight"
    if around:
        by, title = "attention", f"{title}, seen from {around['name']}"
    title += f" (ranks: {100 * sure:g} % intervals)" if sure else ""
    caption = "\n".join([head(answer), *_made(answer)])
    if not answer["items"]:
        nothing("nobody has a value at that moment", answer, caption)
        return
    found = table(title, "#", "person", f">{by}", ">change", "why", caption=caption)
    decimals = _decimals({item["score"] for item in answer["items"]})
    for item in answer["items"]:
        change = item["change"]
        moved = "" if not change else f"{'▲' if change > 0 else '▼'} {abs(change)}"
        found.add_row(place(item), who(item["person"]), _called(by, item["score"], decimals), moved,
                      reasons(item))  # fmt: skip
    show(found)


def _made(answer: dict[str, Any]) -> list[str]:
    """What is to be known of the values of a list, a line each."""
    from api.commands.tables import estimated

    told = []
    if _says_nothing(answer["items"]):
        told.append("nothing seen tells these apart: any of them may have any of these ranks")
    if answer["error"] is None:
        told.append("closeness and betweenness in it are estimated; --by tells how well")
    elif answer["error"]:
        told.append(estimated(answer["error"]))
    if not answer["has_converged"]:
        told.append("stopped before the values had settled")
    if answer["undefined"] and answer["by"] != "influence":
        told.append(f"left out for having no value: {answer['undefined']:,}")
    return told


def _says_nothing(items: list[dict[str, Any]]) -> bool:
    """Whether everybody shown may be the first, and all may be the same last."""
    within = {(item.get("rank_low"), item.get("rank_high")) for item in items}
    low, high = next(iter(within), (None, None))
    return len(within) == 1 and low == 1 and high is not None and high > 1


def _called(by: str, value: float, decimals: int) -> str:
    """A figure; a role by its name as well."""
    from algorithms.people.participation import ROLES

    if by == "community_role":
        return f"{value:.0f} {ROLES[round(value) - 1]}"
    return _figure(value, decimals)


def _figure(value: float, decimals: int) -> str:
    if abs(value) >= 10 or value == round(value):
        return f"{value:,.0f}"
    # shares of many are small
    return f"{value:.{decimals}f}" if abs(value) >= 0.1 else f"{value:.3g}"


def _decimals(values: set[float]) -> int:
    """How many figures it takes, of three to six, for different values to look different."""
    shown = [value for value in values if 0.1 <= abs(value) < 10]
    enough = (n for n in range(3, 6) if len({f"{value:.{n}f}" for value in shown}) == len(shown))
    return next(enough, 6)


@reading
def stakeholders(
    asking: Asking,
    of: Annotated[
        str, typer.Option("--of", help="org:acme.example, segment:..., topic:..., person:...")
    ],
) -> None:
    """Who has a stake in an organization, a segment, a person or a topic, and why.

    Example: tieline stakeholders --of org:acme.example
    """
    answer = asking.engine().stakeholders(of=of, limit=asking.limit, **asking.when)
    asking.print(answer, lambda found: _stakeholders(found, of))


def _stakeholders(answer: dict[str, Any], of: str) -> None:
    from api.commands.tables import head, nothing, reasons, share, show, table, who

    if not answer["items"]:
        nothing(f"nobody has a stake in {of} at that moment", answer)
        return
    found = table(f"Who has a stake in {of}", "#", "person", "class", ">power", ">legit.",
                  ">urgency", ">interest", "why", caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        figures = (share(item[name]) for name in ("power", "legitimacy", "urgency", "interest"))
        found.add_row(str(item["rank"]), who(item["person"]), item["class"], *figures,
                      reasons(item))  # fmt: skip
    show(found)


@reading
def weakening(asking: Asking, of: Annotated[str | None, _OF] = None) -> None:
    """Which ties are fading, against their own rhythm, and why.

    Example: tieline weakening --of segment:customers --csv > fading.csv
    """
    answer = asking.engine().weakening(of=of, limit=asking.limit, **asking.when)
    asking.print(answer, _weakening)


def _weakening(answer: dict[str, Any]) -> None:
    from api.commands.tables import head, nothing, pair, share, show, table

    if not answer["items"]:
        nothing("nothing is weakening", answer)
        return
    gone: set[str] = set()
    found = table("What is weakening", "#", "pair", "state", ">strength", ">was", ">contact",
                  "why", caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        found.add_row(str(item["rank"]), pair(item), item["state"], f"{item['strength']:.2f}",
                      f"{item['strength_before']:.2f}", share(item["p_contact"]),
                      _fading(item, gone))  # fmt: skip
    show(found)


def _fading(item: dict[str, Any], gone: set[str]) -> str:
    """The first reasons; that somebody is gone is told in full for the first of their ties."""
    from api.commands.tables import reasons, who

    one = item["silence_of"]
    if one is None or one["level"] != "person":
        return reasons(item)
    person = one["person"]
    if person["id"] not in gone:
        gone.add(person["id"])
        return reasons(item)
    word = "has left" if one["kind"] == "left" else "is away"
    return f"{item['reasons'][0]['text']}\nas above: {who(person).partition(' (')[0]} {word}"


@reading
def briefing(asking: Asking) -> None:
    """One page: who matters, who is rising and falling, what is weakening, what to do next.

    Example: tieline briefing
    """
    answer = asking.engine().briefing(**asking.when)
    asking.print(answer, show_briefing)


def show_briefing(answer: dict[str, Any]) -> None:
    """Print the briefing as a page."""
    from api.commands.page import briefing_page
    from api.commands.tables import console

    console().print(briefing_page(answer))
