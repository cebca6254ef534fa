"""The tables of the growth benchmark, and how they come into a page.

A table of each size stands in the page under a heading of its own, "## 100,000 interactions". It is
replaced from there to the next heading, or put at the end. What was told of changes since older
tables, "## Since these tables", goes.
"""

import re

from benchmarks.growth_calls import OURS, Given
from benchmarks.growth_cost import Cost, Costs
from benchmarks.growth_quality import COMMUNITIES, ROUNDS

__all__ = ["section", "written"]

_SAME = 1e-6  # by how much one more round may change what is compared with ours
_AS_GOOD = 1e-4  # of modularity: how much less it may be
_TOO_SLOW = 1.5
_NOT_ONE_ANSWER = "NetworKit"  # whose communities hang on which thread came first


def section(size: int, seen: Given, refreshed: float, costs: dict[str, Costs]) -> str:
    """Write the heading, the table of one size, and what is told below it."""
    drawn, ratios = seen.projection, {}
    lines = [
        f"## {size:,} interactions\n",
        (
            f"{drawn.people:,} people, {len(drawn.source):,} ties, {len(drawn.a):,} pairs,"
            f" {int(drawn.live.sum()):,} of them live. A whole refresh takes {refreshed:.1f} s.\n"
        ),
        f"| measure | {' | '.join(costs)} | against the fastest peer |",
        f"|:--|{'--:|' * len(costs)}--:|",
        "| drawing the graph | "
        + " | ".join("" if one.drawn is None else f"{one.drawn:.2f}" for one in costs.values())
        + " | |",
    ]
    for measure in OURS.calls:
        cells = {name: one.measures.get(measure, Cost()) for name, one in costs.items()}
        ratio = _ratio(measure, cells)
        if ratio is not None:
            ratios[measure] = ratio
        told = "" if ratio is None else f"{ratio:.2f}"
        lines.append(f"| {measure} | {' | '.join(map(str, cells.values()))} | {told} |")
    return "\n".join([*lines, "", *_below(costs, ratios)]) + "\n"


def written(page: str, size: int, found: str) -> str:
    """Give the page with the section of a size in place of what it had."""
    page = _section("Since these tables").sub("", page)
    old = _section(f"{size:,} interactions")
    if old.search(page):
        return old.sub(lambda _: f"{found}\n", page, count=1).rstrip() + "\n"
    return f"{page.rstrip()}\n\n{found}"


def _section(heading: str) -> re.Pattern[str]:
    """Find a heading of a page and what stands below it, up to the next one."""
    return re.compile(rf"^## {re.escape(heading)}$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def _ratio(measure: str, cells: dict[str, Cost]) -> float | None:
    """Give our time over that of the fastest whose answer is as good; None where there is none."""
    own, *_ = cells.values()
    others = [
        one.seconds
        for name, one in list(cells.items())[1:]
        if one.seconds and _is_the_same(measure, name, one, own)
    ]
    return own.seconds / min(others) if own.seconds and others else None


def _is_the_same(measure: str, name: str, other: Cost, own: Cost) -> bool:
    if measure in COMMUNITIES and name == _NOT_ONE_ANSWER:
        return False
    if other.quality is None or own.quality is None:
        return measure != "communities"  # whoever does not tell is not known to be as good
    if measure in COMMUNITIES:
        return other.quality >= own.quality - _AS_GOOD
    return other.quality <= _SAME


def _below(costs: dict[str, Costs], ratios: dict[str, float]) -> list[str]:
    """Tell how good the answers are, and which of ours were slow."""
    lines = []
    for measure in COMMUNITIES + ROUNDS:
        known = {name: one.measures.get(measure, Cost()).quality for name, one in costs.items()}
        form = ".4f" if measure in COMMUNITIES else ".0e"
        told = [f"{name} {one:{form}}" for name, one in known.items() if one is not None]
        what = "modularity" if measure in COMMUNITIES else "one more round changes"
        lines.append(f"- `{measure}`, {what}: {', '.join(told)}.")
    slow = [f"`{name}` ({one:.1f})" for name, one in ratios.items() if one > _TOO_SLOW]
    return [*lines, f"- Over {_TOO_SLOW} times the fastest peer: {', '.join(slow) or 'none'}."]
