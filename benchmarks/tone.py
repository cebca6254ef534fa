"""What listening costs, and how right it is: python benchmarks/tone.py."""

import time
from collections.abc import Callable
from pathlib import Path

from ingest.heard.phrases import phrases
from ingest.heard.plain_text import plain_text
from ingest.heard.vader import tone

SENTENCES = Path("tests/samples/tone/sentences.tsv")
LINE = "The meeting is moved to Tuesday at ten, in the same room as before."
TONED = "Thanks for the quick answer, that works great for us!"
LETTER = (
    "Hi Bob,\n\n"
    "The delivery was late again and nobody has told us why. This is the third\n"
    + "time this month. The team is unhappy and so is our customer, who had to\n" * 3
    + "\nKind regards,\nAnn\n\nOn Monday Bob wrote:\n"
    + "> All is well, the order was sent and will be there on time as always.\n" * 12
)
TIMES = 5_000


def main() -> None:
    for name, text in (("a line without a tone", LINE), ("with one", TONED), ("a mail", LETTER)):
        plain = plain_text(text)
        costs = [cost(plain_text, text), cost(tone, plain), cost(phrases, plain)]
        print(f"{name}: text, tone, phrases {', '.join(f'{one:.0f}' for one in costs)} us")
    found = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            value, _, text = line.split("\t")
            found.append((value, tone(plain_text(text))))
    toned = [(value, heard) for value, heard in found if value in "+-"]
    for low, high in ((0.0, 0.4), (0.4, 0.55), (0.55, 1.0)):
        told = [
            (value == "+") == (heard[0] > 0) and abs(heard[0]) >= 0.05
            for value, heard in toned
            if heard and low <= heard[1] < high
        ]
        print(f"confidence {low:g} to {high:g}: {sum(told)} of {len(told)} right")
    print(f"no tone heard: {sum(heard is None for _, heard in toned)} of {len(toned)}")
    others = [heard for value, heard in found if value in "0x"]
    print(f"a tone heard where there is none: {sum(map(bool, others))} of {len(others)}")


def cost(function: Callable[[str], object], text: str) -> float:
    """Microseconds of this process's own time."""
    began = time.process_time()
    for _ in range(TIMES):
        function(text)
    return (time.process_time() - began) / TIMES * 1e6


if __name__ == "__main__":
    main()
