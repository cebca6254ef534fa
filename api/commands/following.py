"""Whom to write to next, and which dates are due."""

from typing import Annotated, Any

import typer

from api.commands.options import Asking, reading

__all__ = ["next"]


@reading
def next(  # noqa: A001 - the command's name
    asking: Asking,
    me: Annotated[
        str | None,
        typer.Option("--me", help="Your own list: your id, identity or name. Default: everybody's"),
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help="The list of another one of ours.")
    ] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", help="Only to these, colleagues included: org:..., segment:..."),
    ] = None,
    occasions: Annotated[
        bool, typer.Option("--occasions", help="Only dates: birthdays, renewals, reminders.")
    ] = False,
) -> None:
    """Whom to write to next, who of ours should, and why.

    Example: tieline next --me ann@acme.example --limit 5
    """
    engine = asking.engine()
    asked = {"me": me, "owner": owner, "of": of, "limit": asking.limit, **asking.when}
    if occasions:
        asking.print(engine.occasions(**asked), _occasions)
    else:
        asking.print(engine.next_contacts(**asked), _next_contacts)


def _next_contacts(answer: dict[str, Any]) -> None:
    from api.commands.tables import head, nothing, show, table, who

    me = answer["me"]
    if not answer["items"]:
        nothing("nobody is to be written to now", answer, _caption(answer, head(answer)))
        if answer["void"]:
            _void(answer)
        return
    title = f"Whom {who(me)} should write to next" if me else "Whom to write to next"
    found = table(title, ">#", "write to", *([] if me else ["who"]), "by", ">score", "why",
                  caption=_caption(answer, head(answer)))  # fmt: skip
    for item in answer["items"]:
        writer = item["owner"]
        owner = [] if me else [who(writer).partition(" (")[0] if writer else "nobody yet"]
        found.add_row(str(item["rank"]), who(item["person"]), *owner, item["due_at"][:10],
                      f"{item['score']:.1f}", _why(item))  # fmt: skip
    show(found)
    if answer["void"]:
        _void(answer)


def _why(item: dict[str, Any]) -> str:
    told = [one["text"] for one in item["reasons"][:2]]
    handed = item["action"] == "hand over"
    measure = "owner" if handed else "p_contact"
    told += [one["text"] for one in item["reasons"][2:] if one["measure"] == measure][:1]
    if item["instead"]:
        told.append(f"→ {item['instead']['text']}")
    return "\n".join(told)


def _void(answer: dict[str, Any]) -> None:
    from api.commands.tables import show, table, who

    found = table("\nYou are writing to the void", "to", "who", "why", "instead")
    for item in answer["void"][:5]:
        instead = item["instead"]
        found.add_row(who(item["person"]), who(item["owner"]).partition(" (")[0],
                      item["pressure"]["text"].partition(": ")[0],
                      instead["text"] if instead else "leave it")  # fmt: skip
    show(found)


def _caption(answer: dict[str, Any], head: str) -> str:
    from api.commands.tables import who

    told = [head]
    if answer["me_is_ours"] is False:
        told.append(f"{who(answer['me']).partition(' (')[0]} is none of ours (own_organizations)")
    elif answer["me"] and answer["owners"]:
        one = answer["owners"][0]
        people = "1 person" if one["reach"] == 1 else f"{one['reach']:g} people"
        ties = "1 tie is" if one["open_ties"] == 1 else f"{one['open_ties']:,} ties are"
        told.append(f"you reach {people} a week, {ties} open: room for {one['room']}")
    if answer["beyond_room"]:
        told.append(f"{answer['beyond_room']:,} more would be worth it, and nobody has room")
    return "\n".join(told + _unread(answer))


def _unread(answer: dict[str, Any]) -> list[str]:
    unread = answer["unread"]
    dates = "1 date" if len(unread) == 1 else f"{len(unread)} dates"
    return [f"{dates} could not be read: {unread[0]['reason']}"] if unread else []


def _occasions(answer: dict[str, Any]) -> None:
    from api.commands.tables import head, nothing, show, table, who

    caption = "\n".join([head(answer), *_unread(answer)])
    if not answer["items"]:
        nothing("no dates are due", answer, caption)
        return
    found = table("Dates", ">#", "whose", "owner", "due", "state", "what", caption=caption)
    for item in answer["items"]:
        whose = who(item["person"]) if item["person"] else item["organization"].partition(":")[2]
        owner = who(item["owner"]).partition(" (")[0] if item["owner"] else "–"
        found.add_row(str(item["rank"]), whose, owner, item["due"], item["state"], item["text"])
    show(found)
