"""Housekeeping: who is one person, what is there, how it is configured."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from algorithms.reason import plural
from api.commands.options import Common, common, note

__all__ = ["config", "merge", "runs", "status", "unmerge"]

_ONE = typer.Argument(help="An identity, such as email:ann@x.example.")


@common
def merge(
    common: Common,
    a: Annotated[str, _ONE],
    b: Annotated[str, _ONE],
    reason: Annotated[str, typer.Option("--reason", help="Why, for those who ask later.")],
) -> None:
    """Decide that two identities are one person; tieline unmerge takes it back.

    Example: tieline merge ann@x.example slack:T1/U7 --reason 'she said so'
    """
    _decide(common, a, b, reason, is_active=True)


@common
def unmerge(
    common: Common,
    a: Annotated[str, _ONE],
    b: Annotated[str, _ONE],
    reason: Annotated[str, typer.Option("--reason", help="Why, for those who ask later.")] = "",
) -> None:
    """Take back that two identities are one person, or keep two apart whom nobody merged.

    Nothing makes them one person again, but tieline merge: this also refuses a suggestion.

    Example: tieline unmerge ann@x.example slack:T1/U7
    """
    _decide(common, a, b, reason or "taken back", is_active=False)


def _decide(common: Common, a: str, b: str, reason: str, *, is_active: bool) -> None:
    answer = common.engine().merge(a, b, reason=reason, is_active=is_active)
    if not common.quiet:
        note(_told(answer))
        for one in answer["unknown"]:
            note(f"{one} is in nothing loaded before the last refresh: check how it is written")
        for why in answer["look_alike"]:
            note(f"careful: {why} tieline unmerge takes the merge back")
    common.print(answer, lambda _answer: None)


def _told(answer: dict[str, Any]) -> str:
    """What became of a decision."""
    both, later = f"{answer['a']} and {answer['b']}", "; shown after: tieline refresh"
    if not answer["holds"]:
        return f"{both}: kept, but it does not hold, because {answer['why_not']}"
    if answer["is_active"]:
        return f"{both} are merged{later if answer['new'] else ' already'}"
    if not answer["new"]:
        return f"{both} are kept apart already"
    done = "apart again" if answer["was"] == "merged" else "kept apart from now on"
    return f"{both} are {done}{later}"


@common
def status(common: Common) -> None:
    """Say what the store holds, and what the answers are read from.

    Example: tieline status --json
    """
    common.print(common.engine().status(), _status)


def _status(answer: dict[str, Any]) -> None:
    from api.commands.tables import show, table

    found = table("Status", "", "")
    for row in _told_of(answer):
        found.add_row(*row)
    show(found)


def _told_of(answer: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a human asks of a store first; the rest is in the other forms."""
    yield "store", f"{answer['store']} ({answer['kept_by']})"
    if not answer["first_arrived_at"]:
        yield "holds", "nothing yet; begin with: tieline load FILE, or try: tieline demo"
        return
    people = plural(answer["identities"], "identity", "identities")
    counts = f"{plural(answer['interactions'], 'interaction')} among {people}"
    yield "holds", f"{counts}, {plural(answer['facts'], 'fact')}"
    if answer["first_at"]:
        yield "dated", f"{answer['first_at'][:10]} to {answer['last_at'][:10]}"
    yield "arrived", f"{answer['first_arrived_at'][:19]}Z to {answer['last_arrived_at'][:19]}Z"
    if not answer["run"]:
        yield "answers", "none yet: tieline refresh makes them"
    else:
        behind = "up to date" if answer["is_fresh"] else "older than the store: tieline refresh"
        yield "answers", f"{answer['run']}, as of {answer['as_of']}; {behind}"
    use = answer["in_use"]
    learned = use["half_life_days_learned"]
    told = f"; {learned:g} learned on {use['learned_at'][:10]}" if learned else ""
    yield "half-life", f"{use['half_life_days']:g} days{told}"
    yield "digest", answer["digest"]


@common
def runs(common: Common) -> None:
    """List the runs that are kept, and how each was made (--json).

    Example: tieline runs --json
    """
    common.print(common.engine().runs(), _runs)


def _runs(answer: dict[str, Any]) -> None:
    from api.commands.tables import show, table

    found = table("Runs", "run", "as of", ">half-life", "")
    for item in answer["items"]:
        found.add_row(item["run"], item["as_of"], f"{item['half_life_days']:g}",
                      "current" if item["is_current"] else "")  # fmt: skip
    show(found)


@common
def config(common: Common) -> None:
    """Show every setting, its value, and where it comes from.

    Example: tieline config
    """
    from api.settings import Settings, origins

    values = common.settings().model_dump(mode="json")
    come_from = origins({"store": common.store}, file=common.config)
    items = [
        {
            "setting": name,
            "value": values[name],
            "origin": come_from[name],
            "meaning": field.description,
        }
        for name, field in Settings.model_fields.items()
    ]
    common.print({"items": items}, _config)


def _config(answer: dict[str, Any]) -> None:
    from api.commands.tables import show, table

    found = table("Settings", "setting", "value", "from", "meaning")
    for item in answer["items"]:
        found.add_row(item["setting"], str(item["value"]), item["origin"], item["meaning"])
    show(found)
