"""Topics: which there are, and one of them over time."""

from typing import Annotated

import typer

from api.commands.options import Asking, reading

__all__ = ["topic", "topics"]

_SINCE = typer.Option(
    help="Only what was said from this day on (2026-01-31); changes against as long before."
)
_UNTIL = typer.Option(help="... until this day; default: the moment looked from.")


@reading
def topics(
    asking: Asking,
    kind: Annotated[
        str | None, typer.Option(help="Only one: tag, subject, deal, phrase or thread.")
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="ORDER", help="Order by volume, people, rising or tone (the worst first)."
        ),
    ] = "volume",
    since: Annotated[str | None, _SINCE] = None,
    until: Annotated[str | None, _UNTIL] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", help="Only what these took part in: org:..., segment:..., person:..."),
    ] = None,
) -> None:
    """What is talked about: hashtags, subjects, deals, phrases, threads; how much, in what tone.

    Example: tieline topics --by rising --of org:acme.example
    """
    from api.commands import topic_pages as pages

    answer = asking.engine().topics(
        kind=kind, by=by, since=since, until=until, of=of, limit=asking.limit, **asking.when
    )
    asking.print(answer, pages.topics_page)


@reading
def topic(
    asking: Asking,
    name: Annotated[
        str, typer.Argument(help="pricing, subject:kick-off, 'deal:Acme renewal', thread:ID, ...")
    ],
    per: Annotated[
        str | None, typer.Option(help="Volume and tone per week, month or year.")
    ] = None,
    since: Annotated[str | None, _SINCE] = None,
    until: Annotated[str | None, _UNTIL] = None,
) -> None:
    """One topic: who carries it, how much over time, in what tone, and what goes with it.

    Example: tieline topic "deal:Acme renewal" --per month
    """
    from api.commands import topic_pages as pages

    answer = asking.engine().topic(
        name, per=per, since=since, until=until, limit=asking.limit, **asking.when
    )
    asking.print(answer, pages.topic_page)
