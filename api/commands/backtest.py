"""How right the answers would have been on this very history, and what that teaches."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.options import Asking, note, reading

__all__ = ["backtest"]


@reading
def backtest(
    asking: Asking,
    label: Annotated[
        str, typer.Option("--label", help="What is foretold: silent, weakened or recontact.")
    ] = "silent",
    horizon: Annotated[
        int | None, typer.Option("--horizon", help="Days ahead (horizon_days).")
    ] = None,
    list_length: Annotated[
        int, typer.Option("--list-length", help="Names that a strategist can read.")
    ] = 20,
    precision: Annotated[
        float | None,
        typer.Option("--precision", help="Warn as early as is right so often, such as 0.8."),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Keep the half-life and thresholds that were learned.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was kept.")] = False,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", help="Draw reliability and half-life: a file .html or .png."),
    ] = None,
) -> None:
    """How right the list would have been on this very history; which half-life is best.

    Model and plain rules stand at past cuts and know nothing later. What is done is kept: a
    back-test that was interrupted goes on where it was.

    Example: tieline backtest --label silent --horizon 21 --plot reliability.html
    """
    engine = asking.engine()
    if undo:
        undone = engine.undo_backtest()
        _undone(asking, {**undone, **asking.engine().in_use()})  # with the settings of now
        return
    _check(plot)
    from api.commands.progress import working

    with working("back-test", quiet=asking.quiet) as report:
        answer = engine.backtest(
            label=label,
            horizon_days=horizon,
            list_length=list_length,
            precision=precision,
            report=report,
            **asking.when,
        )
    if apply:
        answer = {**engine.apply_backtest(answer), "in_use": asking.engine().in_use()}
        if not asking.quiet:
            note("kept; it counts from the next question on, see: tieline config")
    if plot is not None:
        _drawn(plot, answer)
        if not asking.quiet:
            note(f"drawn: {plot}")
    if asking.form in {"csv", "ndjson"}:
        judged = [one for one in (answer["model"], *answer["rules"]) if one is not None]
        asking.print({"items": judged[: asking.limit]}, _table)
    else:
        asking.print(answer, _table)


def _undone(asking: Asking, answer: dict[str, Any]) -> None:
    def told(answer: dict[str, Any]) -> None:
        word = "taken back" if answer["undone"] else "nothing was kept"
        typer.echo(f"{word}; the half-life is {answer['half_life_days']:g} days now")

    asking.print(answer, told)


def _check(plot: Path | None) -> None:
    """Before minutes of work, not after them."""
    from graph.errors import Misuse

    if plot is not None and plot.suffix.lower() not in {".html", ".png"}:
        raise Misuse(f"{plot} ends in {plot.suffix!r}; a plot is a file .html or .png")
    if plot is not None and not plot.absolute().parent.is_dir():
        raise Misuse(f"there is no folder {plot.absolute().parent} to draw {plot.name} in")


def _drawn(plot: Path, answer: dict[str, Any]) -> None:
    if plot.suffix.lower() == ".html":
        from api.plots.page import page

        plot.write_text(page(answer), "utf-8")
    else:
        from api.plots.picture import picture

        plot.write_bytes(picture(answer))


def _table(answer: dict[str, Any]) -> None:
    from api.commands.backtest_page import backtest_page
    from api.commands.tables import console

    console().print(backtest_page(answer))
