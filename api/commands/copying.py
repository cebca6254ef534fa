"""Copying a store into another."""

from typing import Annotated, Any

import typer

from api.commands.options import Common, common, note

__all__ = ["copy"]


@common
def copy(
    common: Common,
    source: Annotated[str, typer.Argument(metavar="FROM", help="A store: a path or neo4j://...")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Another; made where it is not.")],
) -> None:
    """Copy a store into another, of either kind, until both have one digest.

    Interrupted, it goes on when it is started again.
    Example: tieline copy tieline.duckdb neo4j://127.0.0.1:7687
    """
    from dataclasses import asdict

    from api.commands.progress import working
    from graph.connect import open_store
    from graph.copying import copied
    from graph.errors import Misuse, NothingYet

    if source == target:
        raise Misuse(f"{source} cannot be copied into itself; name another store as TO")
    settings = common.settings()
    wait, login = settings.lock_wait_seconds, settings.login()
    here, there = (open_store(url, wait=wait, login=login) for url in (source, target))
    if not here.status().identities:
        raise NothingYet(f"{source} holds nothing yet; there is nothing to copy")
    with working("copying", quiet=common.quiet) as report:
        found = copied(
            here,
            there,
            progress=lambda done, rows: report(f"{done:,} of {rows:,} rows", done / max(rows, 1)),
        )
    answer = {"source": source, "target": target, **asdict(found), "is_equal": found.is_equal}
    common.print(answer, _copied)
    if not found.is_equal:
        note(
            f"{target} holds more than {source}: it had interactions, facts or merges of its own; "
            "nothing of them was touched"
        )
        raise typer.Exit(1)


def _copied(answer: dict[str, Any]) -> None:
    from api.commands.tables import show, table

    found = table("Copied", "", ">rows", "digest")
    found.add_row(answer["source"], f"{answer['rows']:,}", answer["digest"])
    found.add_row(answer["target"], f"{answer['written']:,} written", answer["target_digest"])
    show(found)
