"""What each kind and channel counts."""

from typing import Any

from api.commands.options import Asking, note, reading

__all__ = ["weights"]


@reading
def weights(asking: Asking) -> None:
    """What an interaction of each kind and channel counts, why, and how much of the log it is.

    Example: tieline weights --json
    """
    asking.print(asking.engine().weights(**asking.when), _weights)


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
        console().print(f"· {text}", markup=False)
    found = table("What this log holds", "kind", "channel", ">interactions", ">that tie",
                  ">of strength", "row", ">weight", caption=head(answer))  # fmt: skip
    for item in answer["seen"]:
        found.add_row(item["kind"], item["channel"], f"{item['interactions']:,}",
                      f"{item['tying']:,}", percent(item["share"]), item["row"],
                      f"{item['weight']:g}")  # fmt: skip
    show(found)
    for text in answer["warnings"]:
        note(f"setting weights: {text}")
