"""Who is one person: the identities people go by, what is to be decided, and what was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from api.commands.options import Asking, note, reading

__all__ = ["identities"]

_LISTS = ("review", "look-alikes", "decisions", "accept")
_WHAT = typer.Argument(
    help="review: who may be one person. look-alikes: who pretends to be somebody. decisions: all "
    "that was decided. accept: decide what is in review. Or a person, by id, identity or name.",
    show_default=False,
)


@reading
def identities(
    asking: Asking,
    what: Annotated[str | None, _WHAT] = None,
    no_effect: Annotated[
        bool, typer.Option("--no-effect", help="review: leave out what accepting would do.")
    ] = False,
    above: Annotated[
        float | None, typer.Option(help="accept: who is one person at least so likely (0.5 to 1).")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="accept: say who it would be, and decide nothing.")
    ] = False,
) -> None:
    """Who goes by which identities, who may be one person, and who decided.

    tieline merge A B accepts one pair of the review, tieline unmerge A B refuses it for good.

    Example: tieline identities review --limit 5
    """
    from api.commands import identity_pages as pages

    _check(what, no_effect=no_effect, above=above, dry_run=dry_run)
    engine, asked = asking.engine(), {"limit": asking.limit, **asking.when}
    if what == "review":
        answer = engine.identities_review(with_effect=not no_effect, **asked)
        asking.print(answer, pages.show_review)
    elif what == "look-alikes":
        asking.print(engine.look_alikes(**asked), pages.show_look_alikes)
    elif what == "decisions":
        asking.print(engine.decisions(**asked), pages.show_decisions)
    elif what == "accept":
        answer = engine.accept(above=above or 0.0, is_dry_run=dry_run, **asking.when)
        asking.print(answer, pages.show_accepted)
        _tell_accepted(asking, answer)
    else:
        with _lists_named(what):
            answer = engine.identities(what, **asked)
        asking.print(answer, pages.show_people)


@contextmanager
def _lists_named(what: str | None) -> Iterator[None]:
    """Where nobody has the name: say which list it may have been."""
    from api.hints import closest
    from graph.errors import UnknownName

    try:
        yield
    except UnknownName as error:
        meant = closest(what or "", _LISTS)
        if meant is None:
            raise
        raise UnknownName(f"{error}; or did you mean: tieline identities {meant}") from None


def _check(what: str | None, *, no_effect: bool, above: float | None, dry_run: bool) -> None:
    from graph.errors import Misuse

    if no_effect and what != "review":
        raise Misuse("--no-effect belongs to: tieline identities review")
    if (above is not None or dry_run) and what != "accept":
        raise Misuse("--above and --dry-run belong to: tieline identities accept")
    if what == "accept" and above is None:
        raise Misuse("say how likely they must be: tieline identities accept --above 0.9 --dry-run")


def _tell_accepted(asking: Asking, answer: dict[str, Any]) -> None:
    if asking.quiet:
        return
    if answer["is_dry_run"]:
        note(f"{len(answer['items']):,} would be merged; nothing was decided")
    else:
        note(f"{answer['new']:,} merged; shown after: tieline refresh")
