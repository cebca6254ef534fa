"""Figures of docs/liveness.md: model and plain rules on the real logs, as a table.

.venv/bin/python docs/liveness_figures.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from algorithms.liveness.cuts import Protocol  # noqa: E402
from algorithms.liveness.judging import Judge  # noqa: E402
from tests.algorithms.test_liveness import GOALS, HALF_LIVES, judged  # noqa: E402

__all__ = ["main"]

HEAD = ("log", "label", "days", "cases", "share", "model", "days since last", "best decay", "count",
        "elapsed over gap", "BG/NBD", "Brier", "error", "even")  # fmt: skip


def main() -> None:
    """Print the table."""
    shared = ROOT.parent / "shared" / "data"
    lines = ["| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|"]
    for read, label, horizon, *_ in GOALS:
        chance, came, rules = judged(read(shared), Protocol.for_horizon(label, horizon))
        judge = Judge(came)
        areas = {name: judge.auc(score) for name, score in rules.items()}
        best = max(HALF_LIVES, key=lambda days: areas[f"decay {days}"])
        figures = [areas["days since last"], areas[f"decay {best}"], areas["count"],
                   areas["elapsed over gap"], areas["bg/nbd"], judge.brier(chance),
                   judge.calibration_error(chance), judge.even_error(chance)]  # fmt: skip
        shown = [f"{one:.3f}" for one in figures]
        shown[1] += f" ({best})"
        name = read.__name__.replace("_", " ")
        own = f"**{judge.auc(chance):.3f}**"
        told = (name, label, f"{horizon}", f"{len(came):,}", f"{came.mean():.2f}", own, *shown)
        lines.append("| " + " | ".join(told) + " |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
