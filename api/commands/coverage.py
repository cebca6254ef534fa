"""When every feed was heard from, and who has left."""

from typing import Any

from api.commands.options import Asking, reading

__all__ = ["coverage", "departures"]


@reading
def coverage(asking: Asking) -> None:
    """When every feed was heard from, what it brought, and when it stopped.

    Example: tieline coverage --json
    """
    asking.print(asking.engine().coverage(**asking.when), _coverage)


@reading
def departures(asking: Asking) -> None:
    """Who has left or is away, since which day, and how sure that is.

    Example: tieline departures --as-of 2026-03-01 --limit 20
    """
    asking.print(asking.engine().departures(limit=asking.limit, **asking.when), _departures)


def _coverage(answer: dict[str, Any]) -> None:
    from api.commands.tables import head, nothing, show, table

    if not answer["items"]:
        nothing("nothing was heard from any feed", answer)
        return
    found = table("When every feed was heard from", "feed", ">interactions", "since", "until",
                  "not heard from", caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        heard = [one for one in item["periods"] if one["interactions"]]
        first, last = (heard[0]["since"][:7], heard[-1]["since"][:7]) if heard else ("", "")
        found.add_row(item["feed"], f"{item['interactions']:,}", first, last,
                      "\n".join(_stretch(one) for one in item["outages"]))  # fmt: skip
    show(found)


def _stretch(one: dict[str, Any]) -> str:
    from algorithms.reason import percent

    until = f"to {one['until'][:10]}" if one["until"] else "on"
    missing = f"about {one['missing']:,.0f} missing ({percent(one['confidence'])})"
    return f"{one['kind']} from {one['since'][:10]} {until}, {missing}"


def _departures(answer: dict[str, Any]) -> None:
    from algorithms.reason import percent
    from api.commands.tables import head, nothing, show, table, who

    if not answer["items"]:
        nothing("nobody has left or is away", answer)
        return
    found = table("Who has left or is away", "person", "", "since", ">sure", ">silent ties",
                  caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        found.add_row(who(item["person"]), item["kind"], item["since"][:10],
                      percent(item["confidence"]),
                      f"{item['silent_ties']} of {item['ties']}")  # fmt: skip
    show(found)
