"""What is measured of two people, in words: who answers whom, who starts, whom both know."""

from collections.abc import Iterator
from typing import Any

from rich.table import Table

from api.commands.tables import share, table, who

__all__ = ["tie_figures"]

Answer = dict[str, Any]

_NAMES = {
    "overlap": "of the people either knows, both know",
    "embeddedness": "people whom both know",
    "pair_reciprocity": "balance: the lesser direction by the greater",
    "active_days": "days on which they were in touch",
    "usual_gap": "days between being in touch, usually",
    "burstiness": "burstiness: -1 even, 0 by chance, 1 in bursts",
    "pressure": "one writes, the other does not answer: 0 to 1",
    "sentiment_trend": "rise of the tone within 90 days",
}
_SHARES = ("overlap", "pair_reciprocity")


def tie_figures(answer: Answer) -> Table:
    """Lay out the measures of a tie, those without a value left out."""
    found = table("Measured of the two", "", ">value")
    for label, value in _rows(answer):
        found.add_row(label, value)
    return found


def _rows(answer: Answer) -> Iterator[tuple[str, str]]:
    known = {name: value for name, value in answer["measures"].items() if value is not None}
    names = {side: _short(answer[side]) for side in ("a", "b")}
    for name, value in known.items():
        side, other = ("a", "b") if name.split("_")[-1] == "a" or "_a_" in name else ("b", "a")
        if name.startswith("response_median"):
            yield f"{names[side]} usually answers {names[other]} within", _hours(value)
        elif name.startswith("response_p90"):
            yield f"nine in ten answers of {names[side]} come within", _hours(value)
        elif name.startswith("answered_share"):
            yield f"answered by {names[side]}, of what {names[other]} wrote", share(value)
        elif name.startswith("started_by"):
            yield f"their exchanges that {names[side]} started", share(value)
        elif name == "local_bridge":
            yield "nobody knows both", "yes" if value else "no"
        elif name == "direction_balance":
            yield f"who reaches out: 1 only {names['a']}, -1 only {names['b']}", f"{value:+.2f}"
        else:
            plain = share(value) if name in _SHARES else f"{value:.4g}"
            yield _NAMES.get(name, name.replace("_", " ")), plain


def _short(person: Answer) -> str:
    return who({**person, "organization": None})


def _hours(value: float) -> str:
    minutes = value * 60
    if minutes < 1:
        return "a minute"
    if minutes < 90:
        return f"{minutes:.0f} min"
    return f"{value:.1f} h" if value < 48 else f"{value / 24:.1f} days"
