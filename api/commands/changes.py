"""What moved between two days, and why."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from api.commands.options import Asking, reading

__all__ = ["changes"]

_MOVES = 8  # from state to state, that are shown

_COLUMNS = {
    "corrections": ">corrected",
    "configuration": ">configured",
    "fading": ">faded",
    "new": ">new",
}


@reading
def changes(
    asking: Asking,
    who: Annotated[str | None, typer.Argument(help="Only this person.")] = None,
    other: Annotated[str | None, typer.Argument(help="Only the tie with this one.")] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", help="The first day, or a run (r_...). Default: 28 days before the second."
        ),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="The second day: another name of --as-of.")
    ] = None,
    from_half_life: Annotated[
        float | None, typer.Option(help="The half-life of the first day, where it was another.")
    ] = None,
    by: Annotated[str, typer.Option(help="influence, or a measure (tieline measures).")] = (
        "influence"
    ),
    known_now: Annotated[
        bool,
        typer.Option("--known-now", help="See the first day by what is known now, not then."),
    ] = False,
) -> None:
    """What moved between two days, and why; the parts add up to the difference.

    Example: tieline changes ann@x.example --from 2026-01-01 --to 2026-03-01
    """
    from graph.errors import Misuse

    when = asking.when
    if to is not None:
        if asking.as_of is not None:
            raise Misuse("--to and --as-of are the same day; give one of them")
        when["as_of"] = to
    answer = asking.engine().changes(
        who,
        other,
        since=since,
        since_half_life_days=from_half_life,
        by=by,
        known_now=known_now,
        limit=asking.limit,
        **when,
    )
    tables = {"everybody": _everybody, "person": _person, "tie": _tie}
    asking.print(answer, tables[answer["of"]])


def _everybody(answer: dict[str, Any]) -> None:
    from api.commands.tables import moved, pair, ranked_on, show, table

    _title("What moved", answer)
    _split(f"all ties together ({_signed(answer['strength']['change'])})", answer["strength"])
    _ties("Ties that moved farthest", answer, pair)
    for name, title in (("risen", "Risen"), ("fallen", "Fallen")):
        if answer[name]:
            found = table(f"{title} in {answer['by']}", "person", ">rank", ">was", "why")
            for item in answer[name]:
                found.add_row(_who(item), *ranked_on(item, "now", "then"), moved(item, 1))
            show(found)
    for name, word in (("coming", "came"), ("going", "went")):
        _named(word, answer[f"{name}_total"], [_who(one) for one in answer[name]])
    for name, word in (("new_ties", "new ties"), ("gone_ties", "ties that ended")):
        _named(word, answer[f"{name}_total"], [pair(one) for one in answer[name]])
    moves = [
        f"{one['pairs']:,} {one['before'] or 'no tie'} → {one['after']}" for one in answer["states"]
    ]
    more = f" and {len(moves) - _MOVES} other moves" if len(moves) > _MOVES else ""
    _say(f"states: {', '.join(moves[:_MOVES]) or 'nothing moved'}{more}")
    _foot(answer)


def _person(answer: dict[str, Any]) -> None:
    from api.commands.tables import ranked_on

    standing = answer["standing"]
    _title(f"What became of {_who(answer)}", answer)
    _split(f"strength {_way(answer['strength'])}, all ties together", answer["strength"])
    rank = f"rank {' → '.join(dict.fromkeys(ranked_on(standing, 'before', 'after')))}"
    measure = standing["measure"].replace("_", " ")
    _split(f"{measure} {_way(standing)}, {rank}; in this order:", standing)
    _ties("Ties that moved farthest", answer, _who)
    _foot(answer)


def _tie(answer: dict[str, Any]) -> None:
    from api.commands.tables import pair, show, table

    _title(pair(answer), answer)
    states = [answer[name] or "no tie" for name in ("state_before", "state_after")]
    _split(f"strength {_way(answer['strength'])}, {' → '.join(states)}", answer["strength"])
    if answer["items"]:
        found = table("New interactions by what is left of them", "date", "kind", "channel",
                      "direction", ">left", "id")  # fmt: skip
        for item in answer["items"]:
            found.add_row(item["at"][:16].replace("T", " "), item["kind"], item["channel"],
                          item["direction"], f"{item['part']:.4f}", item["id"])  # fmt: skip
        show(found)
    rest = answer["rest"]
    if rest["interactions"]:
        _say(f"and {rest['interactions']:,} more, {rest['part']:.4f} together (--limit)")
    _foot(answer)


def _ties(title: str, answer: dict[str, Any], named: Any) -> None:  # noqa: ANN401 - who a row is
    """The ties that moved, each with its parts; columns without a figure are left out."""
    from api.commands.tables import show, table

    items = answer["items"]
    if not items:
        _say("no tie moved")
        return
    parts = [
        name
        for name in _COLUMNS
        if any(abs(one["change"]) >= 0.005 for item in items for one in item["parts"]
               if one["part"] == name)
    ]  # fmt: skip
    found = table(title, "who", ">was", ">is", ">change", *(_COLUMNS[name] for name in parts),
                  "state")  # fmt: skip
    for item in items:
        by_name = {one["part"]: one["change"] for one in item["parts"]}
        states = [item[name] or "no tie" for name in ("state_before", "state_after")]
        found.add_row(named(item), f"{item['before']:.2f}", f"{item['after']:.2f}",
                      _signed(item["change"]), *(_signed(by_name[name]) for name in parts),
                      " → ".join(dict.fromkeys(states)))  # fmt: skip
    show(found)
    rest = answer["rest"]
    if rest["ties"]:
        _say(f"and {rest['ties']:,} other ties, {_signed(rest['change'])} together")


def _title(what: str, answer: dict[str, Any]) -> None:
    from api.commands.tables import console, heading

    days = f"{answer['from'][:16]} to {answer['to'][:16]}".replace("T", " ")
    console().print(heading(what, f": {days}"))


def _split(title: str, change: dict[str, Any]) -> None:
    """A difference, and the parts it is made of; what added nothing is left out."""
    from api.commands.tables import show, table

    has_places = any(part.get("places") for part in change["parts"])
    found = table(title, ">change", *([">places"] if has_places else []), "by")
    for part in change["parts"]:
        if abs(part["change"]) >= 5e-5 or part.get("places"):
            places = [f"{part['places']:+d}" if part["places"] else ""] if has_places else []
            found.add_row(_signed(part["change"], 4), *places, part["text"].rpartition(":")[0])
    if found.row_count:
        show(found)
    else:
        _say(f"{title}: nothing moved it")


def _foot(answer: dict[str, Any]) -> None:
    from api.commands.tables import head

    if answer["as_known_then"]:
        merges = answer["merges"]
        late = answer["late_interactions"]
        told = [f"{late:,} interactions of the time before came in later"] if late else []
        told += [f"{one['a']} and {one['b']} " + ("merged" if one["is_active"] else "unmerged")
                 + f" {one['at'][:10]}" for one in merges[:5]]  # fmt: skip
        told += [f"{len(merges) - 5:,} more merges"] if len(merges) > 5 else []
        _say(f"corrections: {'; '.join(told)} (--known-now leaves them out)")
    if answer["from_half_life_days"] != answer["half_life_days"]:
        _say(f"the first day with a half-life of {answer['from_half_life_days']:g} days")
    _say(f"{head(answer)}, from {answer['from_run']}", style="dim")


def _named(word: str, total: int, names: Sequence[str]) -> None:
    if total:
        rest = f" and {total - len(names):,} more" if total > len(names) else ""
        _say(f"{word}: {', '.join(names)}{rest}")


def _say(text: str, *, style: str | None = None) -> None:
    from api.commands.tables import console

    console().print(text, style=style)


def _who(item: dict[str, Any]) -> str:
    from api.commands.tables import who

    return who(item["person"])


def _way(change: dict[str, Any]) -> str:
    before, after = (
        "none" if change[k] is None else f"{change[k]:.4g}" for k in ("before", "after")
    )
    return f"{before} → {after} ({_signed(change['change'], 4)})"


def _signed(value: float, digits: int = 2) -> str:
    """A difference for a cell; what rounds to nothing has no sign."""
    rounded = round(value, digits)
    return f"{rounded:+.{digits}f}".replace("-", "\N{MINUS SIGN}") if rounded else "0"
