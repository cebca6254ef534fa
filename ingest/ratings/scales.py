"""Scales: what an answer of a survey or a review says, from -1 (worst) to 1 (best).

    nps    (0 to 10)   min(n - 7, 0) / 7 + max(n - 8, 0) / 2
                       detractors (0-6) are below 0, passives (7, 8) at 0, promoters (9, 10) above
    a-b    (any other) (2 n - a - b) / (b - a):  1-5 makes 1, 2, 3, 4, 5 into -1, -0.5, 0, 0.5, 1
    words              "very satisfied" 1, "satisfied" 0.5, "neutral" 0, "good" and "bad" 1 and -1

The best of a CES is the easiest. A scale is never guessed. It is known from the name of a column
("NPS", "CSAT (1-5)", "stars"), from a cell that says it itself ("4/5", "80 %", "very satisfied"),
or from a mapping. What lies outside its scale is refused.
"""

import re
from dataclasses import dataclass

from ingest.source import BadRecord

__all__ = ["NPS", "STARS", "Scale", "scale_in", "scale_named", "value_of"]


@dataclass(frozen=True, slots=True)
class Scale:
    """The worst and the best answer; ``by`` is the kind of question: nps, csat, ces or stars."""

    by: str
    worst: float
    best: float

    def value(self, answer: float) -> float:
        """Give an answer's value, or a BadRecord where the scale has no such answer."""
        low, high = sorted((self.worst, self.best))
        if not low <= answer <= high:
            shown = f"{answer:g}"
            raise BadRecord(f"{shown} is not on the scale of {self.by}, {low:g} to {high:g}", shown)
        if self.by == "nps":
            if answer != int(answer):
                raise BadRecord(f"{answer:g} is no answer of an NPS, 0 to 10", f"{answer:g}")
            return round(min(answer - 7, 0) / 7 + max(answer - 8, 0) / 2, 4)
        return round((2 * answer - self.worst - self.best) / (self.best - self.worst), 4)


NPS = Scale("nps", 0, 10)
STARS = Scale("stars", 1, 5)

_RANGE = re.compile(
    r"(?<![\d.])(0|1|-\d{1,2}) ?(?:-|\u2013|to|bis|\u00e0|a|do|tot|\.\.) ?(\d{1,3})(?![\d.])"
)
_OUT_OF = re.compile(r"(?:out of|of|/) ?(5|7|10|100)\b")
_SEVEN = re.compile(r"\b(?:1 ?(?:-|to|\u2013) ?7|(?:out of|of|/) ?7)\b")
_PERCENT = re.compile(r"%|per ?cent")
_NUMBER = r"(-?\d{1,3}(?:[.,]\d{1,4})?)"
_PLAIN = re.compile(_NUMBER)
_SAID = re.compile(rf"{_NUMBER} ?(?:/|out of|of) ?(5|7|10|100)(?: stars?)?")
_SHARE = re.compile(rf"{_NUMBER} ?%")
_STARRED = re.compile(rf"{_NUMBER} stars?")
_SYMBOLS = re.compile("([\u2605\u2b50]{1,5})\u2606*")
_LABELLED = re.compile(r"(\d{1,2}) ?[-\u2013:.] ?[^\d\s].{2,60}")
_WORDS = {
    "very satisfied": 1.0, "extremely satisfied": 1.0, "completely satisfied": 1.0,
    "satisfied": 0.5, "somewhat satisfied": 0.5, "neutral": 0.0,
    "neither satisfied nor dissatisfied": 0.0, "dissatisfied": -0.5, "unsatisfied": -0.5,
    "somewhat dissatisfied": -0.5, "very dissatisfied": -1.0, "very unsatisfied": -1.0,
    "extremely dissatisfied": -1.0, "good": 1.0, "bad": -1.0, "good_with_comment": 1.0,
    "bad_with_comment": -1.0, "good_without_comment": 1.0, "bad_without_comment": -1.0,
    "happy": 1.0, "unhappy": -1.0, "thumbs up": 1.0, "thumbs down": -1.0, "\U0001f44d": 1.0,
    "\U0001f44e": -1.0, "strongly agree": 1.0, "agree": 0.5, "somewhat agree": 0.5,
    "neither agree nor disagree": 0.0, "somewhat disagree": -0.5, "disagree": -0.5,
    "strongly disagree": -1.0,
    "sehr zufrieden": 1.0, "zufrieden": 0.5, "eher zufrieden": 0.5, "weder noch": 0.0,
    "eher unzufrieden": -0.5, "unzufrieden": -0.5, "sehr unzufrieden": -1.0,
    "tr\u00e8s satisfait": 1.0, "tr\u00e8s satisfait(e)": 1.0, "satisfait": 0.5,
    "satisfait(e)": 0.5,
    "neutre": 0.0, "insatisfait": -0.5, "insatisfait(e)": -0.5, "tr\u00e8s insatisfait": -1.0,
    "tr\u00e8s insatisfait(e)": -1.0, "muy satisfecho": 1.0, "muy satisfecho/a": 1.0,
    "satisfecho": 0.5, "satisfecho/a": 0.5, "insatisfecho": -0.5, "insatisfecho/a": -0.5,
    "muy insatisfecho": -1.0, "muy insatisfecho/a": -1.0, "molto soddisfatto": 1.0,
    "soddisfatto": 0.5, "neutrale": 0.0, "insoddisfatto": -0.5, "molto insoddisfatto": -1.0,
    "muito satisfeito": 1.0, "satisfeito": 0.5, "neutro": 0.0, "insatisfeito": -0.5,
    "muito insatisfeito": -1.0, "zeer tevreden": 1.0, "tevreden": 0.5, "neutraal": 0.0,
    "ontevreden": -0.5, "zeer ontevreden": -1.0, "bardzo zadowolony": 1.0,
    "bardzo zadowolona": 1.0, "zadowolony": 0.5, "zadowolona": 0.5, "niezadowolony": -0.5,
    "niezadowolona": -0.5, "bardzo niezadowolony": -1.0, "bardzo niezadowolona": -1.0,
}  # fmt: skip


_COUNTED = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}  # as Google counts


def scale_in(name: str, by: str) -> Scale | None:
    """Give the scale that the name of a column says, or None.

    >>> scale_in("CSAT (1-7)", "csat")
    Scale(by='csat', worst=1.0, best=7.0)
    >>> scale_in("CSAT", "csat") is None
    True
    """
    text = name.lower()
    if by == "nps":
        return NPS
    if by == "ces" and not ("eas" in text or _SEVEN.search(text)):
        return None  # of five points both ends have been the easy one
    found = _RANGE.search(text)
    if found and float(found[1]) < float(found[2]):
        return Scale(by, float(found[1]), float(found[2]))
    most = _OUT_OF.search(text)
    if most:
        return Scale(by, 0.0 if most[1] == "100" else 1.0, float(most[1]))
    if _PERCENT.search(text):
        return Scale(by, 0.0, 100.0)
    return STARS if by == "stars" else None


def scale_named(text: str, by: str) -> Scale | None:
    """Give the scale that a mapping names: nps, stars, percent, or such as 1-5 and 7-1.

    >>> scale_named("5-1", "ces").value(1)
    1.0
    """
    word = text.strip().lower()
    if word in ("nps", "stars"):
        return NPS if word == "nps" else STARS
    if word in ("percent", "%"):
        return Scale(by, 0.0, 100.0)
    found = re.fullmatch(r"(-?\d{1,3}) ?(?:-|to|\.\.) ?(-?\d{1,3})", word)
    if not found or found[1] == found[2]:
        return None
    return Scale(by, float(found[1]), float(found[2]))


def value_of(cell: str, scale: Scale | None, name: str) -> float:
    """Give the value of an answer on a scale; without one, only of what says its own.

    >>> value_of("9", NPS, "NPS"), value_of("4/5", None, "CSAT"), value_of("Satisfied", None, "")
    (0.5, 0.5, 0.5)
    """
    text = cell.strip().lower()
    if scale == STARS:
        text = _COUNTED.get(text, text)
    if text in _WORDS:
        return _WORDS[text]
    if found := _SAID.fullmatch(text):
        by = scale.by if scale else "csat"
        worst = 0.0 if found[2] == "100" else 1.0
        said = NPS if by == "nps" and found[2] == "10" else Scale(by, worst, float(found[2]))
        return said.value(_number(found[1]))
    if found := _SHARE.fullmatch(text):
        return Scale("csat", 0.0, 100.0).value(_number(found[1]))
    if found := _STARRED.fullmatch(text):
        return STARS.value(_number(found[1]))
    if found := _SYMBOLS.fullmatch(text):
        return STARS.value(len(found[1]))
    labelled = _LABELLED.fullmatch(text)
    found = _PLAIN.fullmatch(labelled[1] if labelled else text)
    if not found:
        raise BadRecord(f"{cell[:80]!r} is no answer on a scale", cell[:80])
    if scale is None:
        raise BadRecord(
            f"the scale of {name!r} is not said, expected a name such as '{name[:60]} (1-5)', or "
            'a mapping with [ratings] and scale = "1-5"',
            cell[:80],
        )
    return scale.value(_number(found[1]))


def _number(text: str) -> float:
    return float(text.replace(",", "."))
