"""Who rises and who falls."""

from typing import Annotated, Any

import typer

from api.commands.options import Asking, reading

__all__ = ["rising"]


@reading
def rising(
    asking: Asking,
    since: Annotated[
        str | None,
        typer.Option(help="The earlier moment, as --as-of is written. Default: 28 days before."),
    ] = None,
    falling: Annotated[
        bool, typer.Option("--falling", help="Those who fell, instead of those who rose.")
    ] = False,
    by: Annotated[str, typer.Option(help="influence, or a measure (tieline measures).")] = (
        "influence"
    ),
    of: Annotated[
        str | None,
        typer.Option("--of", help="Only these: org:acme.example, segment:customers, ..."),
    ] = None,
) -> None:
    """Who rose, or fell, between two moments, and why.

    Example: tieline rising --since 2026-01-01 --falling --limit 5
    """
    answer = asking.engine().rising(
        since=since, falling=falling, by=by, of=of, limit=asking.limit, **asking.when
    )
    asking.print(answer, _rising)


def _rising(answer: dict[str, Any]) -> None:
    from api.commands.tables import head, moved, place, ranked_on, show, table, who

    word = "fallen" if answer["is_falling"] else "risen"
    title = f"Who has {word} in {answer['by']} since {answer['since'][:10]}"
    found = table(title, ">#", "person", ">rank", ">was", ">places", "why",
                  caption=_caption(answer, head(answer)))  # fmt: skip
    sign = "▼" if answer["is_falling"] else "▲"
    for item in answer["items"]:
        found.add_row(place(item), who(item["person"]), *ranked_on(item, "now", "then"),
                      f"{sign} {abs(item['change'])}", moved(item))  # fmt: skip
    show(found)


def _caption(answer: dict[str, Any], head: str) -> str:
    from api.commands.tables import who

    told = [head]
    if answer["items"]:
        told.append(
            "Most first, by log2 of (place then + 1) / (place now + 1): the first places are the "
            "hardest to win. Places: among those who have one on both days."
        )
    for name, word in (("new", "new"), ("gone", "gone")):
        total, people = answer[f"{name}_total"], answer[name]
        if total:
            first = ", ".join(f"{who(one['person'])} (#{one['rank']})" for one in people[:3])
            told.append(f"{total:,} {word}: {first}{', ...' if total > 3 else ''}")
    return "\n".join(told)
