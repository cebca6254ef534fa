"""The evidence behind a tie, as a terminal shows it."""

from typing import Any

from api.commands.tables import console, head, pair, show, table

__all__ = ["show_tie"]


def show_tie(answer: dict[str, Any]) -> None:
    """Print how two people stand to each other, and the interactions that make it so."""
    out, found = console(), answer["tie"]
    if found is None:
        out.print(f"{pair(answer)}: never in touch")
        return
    out.print(f"[bold]{pair(answer)}[/bold]: {found['state']}, strength {found['strength']:.4f} "
              f"(out {found['strength_out']:.4f}, in {found['strength_in']:.4f})",
              markup=True)  # fmt: skip
    for one in answer["reasons"]:
        out.print(f"· {one['text']}")
    known = {name: value for name, value in answer["measures"].items() if value is not None}
    told = (f"{name.replace('_', ' ')} {value:.4g}" for name, value in known.items())
    out.print(f"· {', '.join(told)} (a is {answer['a']['name']})", highlight=False)
    shown = table("Interactions by what is left of them", "date", "kind", "channel", "direction",
                  ">reached", ">weight", ">left", "id", caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        shown.add_row(item["at"][:16].replace("T", " "), item["kind"], item["channel"],
                      item["direction"], str(item["size"]), f"{item['weight']:.3f}",
                      f"{item['part']:.4f}", item["id"])  # fmt: skip
    show(shown)
    more = answer["interactions_total"] - len(answer["items"])
    rest = f" ({more} smaller ones are not shown: --limit)" if more else ""
    out.print(f"{answer['interactions_total']} parts add up to {answer['parts_total']:.6f}{rest}")
