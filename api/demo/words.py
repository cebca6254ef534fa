"""Words: what people write about, in a few plain sentences."""

from dataclasses import dataclass, replace

from api.demo.company import Member
from api.demo.dice import Dice

__all__ = ["body", "line", "subject", "summary"]


@dataclass(frozen=True)
class Topic:
    """What people write about: subject lines, and sentences."""

    about: tuple[str, ...]
    says: tuple[str, ...]


def _topics(listed: str) -> dict[str, Topic]:
    found: dict[str, Topic] = {}
    for line in listed.strip().splitlines():
        word, _, text = line.strip().partition(" ")
        if not line.startswith(" "):
            name = word
            found[name] = Topic((), ())
        elif word == "about":
            found[name] = replace(found[name], about=(*found[name].about, text))
        else:
            found[name] = replace(found[name], says=(*found[name].says, text))
    return found


_INSIDE = _topics("""
planning
  about Schedule for next week
  about Line two capacity
  about Shift plan
  about Holiday cover
  about Open points from Tuesday
  says Line two is free from Thursday noon.
  says I moved the two late orders to the front.
  says We are one person short on Monday.
  says Could you check the capacity figures once more?
quality
  about Moisture readings
  about Glue line test
  about Deviation on batch 4
  about Complaint about surface finish
  says Readings are within limits on both samples.
  says The third beam needs another test.
  says I attach nothing this time, the figures are in the sheet.
  says Surface finish is fine again.
budget
  about Budget for the quarter
  about Cost centre question
  about Travel claims
  about Invoice without order number
  says We stay a little below the budget.
  says Please send me the order number.
  says The claim is approved.
  says I would rather decide this together with controlling.
design
  about Span tables
  about New joint detail
  about Configurator release
  about Drawing set B
  about Façade option
  says The new joint saves four bolts a frame.
  says Drawing set B replaces the one of last week.
  says Release goes out on Wednesday if the tests hold.
  says Can you look at the span tables?
hiring
  about Candidate for the opening
  about Interview notes
  about Training plan
  says I liked the second candidate best.
  says Training starts at nine.
  says Notes are in the folder.
""")
_OUTSIDE = _topics("""
pricing
  about Price for the roof elements
  about Offer 2
  about Discount for the second phase
  about Timber surcharge
  says The offer holds for thirty days.
  says The surcharge ends with this quarter.
  says Could you look at the price for phase two again?
  says That price works for us, thank you.
delivery
  about Delivery on Thursday
  about Truck access
  about Delay of two days
  about Call-off for hall B
  says The truck arrives between seven and nine.
  says We can take the first load on Thursday.
  says The delay is two days, I am sorry.
  says Please confirm the call-off.
quality
  about Certificate for the last batch
  about Fire rating
  about Questions on the glue
  about Site visit report
  says The certificate is on its way.
  says The fire rating is confirmed for all beams.
  says The visit went well, two small points remain.
  says Thank you for the quick answer.
contract
  about Framework contract
  about Terms for next year
  about Warranty wording
  about Signed order
  says Legal has no further remarks.
  says We would like to keep the terms for another year.
  says The signed order follows today.
  says The warranty wording is fine with us.
""")
_TOPICS_INSIDE = tuple(_INSIDE.values())
_COOL = (
    "We are comparing several suppliers at the moment.",
    "Not this month, sorry.",
    "I have to come back to you on this.",
    "We are not happy with the last two deliveries.",
)


def subject(dice: Dice, *, is_outside: bool) -> tuple[str, str]:
    """Give a topic and a subject line."""
    topics = _OUTSIDE if is_outside else _INSIDE
    topic = dice.pick(tuple(topics))
    return topic, dice.pick(topics[topic].about)


def body(
    topic: str, sender: Member, to: Member, dice: Dice, *, is_cool: bool = False, quoted: str = ""
) -> str:
    """Write a short mail; an answer quotes the first line of what it answers."""
    lines = _topic(topic, is_inside=sender.is_own and to.is_own).says
    text = dice.pick(_COOL) if is_cool else " ".join(dice.several(lines, dice.whole(1, 2)))
    greeting = dice.pick(("Hello", "Dear", "Hi", "Dzień dobry"))
    closing = dice.pick(("Best regards", "Thanks", "Pozdrawiam", "Kind regards"))
    quote = f"\n\n> {quoted}" if quoted else ""
    return f"{greeting} {to.name.split()[0]},\n\n{text}\n\n{closing}\n{sender.name}{quote}\n"


def _topic(topic: str, *, is_inside: bool) -> Topic:
    first, second = (_INSIDE, _OUTSIDE) if is_inside else (_OUTSIDE, _INSIDE)
    return first.get(topic) or second[topic]


def summary(dice: Dice, *, is_outside: bool) -> str:
    """Give the title of a meeting."""
    return subject(dice, is_outside=is_outside)[1]


def line(dice: Dice) -> str:
    """Give one line of chat between colleagues."""
    return dice.pick(dice.pick(_TOPICS_INSIDE).says)
