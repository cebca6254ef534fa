"""The evidence behind a tie, as a terminal shows it."""

from typing import Any

from algorithms.reason import percent
from api.commands.tables import console, head, heading, pair, show, table
from api.commands.tie_figures import tie_figures
from api.commands.tones import sources_of, tone_of

__all__ = ["show_tie"]

_BEGIN = {
    "model": "an average pair of this log",
    "prior": "pairs of equal silence and as many active days",
    "segment prior": "pairs of their segment, of equal silence and as many active days",
}


def show_tie(answer: dict[str, Any]) -> None:
    """Print how two people stand to each other, and the interactions that make it so."""
    out, found = console(), answer["tie"]
    if found is None:
        out.print(f"{pair(answer)}: never in touch")
        return
    sides = f"out {found['strength_out']:.4f}, in {found['strength_in']:.4f}"
    told = f": {found['state']}, strength {found['strength']:.4f} ({sides})"
    out.print(heading(pair(answer), told))
    for one in answer["reasons"]:
        out.print(f"· {one['text']}")
    mix = ", ".join(f"{name} {percent(part)}" for name, part in answer["kind_mix"].items())
    out.print(f"· of what is left: {mix}")
    if answer["tone"]:
        out.print(f"· {_tone(answer['tone'])}")
    _chance(answer["chance"])
    for one in answer["without"]:
        out.print(f"· {one['text']}")
    show(tie_figures(answer))
    toned = ["tone"] if answer["tone"] else []
    shown = table("Interactions by what is left of them", "date", "kind", "channel", "direction",
                  "weight", ">left", *toned, "id", caption=head(answer))  # fmt: skip
    for item in answer["items"]:
        shown.add_row(item["at"][:16].replace("T", " "), item["kind"], item["channel"],
                      item["direction"], f"{item['weight']:.3f}: {item['because']}",
                      f"{item['part']:.4f}", *[tone_of(item) for _ in toned],
                      item["id"])  # fmt: skip
    show(shown)
    rest = answer["rest"]
    if rest["interactions"]:
        out.print(
            f"and {rest['interactions']:,} smaller parts, {rest['part']:.6f} together (--limit)"
        )
    out.print(f"{answer['interactions_total']} parts add up to {answer['parts_total']:.6f}")


def _tone(tone: dict[str, Any]) -> str:
    """How they sound to each other, and what said so."""
    ways = (f"out {tone[f'{sign}_out']:.4f}, in {tone[f'{sign}_in']:.4f}"
            for sign in ("positive", "negative"))  # fmt: skip
    plus, minus = ways
    return (f"tone: sounds good {tone['positive_strength']:.4f} ({plus}), sounds bad "
            f"{tone['negative_strength']:.4f} ({minus}); {percent(tone['share'])} of their "
            f"interactions have one, {sources_of(tone)}")  # fmt: skip


def _chance(chance: dict[str, Any]) -> None:
    """How likely they are to be in touch, and what adds to that."""
    if not chance["parts"]:
        return  # the reasons say how likely, and by what
    low, high = (f"{100 * chance[name]:.0f}" for name in ("p_low", "p_high"))
    title = (f"In touch within {chance['horizon_days']} days: {100 * chance['p_contact']:.0f} % "
             f"({low} to {high} % for such pairs)")  # fmt: skip
    found = table(title, ">points", "by")
    begin = _BEGIN["prior"] if len(chance["parts"]) == 1 else _BEGIN["model"]
    found.add_row(f"{100 * chance['average']:.1f}", _BEGIN.get(chance["from"], begin))
    for part in chance["parts"]:
        points = f"{100 * part['points']:+.1f}".replace("-", "\N{MINUS SIGN}")
        found.add_row(points, part["text"].rpartition(":")[0])
    show(found)
