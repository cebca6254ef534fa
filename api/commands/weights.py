"""What each kind and channel counts."""

from typing import Annotated, Any

import typer

from api.commands.options import Asking, note, reading
from graph.errors import Misuse

__all__ = ["weights"]


@reading
def weights(
    asking: Asking,
    tried: Annotated[
        list[str] | None,
        typer.Option(
            "--try",
            metavar="KIND=WEIGHT",
            help="Who would rise and fall with this weight; again for each. Nothing is kept.",
        ),
    ] = None,
    by: Annotated[
        str, typer.Option(help="With --try: influence, or a measure (tieline measures).")
    ] = "influence",
) -> None:
    """What an interaction of each kind and channel counts, why, and how much of the log it is.

    Example: tieline weights --try reaction=1 --try "reply/reddit=0.2"
    """
    if not tried and by != "influence":
        raise Misuse("--by is the ranking that weights are tried on; name one: --try email=2")
    if tried:
        found = asking.engine().weights_tried(tried, by=by, limit=asking.limit, **asking.when)
        asking.print(found, _tried)
    else:
        asking.print(asking.engine().weights(**asking.when), _weights)


def _tried(answer: dict[str, Any]) -> None:
    from algorithms.reason import percent
    from api.commands.tables import head, ranked_on, show, table, who

    rows = table("What is tried", "kind, or kind/channel", ">weight now", ">then",
                 ">interactions", ">of strength now", ">then")  # fmt: skip
    for item in answer["tried"]:
        rows.add_row(item["row"], f"{item['weight_now']:g}", f"{item['weight_then']:g}",
                     f"{item['interactions']:,}", percent(item["share_now"]),
                     percent(item["share_then"]))  # fmt: skip
    show(rows)
    still = answer["ranked"] - answer["risen"] - answer["fallen"]
    told = [f"{answer['risen']:,} would rise, {answer['fallen']:,} fall, {still:,} stay"]
    for name, word in (("new", "ranked only then"), ("gone", "not ranked any more")):
        if answer[f"{name}_total"]:
            first = ", ".join(who(one["person"]) for one in answer[name][:3])
            told.append(f"{answer[f'{name}_total']:,} {word}: {first}")
    found = table(f"Who would move in {answer['by']}", "person", ">rank now", ">then", ">places",
                  caption="\n".join([*told, head(answer)]))  # fmt: skip
    for item in answer["items"]:
        sign = "▲" if item["change"] > 0 else "▼"
        found.add_row(who(item["person"]), *ranked_on(item, "now", "then"),
                      f"{sign} {abs(item['change'])}")  # fmt: skip
    show(found)


def _weights(answer: dict[str, Any]) -> None:
    from algorithms.reason import percent
    from api.commands.tables import console, head, show, table

    rows = table("What an interaction counts", "kind, or kind/channel", ">weight", "by",
                 ">interactions", ">of strength", "why")  # fmt: skip
    for item in answer["items"]:
        by = "set above" if item["overruled_by"] else item["origin"]
        rows.add_row(item["row"], f"{item['weight']:g}", by, f"{item['interactions']:,}",
                     percent(item["share"]), item["why"])  # fmt: skip
    show(rows)
    for text in answer["rules"]:
        console().print(f"· {text}")
    found = table("What this log holds", "kind", "channel", ">interactions", ">that tie",
                  ">of strength", "row", ">weight", caption=head(answer))  # fmt: skip
    for item in answer["seen"]:
        found.add_row(item["kind"], item["channel"], f"{item['interactions']:,}",
                      f"{item['tying']:,}", percent(item["share"]), item["row"],
                      f"{item['weight']:g}")  # fmt: skip
    show(found)
    for text in answer["warnings"]:
        note(f"setting weights: {text}")
