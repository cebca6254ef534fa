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
_LEVELS = typer.Option("--levels", help="In few large ones, in many small ones, and between.")
_FROM = typer.Option("--from", help="What became of them since this day (2026-01-31).")
_TO = typer.Option("--to", help="... until this day; default: the log's last busy moment.")
_STABILITY = typer.Option(
    "--stability", help="Also how often members stay when a tenth of all ties is left out."
)


@reading
def communities(
    asking: Asking,
    group: Annotated[str | None, _WHICH] = None,
    kind: Annotated[str, _KIND] = "communities",
    objective: Annotated[str, _OBJECTIVE] = "modularity",
    resolution: Annotated[float | None, _RESOLUTION] = None,
    levels: Annotated[bool, _LEVELS] = False,
    start: Annotated[str | None, _FROM] = None,
    to: Annotated[str | None, _TO] = None,
    stability: Annotated[bool, _STABILITY] = False,
) -> None:
    """Who belongs together: what they share, what stays inside, whom they have to do with.

    Example: tieline communities --limit 5; tieline communities org:acme.example
    """
    from api.commands import group_pages as pages

    engine = asking.engine()
    how: dict[str, Any] = {"objective": objective, "resolution": resolution}
    excluding = {"--levels": levels, "--from": start is not None, "a group": group is not None}
    if sum(excluding.values()) > 1:
        raise typer.BadParameter(f"{' and '.join(k for k, v in excluding.items() if v)} at once")
    if levels and (resolution, objective) != (None, "modularity"):
        raise typer.BadParameter("--levels has resolutions of its own, by modularity")
    if (to is not None and start is None) or (start is not None and asking.as_of is not None):
        raise typer.BadParameter("say --from and, if need be, --to; --as-of goes without them")
    if levels:
        asking.print(engine.community_levels(limit=asking.limit, **asking.when), pages.levels_page)
    elif start is not None:
        found = engine.community_lineage(
            start=start,
            end=to,
            known_by=asking.known_by,
            half_life_days=asking.half_life,
            limit=asking.limit,
            **how,
        )
        asking.print(found, pages.lineage_page)
    elif group is not None:
        how |= {"stability": stability, **asking.when}
        asking.print(engine.community(group, limit=asking.limit, **how), pages.community_page)
    else:
        how |= {"stability": stability, "kind": kind, **asking.when}
        asking.print(engine.communities(limit=asking.limit, **how), pages.communities_page)
