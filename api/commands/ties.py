"""Ties ranked by one measure of pairs."""

from typing import Annotated, Any

import typer

from api.commands.options import Asking, reading

__all__ = ["ties"]

_STRENGTHS = ("strength", "strength_out", "strength_in")


@reading
def ties(
    asking: Asking,
    by: Annotated[
        str, typer.Option(help="strength, or another measure of pairs (tieline measures).")
    ] = "strength",
    of: Annotated[
        str | None,
        typer.Option("--of", help="Only with these: org:acme.example, segment:..., person:ann."),
    ] = None,
) -> None:
    """Which ties stand out, by strength or another measure of pairs.

    Example: tieline ties --by overlap --of org:acme.example --limit 20
    """
    answer = asking.engine().ranked_ties(by=by, of=of, limit=asking.limit, **asking.when)
    asking.print(answer, lambda found: _ties(found, by))


def _ties(answer: dict[str, Any], by: str) -> None:
    from api.commands.tables import head, nothing, pair, place, show, table

    if not answer["items"]:
        nothing("no tie has a value at that moment", answer, _caption(answer, head(answer)))
        return
    unit = f", in {answer['unit']}" if answer["unit"] else ""
    shown = [name for name in _STRENGTHS if name != by]
    titles = (f">{name.removeprefix('strength_')}" for name in shown)
    found = table(f"Ties by {by.replace('_', ' ')}{unit}", "#", "pair", f">{by}", *titles,
                  ">gap", "state", "last", caption=_caption(answer, head(answer)))  # fmt: skip
    for item in answer["items"]:
        gap = item["usual_gap_days"]
        figures = (f"{item[name]:.2f}" for name in shown)
        found.add_row(place(item), pair(item), f"{item['value']:.4g}", *figures,
                      "–" if gap is None else f"{gap:g} d", item["state"],
                      item["last_at"][:10])  # fmt: skip
    show(found)


def _caption(answer: dict[str, Any], head: str) -> str:
    from api.commands.tables import estimated

    told = [head]
    if answer["error"]:
        told.append(estimated(answer["error"]))
    if answer["undefined"]:
        told.append(f"left out for having no value: {answer['undefined']:,}")
    return "\n".join(told)
