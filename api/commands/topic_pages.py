"""What a terminal shows of topics: the list, and one topic with its bars of volume."""

from typing import Any

from rich.text import Text

from algorithms.reason import plural
from api.commands.tables import console, head, nothing, share, show, table, who

__all__ = ["topic_page", "topics_page"]

_BAR = 32  # columns of the longest
_MOST_PERIODS = 26
_ORDERS = {"volume": "by volume", "people": "by people", "rising": "rising", "tone": "worst tone"}


def topics_page(answer: dict[str, Any]) -> None:
    """Show a list of topics."""
    told = [head(answer)]
    if answer["left_out"]:
        told.append(f"{answer['left_out']:,} topics that only machines speak of are left out")
    if not answer["items"]:
        what = f"{answer['kind']} topics" if answer["kind"] else "topics"
        nothing(f"No {what} to list.", answer, "\n".join(told))
        return
    days = f"{answer['recent_days']:g} days"
    found = table(
        f"Topics, {_ORDERS[answer['by']]}; change over {days} against the {days} before",
        "#", "topic", "kind", ">people", ">interactions", ">change", ">tone", "first", "last",
        caption="\n".join(told),
    )  # fmt: skip
    for item in answer["items"]:
        found.add_row(
            str(item["rank"]), Text(item["name"]), item["kind"], f"{item['people']:,}",
            f"{item['interactions']:,}", _change(item), _tone(item), item["first_at"][:10],
            item["last_at"][:10],
        )  # fmt: skip
    show(found)


def topic_page(answer: dict[str, Any]) -> None:
    """Show one topic."""
    out = console()
    out.print(Text(f"{answer['name']} ({answer['kind']})", "bold"))
    begun = answer["begun"]
    out.print(
        Text(
            f"{plural(answer['interactions'], 'interaction')}, "
            f"{plural(answer['people'], 'person', 'people')}, "
            f"{answer['voices']:,} of them said something; {answer['recent']:,} in the last "
            f"{answer['recent_days']:g} days, {answer['before']:,} in as many before\n"
            f"begun {begun['at'][:10]} by {who(begun['sender'])} ({begun['id']})\n"
            f"tone {_tone(answer)}"
        )
    )
    carrying = table("Who carries it", "#", "person", ">part", ">said", ">reached", ">strength",
                     "first", "last")  # fmt: skip
    for item in answer["items"]:
        carrying.add_row(
            str(item["rank"]), Text(who(item["person"])), share(item["part"]), f"{item['said']:,}",
            f"{item['reached']:,}", f"{item['strength']:.2f}", item["first_at"][:10],
            item["last_at"][:10],
        )  # fmt: skip
    show(carrying)
    _periods(answer)
    _rest(answer)


def _periods(answer: dict[str, Any]) -> None:
    shown = answer["periods"][-_MOST_PERIODS:]
    most = max(one["interactions"] for one in shown) or 1
    found = table(f"Per {answer['per']}", "from", ">interactions", "", ">people", ">tone")
    for one in shown:
        bar = "█" * round(_BAR * one["interactions"] / most)
        found.add_row(one["from"][:10], f"{one['interactions']:,}", bar, f"{one['people']:,}",
                      _tone(one))  # fmt: skip
    show(found)


def _rest(answer: dict[str, Any]) -> None:
    """Where its people are, what goes with it, and its newest interactions."""
    groups = [*answer["organizations"], *answer["segments"]]
    if groups:
        found = table("Where they are", "group", ">people", ">part")
        for one in groups:
            found.add_row(Text(one["name"]), f"{one['people']:,}", share(one["part"]))
        show(found)
    if answer["related"]:
        found = table("Talked of together", "topic", ">conversations", ">lift")
        for one in answer["related"]:
            found.add_row(Text(one["topic"]), f"{one['conversations']:,}", f"{one['lift']:.1f}")
        show(found)
    if answer["threads"]:
        found = table("Threads", "thread", ">interactions", ">people", "last")
        for one in answer["threads"]:
            found.add_row(Text(one["topic"]), f"{one['interactions']:,}", f"{one['people']:,}",
                          one["last_at"][:10])  # fmt: skip
        show(found)
    found = table("Newest", "at", "kind", "who", ">reached", ">tone", "id", caption=head(answer))
    for one in answer["newest"]:
        tone = "–" if one["sentiment"] is None else f"{one['sentiment']:+.2f}"
        found.add_row(one["at"][:16], one["kind"], Text(who(one["sender"])), f"{one['reached']:,}",
                      tone, Text(one["id"]))  # fmt: skip
    show(found)


def _change(item: dict[str, Any]) -> str:
    change = item["change"]
    return f"{change:+,} ({item['before']:,} → {item['recent']:,})" if change else "–"


def _tone(item: dict[str, Any]) -> str:
    return "–" if item["tone"] is None else f"{item['tone']:+.2f} ({item['toned']:,})"
